import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  self: () => import('./import.ts').then((module) => module.importFile),
  verbs: [
    {
      name: 'inspect',
      summary: 'look at a file: how it is written, what its columns would fill, its first rows',
      load: () => import('./inspect.ts').then((module) => module.inspect),
    },
    {
      name: 'template',
      summary: 'print a list to fill in: all headings, and an example row',
      load: () => import('./template.ts').then((module) => module.template),
    },
    {
      name: 'runs',
      summary: 'list the imports and seedings that changed something, newest first',
      load: () => import('./runs.ts').then((module) => module.runs),
    },
    {
      name: 'show',
      summary: 'show what a run made and changed, from what to what',
      load: () => import('./show.ts').then((module) => module.show),
    },
    {
      name: 'undo',
      summary: 'take back all that an import did',
      load: () => import('./undo.ts').then((module) => module.undo),
    },
  ],
});
