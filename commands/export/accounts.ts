import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { exportAccounts } from '../../src/transfer/export/export.ts';
import { accountFilterInput, accountFilterOptions, accountFiltersOf } from '../account-filters.ts';
import { exportInput, exportOptions, exportOptionsOf, exportReport, exportView } from './options.ts';

export const accounts = defineCommand({
  description:
    'One row for each account and each of its contacts, under the headings that kontor import knows: importing the file ' +
    'again changes nothing. CSV unless -o or the ending of the file says jsonl or json. What a spreadsheet would run as a ' +
    'formula gets an apostrophe in front, which import takes away. Not in it: access, portal users, signers, photos and ' +
    'activity. Elsewhere custom fields must be there before, tags are made with --create-tags, and an e-mail that several ' +
    'contacts share needs --allow-shared-email.',
  examples: [
    'kontor export accounts -o csv --out accounts.csv',
    'kontor export accounts --tag VIP --no-archived --out vip.jsonl',
    'kontor export accounts --out kunden.csv --delimiter semicolon --force',
    'kontor export accounts | kontor import - --dry-run',
  ],
  options: [...accountFilterOptions, ...exportOptions],
  database: 'read',
  input: z.object({ ...accountFilterInput, ...exportInput }),
  run: async (session, input) =>
    exportAccounts(session.deps, accountFiltersOf(input), exportOptionsOf(session, input)),
  view: exportView,
  report: exportReport,
});
