import * as z from 'zod';
import { defineCommand } from '../src/cli/define-command.ts';
import { searchAccounts } from '../src/domain/search/operations.ts';
import { accountFields } from './account/view.ts';
import { listInput, listOptions, pagingOf } from './list-options.ts';

/** More than any name or address has; to look for each three letters of a book in all others takes its time. */
const longestText = 500;

export const command = defineCommand({
  description:
    'Every word must be part of the name, the company name or the key of the account, or of the name or an e-mail of ' +
    'one of its contacts. Case and accents do not matter, and umlauts are found in both spellings: muller, mueller ' +
    'and Müller find Müller.',
  examples: [
    'kontor search mueller',
    'kontor search weiss.example',
    'kontor search erika GmbH --limit 5 -o json',
  ],
  arguments: [{ name: 'text', summary: 'parts of names or e-mails', several: true }],
  options: listOptions([]),
  database: 'read',
  collect: ({ args, options }) => ({
    text: [args.text ?? []].flat().join(' '),
    limit: options.limit,
    page: options.page,
  }),
  input: z.object({
    text: z
      .string()
      .refine((text) => text.trim() !== '', 'must not be empty')
      .max(longestText, `must have at most ${longestText} characters`),
    ...listInput,
  }),
  run: ({ deps }, { text, ...paging }) => searchAccounts(deps, { text, ...pagingOf(paging) }),
  view: { kind: 'list', fields: accountFields, id: ({ id }) => id, empty: 'Nothing found.' },
});
