import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { archiveAccounts } from '../../src/domain/account/operations.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';
import { severalAccounts, severalAccountsInput } from './options.ts';

export const archive = defineCommand({
  examples: ['kontor account archive 1', 'kontor account archive "Erika Müller" key:crm-0042'],
  ...severalAccounts,
  database: 'write',
  input: z.object(severalAccountsInput),
  run: async (session, { account, idsFrom }) => {
    const references = await givenReferences(session, { references: account, idsFrom, what: 'account' });
    return batchOf(await archiveAccounts(session.deps, await resolveAccountIds(session.deps, references)));
  },
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `archived account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is archived already`,
    }),
});
