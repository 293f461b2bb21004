import { defineGroup } from '../../src/cli/define-command.ts';
import { migrate } from './migrate.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';

export const group = defineGroup({
  name: 'db',
  summary: "the database's schema",
  commands: [migrate, status, rollback],
});
