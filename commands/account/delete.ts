import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { deleteAccounts } from '../../src/domain/account/operations.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeFields, outcomeLines, someNames } from '../outcomes.ts';
import { severalAccounts, severalAccountsInput } from './options.ts';

export const remove = defineCommand({
  examples: ['kontor account delete 1 --yes', 'kontor account delete 1 2 --dry-run'],
  ...severalAccounts,
  database: 'write',
  input: z.object(severalAccountsInput),
  run: async (session, { account, idsFrom }) => {
    const references = await givenReferences(session, { references: account, idsFrom, what: 'account' });
    return batchOf(await deleteAccounts(session.deps, await resolveAccountIds(session.deps, references)));
  },
  confirm: ({ results }) =>
    `Delete ${results.length === 1 ? 'account' : `${results.length} accounts:`} ${someNames(results)} with everything in ${results.length === 1 ? 'it' : 'them'}?`,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, { deleted: ({ id, name }) => `deleted account ${id} "${name}"` }),
});
