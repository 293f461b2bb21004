import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { findDuplicates } from '../../src/domain/duplicate/list.ts';
import { listInput, listOptions, pagingOf, wholeNumber } from '../list-options.ts';
import { duplicatesView } from './duplicates-view.ts';

/** Two of one name of whom nothing differs just reach it; with different e-mails they need something in common. */
const defaultScore = 50;

export const duplicates = defineCommand({
  description:
    'Contacts are compared that share a name (in whatever order, umlauts spelled either way), an e-mail or its part ' +
    'before the @, a phone number, the house and an initial, or a birthday. The best come first: 100 is certain, 50 is ' +
    'worth a look. First names or birthdays that differ tell a family apart. -o ids prints the numbers of each group on ' +
    'one line, as contact merge takes them.',
  examples: [
    'kontor contact duplicates',
    'kontor contact duplicates --min-score 80 --limit 20',
    'kontor contact duplicates -o json',
  ],
  options: [
    {
      flags: '--min-score <n>',
      summary: `only what has at least so much for it (1 to 100; ${defaultScore})`,
    },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    minScore: wholeNumber(1)
      .refine((score) => score <= 100, 'must be a whole number from 1 to 100')
      .default(defaultScore),
    ...listInput,
  }),
  run: ({ deps, progress }, { minScore, ...paging }) =>
    findDuplicates(deps, { minScore, ...pagingOf(paging) }, progress),
  view: duplicatesView,
});
