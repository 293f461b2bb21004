import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'accept',
      summary: 'accept an invitation with a password',
      load: () => import('./accept.ts').then((module) => module.accept),
    },
    {
      name: 'set-password',
      summary: 'set a new password by a reset link',
      load: () => import('./set-password.ts').then((module) => module.setNewPassword),
    },
    {
      name: 'login',
      summary: 'log in: opens a session',
      load: () => import('./login.ts').then((module) => module.login),
    },
    {
      name: 'session',
      summary: 'say whose a session is and which accounts are open to it',
      load: () => import('./session.ts').then((module) => module.session),
    },
    {
      name: 'logout',
      summary: 'end a session',
      load: () => import('./logout.ts').then((module) => module.logout),
    },
  ],
});
