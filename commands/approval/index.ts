import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({ verbs: [] });
