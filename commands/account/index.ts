import { defineGroup } from '../../src/cli/define-command.ts';
import { archive } from './archive.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { edit } from './edit.ts';
import { exists } from './exists.ts';
import { list } from './list.ts';
import { restore } from './restore.ts';
import { show } from './show.ts';

export const group = defineGroup({
  name: 'account',
  summary: 'the people and companies the firm works for',
  commands: [create, edit, list, show, archive, restore, remove, exists],
});
