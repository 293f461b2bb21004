import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { listContacts } from '../../src/domain/contact/list.ts';
import { contactSorts } from '../../src/domain/contact/model.ts';
import {
  fieldFilterInput,
  fieldFilterOptions,
  fieldFiltersOf,
  fieldSortName,
  sortOrFieldInput,
} from '../field-options.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { contactFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor contact list --limit 20',
    'kontor contact list --account 1',
    'kontor contact list --unlinked -o csv',
    'kontor contact list --has-field spouse-email --sort field:spouse-email',
  ],
  options: [
    { flags: '--account <reference>', summary: 'only contacts of this account' },
    { flags: '--tag <name>', summary: 'only contacts of accounts with this tag', repeatable: true },
    { flags: '--unlinked', summary: 'only contacts that belong to no account' },
    ...fieldFilterOptions('contact'),
    ...listOptions([...contactSorts, fieldSortName]),
  ],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    tag: z.array(z.string()).optional(),
    unlinked: z.boolean().optional(),
    ...fieldFilterInput,
    sort: sortOrFieldInput(contactSorts),
    ...listInput,
  }),
  run: async ({ deps }, { account, tag, unlinked, sort, ...others }) =>
    listContacts(deps, {
      accountId: account === undefined ? undefined : await resolveAccount(deps, account),
      tags: tag,
      unlinked,
      ...sort,
      fields: fieldFiltersOf(others),
      ...pagingOf(others),
    }),
  view: { kind: 'list', fields: contactFields, id: ({ id }) => id, empty: 'No contacts.' },
});
