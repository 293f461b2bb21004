import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'send',
      summary: 'write to a client: begin a thread',
      load: () => import('./send.ts').then((module) => module.send),
    },
    {
      name: 'reply',
      summary: 'answer in a thread',
      load: () => import('./reply.ts').then((module) => module.reply),
    },
    {
      name: 'list',
      summary: 'list the messages of an account, of a thread, or of all',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show a thread, to be read',
      load: () => import('./show.ts').then((module) => module.show),
    },
  ],
});
