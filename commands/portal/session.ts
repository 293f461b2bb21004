import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { type CheckedSession, checkSession } from '../../src/domain/portal/sessions.ts';
import { readToken, tokenOption } from './secrets.ts';
import { identityFields } from './view.ts';

export const session = defineCommand({
  description:
    'What a portal asks at each request. A session that ended, expired or never was is refused (exit 4), and so is one ' +
    'to which no account is open any more.',
  examples: [
    'kontor portal session --token-file session.txt',
    'kontor portal session --token-file session.txt -o json',
  ],
  options: [tokenOption('the token of the session')],
  database: 'read',
  input: z.object({ tokenFile: z.string() }),
  run: async (running, { tokenFile }) => checkSession(running.deps, await readToken(running, tokenFile)),
  view: {
    kind: 'record',
    fields: [...identityFields<CheckedSession>(), { key: 'expiresAt', heading: 'Expires' }],
    id: ({ userId }) => userId,
    page: ({ userId, email, accounts, expiresAt }) => [
      { kind: 'heading', title: email, facts: [{ text: `user ${userId}` }, { text: `until ${expiresAt}` }] },
      {
        kind: 'table',
        fields: [
          { key: 'id', heading: 'ID', align: 'right' },
          { key: 'name', heading: 'Account' },
        ],
        rows: accounts,
        empty: 'No accounts.',
      },
    ],
  },
});
