import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'apply',
      summary: 'bring the database to what fixture files say',
      load: () => import('./apply.ts').then((module) => module.apply),
    },
    {
      name: 'generate',
      summary: 'make up a firm of any size, the same each time',
      load: () => import('./generate.ts').then((module) => module.generate),
    },
    {
      name: 'schema',
      summary: 'print the JSON Schema of fixture files',
      load: () => import('./schema.ts').then((module) => module.schema),
    },
    {
      name: 'reset',
      summary: 'remove what was seeded, and nothing else',
      load: () => import('./reset.ts').then((module) => module.reset),
    },
  ],
});
