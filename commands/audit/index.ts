import { defineGroup } from '../../src/cli/define-command.ts';
import { list } from './list.ts';
import { show } from './show.ts';

export const group = defineGroup({
  name: 'audit',
  summary: 'the record of changes: who changed what, and when',
  commands: [list, show],
});
