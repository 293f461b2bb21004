import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'apply',
      summary: 'bring the database to what fixture files say',
      load: () => import('./apply.ts').then((module) => module.apply),
    },
    {
      name: 'schema',
      summary: 'print the JSON Schema of fixture files',
      load: () => import('./schema.ts').then((module) => module.schema),
    },
  ],
});
