import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { sides } from '../../src/domain/activity/model.ts';
import { listDocuments } from '../../src/domain/document/list.ts';
import { documentSorts } from '../../src/domain/document/model.ts';
import { parseSort } from '../../src/domain/listing.ts';
import { accountHeading } from '../account-heading.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { documentFields } from './view.ts';

export const list = defineCommand({
  description:
    'Newest first. NEW is what a client uploaded and nobody of the firm has seen: seen is what was fetched with ' +
    '`kontor document get`, or marked with `kontor document seen`.',
  examples: [
    'kontor document list 3',
    'kontor document list --new',
    'kontor document list 3 --from firm --sort name -o csv',
  ],
  arguments: [
    { name: 'account', summary: 'id, exact name or external key; all when left out', optional: true },
  ],
  options: [
    { flags: '--new', summary: 'only what clients uploaded and nobody of the firm has seen' },
    { flags: '--from <side>', summary: 'only documents that came from there', choices: sides },
    ...listOptions(documentSorts),
  ],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    new: z.boolean().default(false),
    from: z.enum(sides).optional(),
    sort: z.string().optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, new: unseen, from, sort, ...paging }) => {
    const accountId = account === undefined ? undefined : await resolveAccount(deps, account);
    return {
      ...listDocuments(deps, {
        accountId,
        unseen,
        from,
        ...parseSort(sort, documentSorts),
        ...pagingOf(paging),
      }),
      above: accountId === undefined ? [] : [accountHeading(await showAccount(deps, accountId))],
    };
  },
  view: { kind: 'list', fields: documentFields, id: ({ id }) => id, empty: 'No documents.' },
});
