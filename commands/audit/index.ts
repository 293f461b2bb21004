import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'list',
      summary: 'list what was changed, newest first',
      load: () => import('./list.ts').then((module) => module.list),
    },
    {
      name: 'show',
      summary: 'show one entry: what changed from what to what',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'verify',
      summary: 'prove that the record of changes was not tampered with',
      load: () => import('./verify.ts').then((module) => module.verify),
    },
  ],
});
