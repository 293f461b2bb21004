import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { restoreAccounts } from '../../src/domain/account/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { agreedTo, askAboutChosen, chosenAccounts, isFiltered } from '../chosen-accounts.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';
import { severalAccounts, severalAccountsInput } from './options.ts';

export const restore = defineCommand({
  examples: ['kontor account restore 1', 'kontor account restore "Erika Müller" key:crm-0042'],
  ...severalAccounts,
  database: 'write',
  input: z.object(severalAccountsInput),
  run: async (session, { account, ...choice }) =>
    batchOf(
      await restoreAccounts(session.deps, await chosenAccounts(session, { references: account, ...choice })),
    ),
  confirm: ({ results }, input) => askAboutChosen('Restore', results, input),
  mayNeedConsent: isFiltered,
  agreed: agreedTo,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `restored account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is not archived`,
    }),
});
