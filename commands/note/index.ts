import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'add',
      summary: 'add a note to an account',
      load: () => import('./add.ts').then((module) => module.add),
    },
    {
      name: 'edit',
      summary: 'change what a note says',
      load: () => import('./edit.ts').then((module) => module.edit),
    },
    {
      name: 'list',
      summary: 'list the notes of an account, or of all',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'delete',
      summary: 'delete notes for good',
      load: () => import('./delete.ts').then((module) => module.remove),
    },
  ],
});
