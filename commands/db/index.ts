import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'migrate',
      summary: "bring the database's schema up to date",
      load: () => import('./migrate.ts').then((module) => module.migrate),
    },
    {
      name: 'status',
      summary: 'say which migrations the database has',
      load: () => import('./status.ts').then((module) => module.status),
    },
    {
      name: 'rollback',
      summary: 'undo the newest batch of migrations, with the data that only they know',
      load: () => import('./rollback.ts').then((module) => module.rollback),
    },
    {
      name: 'backup',
      summary: 'write the database, its documents and photos to one file',
      load: () => import('./backup.ts').then((module) => module.backup),
    },
    {
      name: 'restore',
      summary: 'bring a backup back',
      load: () => import('./restore.ts').then((module) => module.restore),
    },
    {
      name: 'check',
      summary: 'look for damage, broken rules and leftovers, and mend what can be mended',
      load: () => import('./check.ts').then((module) => module.check),
    },
  ],
});
