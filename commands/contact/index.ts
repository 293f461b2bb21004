import { defineGroup } from '../../src/cli/define-command.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { describe } from './describe.ts';
import { edit } from './edit.ts';
import { exists } from './exists.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { show } from './show.ts';
import { unlink } from './unlink.ts';

export const group = defineGroup({
  name: 'contact',
  summary: 'persons, and how they are linked to accounts',
  commands: [create, edit, list, show, remove, exists, link, unlink, describe],
});
