import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { type NewPassword, setPassword } from '../../src/domain/portal/redeem.ts';
import {
  originOption,
  passwordInput,
  passwordOptions,
  passwordQuestion,
  readPassword,
  readToken,
  tokenOption,
} from './secrets.ts';
import { identityFields, opened } from './view.ts';

export const setNewPassword = defineCommand({
  description:
    'What the client does with the link of a password reset. It ends all sessions of the person and sends a notice; ' +
    'a password that is too weak leaves the link usable.',
  examples: [
    'kontor portal set-password --token-file reset.txt --password-file password.txt',
    'kontor portal set-password --token-file reset.txt --password-stdin --origin 192.0.2.7 < password.txt',
  ],
  options: [tokenOption('the link or its token'), ...passwordOptions, originOption],
  database: 'write',
  ask: [passwordQuestion('twice', 'New password:')],
  input: z.object({ tokenFile: z.string(), ...passwordInput }),
  run: async (session, { origin, ...input }) => {
    const password = await readPassword(session, input);
    const token = await readToken(session, input.tokenFile);
    return setPassword(session.deps, { token, password, origin });
  },
  view: {
    kind: 'record',
    fields: [
      ...identityFields<NewPassword>(),
      { key: 'sessionsEnded', heading: 'Sessions ended', align: 'right' },
    ],
    id: ({ userId }) => userId,
  },
  report: (identity) => [
    {
      tone: 'done',
      text: `set the password of ${opened(identity)}; ${sessions(identity.sessionsEnded)} ended`,
    },
  ],
});

const sessions = (count: number): string => (count === 1 ? '1 session' : `${count} sessions`);
