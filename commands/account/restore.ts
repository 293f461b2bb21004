import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { restoreAccounts } from '../../src/domain/account/operations.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';
import { severalAccounts, severalAccountsInput } from './options.ts';

export const restore = defineCommand({
  examples: ['kontor account restore 1', 'kontor account restore "Erika Müller" key:crm-0042'],
  ...severalAccounts,
  database: 'write',
  input: z.object(severalAccountsInput),
  run: async (session, { account, idsFrom }) => {
    const references = await givenReferences(session, { references: account, idsFrom, what: 'account' });
    return batchOf(await restoreAccounts(session.deps, await resolveAccountIds(session.deps, references)));
  },
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `restored account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is not archived`,
    }),
});
