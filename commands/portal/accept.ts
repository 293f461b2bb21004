import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { PortalIdentity } from '../../src/domain/portal/model.ts';
import { acceptInvitation } from '../../src/domain/portal/redeem.ts';
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

export const accept = defineCommand({
  description:
    'What the client does with the link of an invitation. The link works once; a password that is too weak leaves it usable.',
  examples: [
    'kontor portal accept --token-file link.txt --password-file password.txt',
    'kontor portal accept --token-file link.txt --password-stdin < password.txt',
  ],
  options: [tokenOption('the link or its token'), ...passwordOptions, originOption],
  database: 'write',
  ask: [passwordQuestion('twice', 'New password:')],
  input: z.object({ tokenFile: z.string(), ...passwordInput }),
  run: async (session, { origin, ...input }) => {
    const password = await readPassword(session, input);
    const token = await readToken(session, input.tokenFile);
    return acceptInvitation(session.deps, { token, password, origin });
  },
  view: { kind: 'record', fields: identityFields<PortalIdentity>(), id: ({ userId }) => userId },
  report: (identity) => [{ tone: 'done', text: `accepted the invitation to ${opened(identity)}` }],
});
