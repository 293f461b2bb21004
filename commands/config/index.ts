import { defineGroup } from '../../src/cli/define-command.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { set } from './set.ts';

export const group = defineGroup({
  name: 'config',
  summary: 'settings of the program and of the firm',
  commands: [list, get, set],
});
