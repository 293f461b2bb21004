import { defineGroup } from '../../src/cli/define-command.ts';
import { add } from './add.ts';
import { create } from './create.ts';
import { remove as deleteTag } from './delete.ts';
import { list } from './list.ts';
import { merge } from './merge.ts';
import { recolor } from './recolor.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';

export const group = defineGroup({
  name: 'tag',
  summary: 'coloured labels on accounts',
  commands: [create, list, rename, recolor, merge, deleteTag, add, remove],
});
