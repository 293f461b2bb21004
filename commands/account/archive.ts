import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { archiveAccounts } from '../../src/domain/account/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { agreedTo, askAboutChosen, chosenAccounts, isFiltered } from '../chosen-accounts.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';
import { severalAccounts, severalAccountsInput } from './options.ts';

export const archive = defineCommand({
  examples: [
    'kontor account archive 1',
    'kontor account archive "Erika Müller" key:crm-0042',
    'kontor account archive --where "portal=off and updated<-2y" --dry-run',
  ],
  ...severalAccounts,
  database: 'write',
  input: z.object(severalAccountsInput),
  run: async (session, { account, ...choice }) =>
    batchOf(
      await archiveAccounts(session.deps, await chosenAccounts(session, { references: account, ...choice })),
    ),
  confirm: ({ results }, input) => askAboutChosen('Archive', results, input),
  mayNeedConsent: isFiltered,
  agreed: agreedTo,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `archived account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is archived already`,
    }),
});
