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
  ],
});
