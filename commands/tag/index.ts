import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'create',
      summary: 'create a tag',
      load: () => import('./create.ts').then((module) => module.create),
    },
    {
      name: 'list',
      summary: 'list tags with the number of accounts that carry them',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'rename',
      summary: 'rename a tag on all accounts',
      load: () => import('./rename.ts').then((module) => module.rename),
    },
    {
      name: 'recolor',
      summary: 'give a tag another colour',
      load: () => import('./recolor.ts').then((module) => module.recolor),
    },
    {
      name: 'merge',
      summary: 'make one tag of two: the accounts move, the first tag goes',
      load: () => import('./merge.ts').then((module) => module.merge),
    },
    {
      name: 'delete',
      summary: 'delete tags for good, from all accounts',
      load: () => import('./delete.ts').then((module) => module.remove),
    },
    {
      name: 'add',
      summary: 'put tags on accounts',
      load: () => import('./add.ts').then((module) => module.add),
    },
    {
      name: 'remove',
      summary: 'take tags off accounts',
      load: () => import('./remove.ts').then((module) => module.remove),
    },
  ],
});
