import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { deleteAccounts } from '../../src/domain/account/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { agreedTo, chosenAccounts } from '../chosen-accounts.ts';
import { outcomeFields, outcomeLines, someNames } from '../outcomes.ts';
import { severalAccounts, severalAccountsInput } from './options.ts';

export const remove = defineCommand({
  examples: [
    'kontor account delete 1 --yes',
    'kontor account delete 1 2 --dry-run',
    'kontor account delete --where "archived and updated<-10y" --yes',
  ],
  ...severalAccounts,
  database: 'write',
  input: z.object(severalAccountsInput),
  run: async (session, { account, ...choice }) =>
    batchOf(
      await deleteAccounts(session.deps, await chosenAccounts(session, { references: account, ...choice })),
    ),
  confirm: ({ results }) =>
    results.length === 0
      ? undefined
      : `Delete ${results.length === 1 ? 'account' : `${results.length} accounts:`} ${someNames(results)} with everything in ${results.length === 1 ? 'it' : 'them'}?`,
  agreed: agreedTo,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, { deleted: ({ id, name }) => `deleted account ${id} "${name}"` }),
});
