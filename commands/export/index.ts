import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'accounts',
      summary: 'write accounts with their contacts',
      load: () => import('./accounts.ts').then((module) => module.accounts),
    },
    {
      name: 'contacts',
      summary: 'write contacts',
      load: () => import('./contacts.ts').then((module) => module.contacts),
    },
  ],
});
