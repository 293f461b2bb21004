import type { OptionSpec } from '../../src/cli/define-command.ts';

export const emitIdsOption: OptionSpec = {
  flags: '--emit-ids <file>',
  summary: 'write the ids by local names to a JSON file, in place of the one that is there',
};
