import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { listLogins } from '../../src/domain/login/list.ts';
import { accountHeading } from '../account-heading.ts';
import { listInput, listOptions, momentInput, pagingOf } from '../list-options.ts';
import { loginFields } from './view.ts';

export const list = defineCommand({
  description:
    "Who opened an account in the portal, and when. The portal's own logins appear by themselves; `kontor login record` " +
    'adds those of other portals.',
  examples: [
    'kontor login list 3',
    'kontor login list --contact jan@weiss.example --since 2026-01-01',
    'kontor login list -o csv',
  ],
  arguments: [{ name: '[account]', summary: 'id, exact name or external key; all accounts without it' }],
  options: [
    { flags: '--contact <reference>', summary: 'only logins of this contact' },
    { flags: '--since <time>', summary: 'from this date or time on (UTC)' },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    contact: z.string().optional(),
    since: momentInput.optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, contact, since, ...paging }) => {
    const accountId = account === undefined ? undefined : await resolveAccount(deps, account);
    const contactId = contact === undefined ? undefined : await resolveContact(deps, contact);
    return {
      ...listLogins(deps, { accountId, contactId, since, ...pagingOf(paging) }),
      above: accountId === undefined ? [] : [accountHeading(await showAccount(deps, accountId))],
    };
  },
  view: { kind: 'list', fields: loginFields, id: ({ id }) => id, empty: 'No logins.' },
});
