import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { endSession } from '../../src/domain/portal/sessions.ts';
import { readToken, tokenOption } from './secrets.ts';

export const logout = defineCommand({
  description: 'A session that has ended already, or never was, is no error.',
  examples: [
    'kontor portal logout --token-file session.txt',
    'kontor portal logout --token-file - < session.txt',
  ],
  options: [tokenOption('the token of the session')],
  database: 'write',
  input: z.object({ tokenFile: z.string() }),
  run: async (session, { tokenFile }) => ({
    outcome: (await endSession(session.deps, await readToken(session, tokenFile)))
      ? ('updated' as const)
      : ('unchanged' as const),
  }),
  view: { kind: 'record', fields: [{ key: 'outcome', heading: 'Outcome' }], id: () => '' },
  report: ({ outcome }) => [
    { tone: 'done', text: outcome === 'updated' ? 'ended the session' : 'there was no open session' },
  ],
});
