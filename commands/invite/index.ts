import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'send',
      summary: 'invite e-mails with login on into the portal',
      load: () => import('./send.ts').then((module) => module.send),
    },
    {
      name: 'resend',
      summary: 'send invitations again, with a new link; the old one is dead',
      load: () => import('./resend.ts').then((module) => module.resend),
    },
    {
      name: 'revoke',
      summary: 'take invitations back; their links are dead',
      load: () => import('./revoke.ts').then((module) => module.revoke),
    },
    {
      name: 'list',
      summary: 'list invitations, newest first',
      load: () => import('./list.ts').then((module) => module.list),
    },
  ],
});
