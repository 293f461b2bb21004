import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { listSignatures } from '../../src/domain/signature/list.ts';
import { signatureStatuses } from '../../src/domain/signature/model.ts';
import { accountHeading } from '../account-heading.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { signatureFields } from './view.ts';

export const list = defineCommand({
  description:
    'The latest first, of one account or of all. --waiting-for shows what a contact can sign now: where the order of a ' +
    'request counts, it is their turn.',
  examples: [
    'kontor signature list 3',
    'kontor signature list --status open',
    'kontor signature list --waiting-for jan@weiss.example -o json',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key', optional: true }],
  options: [
    { flags: '--status <status>', summary: 'only those that stand so', choices: signatureStatuses },
    { flags: '--waiting-for <contact>', summary: 'only open ones that wait for this contact' },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    status: z.enum(signatureStatuses).optional(),
    waitingFor: z.string().optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, status, waitingFor: contact, ...paging }) => {
    const accountId = account === undefined ? undefined : await resolveAccount(deps, account);
    const waitingFor = contact === undefined ? undefined : await resolveContact(deps, contact);
    return {
      ...listSignatures(deps, { accountId, status, waitingFor, ...pagingOf(paging) }),
      above: accountId === undefined ? [] : [accountHeading(await showAccount(deps, accountId))],
    };
  },
  view: { kind: 'list', fields: signatureFields, id: ({ id }) => id, empty: 'No signature requests.' },
});
