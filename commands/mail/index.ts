import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'list',
      summary: 'list mails: those that wait, those that went out, and those with trouble',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show one mail, what became of it and what it says',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'send',
      summary: 'deliver the mails that wait in the outbox',
      load: () => import('./send.ts').then((module) => module.send),
    },
    {
      name: 'resolve',
      summary: 'say what became of mails that are uncertain or failed',
      load: () => import('./resolve.ts').then((module) => module.resolve),
    },
  ],
});
