import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { revokeInvitations } from '../../src/domain/invitation/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { whom } from '../sent-links.ts';

export const revoke = defineCommand({
  description:
    'For invitations that are pending or expired. Switches stay as they are: kontor contact access.',
  examples: [
    'kontor invite revoke erika@mueller.example',
    'kontor invite revoke erika@mueller.example jan@weiss.example --dry-run',
  ],
  arguments: [{ name: 'email', summary: 'invited e-mails', several: true }],
  database: 'write',
  input: z.object({ email: z.array(z.string()).min(1) }),
  run: async ({ deps }, { email }) =>
    batchOf(
      (await revokeInvitations(deps, email)).map(({ outcome, id, email: address, account, reason }) => ({
        outcome,
        id,
        email: address,
        account,
        action: outcome === 'updated' ? 'revoked' : outcome,
        reason,
      })),
    ),
  view: {
    kind: 'batch',
    fields: [
      { key: 'email', heading: 'E-mail' },
      { key: 'account', heading: 'Account', text: ({ account }) => account?.name ?? '' },
      { key: 'action', heading: 'Action' },
      { key: 'outcome', heading: 'Outcome' },
      { key: 'reason', heading: 'Reason' },
      { key: 'id', heading: 'ID', align: 'right' },
    ],
    id: ({ id }) => id ?? '',
  },
  report: ({ results }) =>
    results.map((result) => ({
      tone: 'done',
      text:
        result.reason === null
          ? `took the invitation to ${whom(result)} back`
          : `${whom(result)}: ${result.reason}`,
    })),
});
