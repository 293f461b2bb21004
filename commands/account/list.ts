import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { portalStatuses } from '../../src/domain/access/model.ts';
import { listAccounts } from '../../src/domain/account/list.ts';
import { accountSorts, accountTypes } from '../../src/domain/account/model.ts';
import {
  fieldFilterInput,
  fieldFilterOptions,
  fieldFiltersOf,
  fieldSortName,
  sortOrFieldInput,
} from '../field-options.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { accountFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor account list --type company --sort -created --limit 20',
    'kontor account list --tag VIP --not-tag Monthly --no-archived',
    'kontor account list --field legal-form=GmbH --field "founded>=2020-01-01" --sort field:founded',
    'kontor account list --portal-status not-invited -o csv',
  ],
  options: [
    { flags: '--type <type>', summary: 'only accounts of this type', choices: accountTypes },
    {
      flags: '--tag <name>',
      summary: 'only accounts with this tag; given twice, with both',
      repeatable: true,
    },
    { flags: '--not-tag <name>', summary: 'only accounts without this tag', repeatable: true },
    { flags: '--untagged', summary: 'only accounts without any tag' },
    {
      flags: '--portal-status <status>',
      summary: 'only accounts of which this is the furthest that an e-mail has come',
      choices: portalStatuses,
    },
    { flags: '--archived', summary: 'only archived accounts' },
    { flags: '--no-archived', summary: 'only accounts that are not archived' },
    ...fieldFilterOptions('account'),
    ...listOptions([...accountSorts, fieldSortName]),
  ],
  database: 'read',
  input: z.object({
    type: z.enum(accountTypes).optional(),
    tag: z.array(z.string()).optional(),
    notTag: z.array(z.string()).optional(),
    untagged: z.boolean().optional(),
    portalStatus: z.enum(portalStatuses).optional(),
    archived: z.boolean().optional(),
    ...fieldFilterInput,
    sort: sortOrFieldInput(accountSorts),
    ...listInput,
  }),
  run: ({ deps }, { type, tag, notTag, untagged, portalStatus, archived, sort, ...others }) =>
    listAccounts(deps, {
      type,
      tags: tag,
      notTags: notTag,
      untagged,
      portalStatus,
      archived,
      ...sort,
      fields: fieldFiltersOf(others),
      ...pagingOf(others),
    }),
  view: { kind: 'list', fields: accountFields, id: ({ id }) => id, empty: 'No accounts.' },
});
