import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { listInvitations } from '../../src/domain/invitation/list.ts';
import { type Invitation, invitationStatuses } from '../../src/domain/invitation/model.ts';
import type { Field, Tone } from '../../src/output/view.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { minute } from '../times.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 days`, `1 hour`: the largest unit that fits. The moment itself is in the formats for programs. */
const duration = (seconds: number): string => {
  for (const [name, size] of units) {
    const count = Math.floor(seconds / size);
    if (count > 0) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return '< 1 minute';
};

const tones: Partial<Record<Invitation['status'], Tone>> = {
  accepted: 'good',
  expired: 'warning',
  revoked: 'muted',
  superseded: 'muted',
};

const fields: Field<Invitation>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'email', heading: 'E-mail' },
  { key: 'account', heading: 'Account', text: ({ account }) => account?.name ?? '' },
  { key: 'status', heading: 'Status', tone: ({ status }) => tones[status] },
  {
    key: 'sentAt',
    heading: 'Sent',
    whole: true,
    text: ({ ageSeconds }) => `${duration(ageSeconds)} ago`,
  },
  {
    key: 'expiresAt',
    heading: 'Expires (UTC)',
    whole: true,
    text: ({ expiresAt, secondsLeft }) => (secondsLeft === null ? '' : minute(expiresAt)),
  },
  { key: 'acceptedAt', heading: 'Accepted', hidden: true },
  { key: 'endedAt', heading: 'Ended', hidden: true },
  { key: 'ageSeconds', heading: 'Age', align: 'right', hidden: true },
  { key: 'secondsLeft', heading: 'Left', align: 'right', hidden: true },
];

export const list = defineCommand({
  examples: [
    'kontor invite list --status pending',
    'kontor invite list --account 1 --status expired -o csv',
    'kontor invite list --email erika@mueller.example',
  ],
  options: [
    { flags: '--status <status>', summary: 'only invitations that stand so', choices: invitationStatuses },
    { flags: '--account <reference>', summary: 'only those to e-mails with access to this account' },
    { flags: '--email <address>', summary: 'only those to this e-mail' },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    status: z.enum(invitationStatuses).optional(),
    account: z.string().optional(),
    email: z.string().optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, status, email, ...paging }) =>
    listInvitations(deps, {
      status,
      email,
      accountId: account === undefined ? undefined : await resolveAccount(deps, account),
      ...pagingOf(paging),
    }),
  view: { kind: 'list', fields, id: ({ id }) => id, empty: 'No invitations.' },
});
