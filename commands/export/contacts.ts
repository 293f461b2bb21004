import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { exportContacts } from '../../src/transfer/export/export.ts';
import { contactFilterInput, contactFilterOptions, contactFiltersOf } from '../contact-filters.ts';
import { exportInput, exportOptions, exportOptionsOf, exportReport, exportView } from './options.ts';

export const contacts = defineCommand({
  description:
    'One row for each contact, also those without an account, under the headings that kontor import knows. CSV unless -o or ' +
    'the ending of the file says jsonl or json. What a spreadsheet would run as a formula gets an apostrophe in front, ' +
    'which import takes away. kontor import --kind contacts reads it again.',
  examples: [
    'kontor export contacts -o csv --out contacts.csv',
    'kontor export contacts --unlinked -o jsonl',
    'kontor export contacts --tag VIP --out vip.csv --force',
  ],
  options: [...contactFilterOptions, ...exportOptions],
  database: 'read',
  input: z.object({ ...contactFilterInput, ...exportInput }),
  run: async (session, input) =>
    exportContacts(
      session.deps,
      await contactFiltersOf(session.deps, input),
      exportOptionsOf(session, input),
    ),
  view: exportView,
  report: exportReport,
});
