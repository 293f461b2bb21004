import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'record',
      summary: 'record a login that the portal did not see',
      load: () => import('./record.ts').then((module) => module.record),
    },
    {
      name: 'list',
      summary: 'list logins, newest first',
      load: () => import('./list.ts').then((module) => module.list),
    },
  ],
});
