import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  self: () => import('./import.ts').then((module) => module.importFile),
  verbs: [
    {
      name: 'template',
      summary: 'print a list to fill in: all headings, and an example row',
      load: () => import('./template.ts').then((module) => module.template),
    },
  ],
});
