import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { logIn } from '../../src/domain/portal/login.ts';
import type { PortalIdentity } from '../../src/domain/portal/model.ts';
import type { OpenedSession } from '../../src/domain/portal/sessions.ts';
import type { KontorError } from '../../src/errors.ts';
import { originOption, passwordInput, passwordOptions, passwordQuestion, readPassword } from './secrets.ts';
import { identityFields, opened } from './view.ts';

interface LoginResult extends PortalIdentity {
  /** Null in a dry run: it is rolled back, and its token would open nothing. */
  session: OpenedSession | null;
  refusal?: KontorError | undefined;
}

export const login = defineCommand({
  description:
    'Prints the token of the session, this once. Every refusal reads the same, whether there is such a user or not; ' +
    'five wrong passwords in a row lock an e-mail for 15 minutes.',
  examples: [
    'kontor portal login --email jan@weiss.example --password-file password.txt',
    'kontor portal login --email jan@weiss.example --password-stdin --origin 192.0.2.7 -o json < password.txt',
  ],
  options: [
    { flags: '--email <address>', summary: 'e-mail of the portal user' },
    ...passwordOptions,
    originOption,
  ],
  database: 'write',
  ask: [
    { answers: 'email', when: () => true, message: 'E-mail of the portal user:' },
    passwordQuestion('once', 'Password:'),
  ],
  input: z.object({ email: z.string(), ...passwordInput }),
  run: async (session, { email, origin, ...input }): Promise<LoginResult> => {
    const password = await readPassword(session, input);
    const answer = await logIn(session.deps, { email, password, origin });
    if (answer.refusal !== undefined) return { userId: 0, email, accounts: [], session: null, ...answer };
    return session.dryRun ? { ...answer, session: null } : answer;
  },
  refused: ({ refusal }) => refusal,
  view: {
    kind: 'record',
    fields: [
      ...identityFields<LoginResult>(),
      { key: 'session', heading: 'Session', text: ({ session }) => session?.token ?? '' },
    ],
    id: ({ userId }) => userId,
    page: ({ session }) => (session === null ? [] : [{ kind: 'text', text: session.token }]),
  },
  report: ({ session, ...identity }) => [
    {
      tone: 'done',
      text: `logged in as ${opened(identity)}${session === null ? '' : ` until ${session.expiresAt}`}`,
    },
  ],
});
