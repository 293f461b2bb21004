import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'list',
      summary: 'list the settings of the program and of the firm',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'get',
      summary: 'show the value of one setting',
      load: () => import('./get.ts').then((module) => module.get),
    },
    {
      name: 'set',
      summary: 'change a setting of the firm',
      load: () => import('./set.ts').then((module) => module.set),
    },
  ],
});
