import { defineGroup } from '../../src/cli/define-command.ts';
import { importFile } from './import.ts';
import { template } from './template.ts';

export const group = defineGroup({
  name: 'import',
  summary: 'load a list of clients',
  self: importFile,
  commands: [template],
});
