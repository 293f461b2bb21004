import { defineGroup } from '../../src/cli/define-command.ts';

export const group = defineGroup({
  verbs: [
    {
      name: 'bash',
      summary: 'print the completion script for bash',
      load: () => import('./bash.ts').then((module) => module.bash),
    },
    {
      name: 'zsh',
      summary: 'print the completion script for zsh',
      load: () => import('./zsh.ts').then((module) => module.zsh),
    },
    {
      name: 'fish',
      summary: 'print the completion script for fish',
      load: () => import('./fish.ts').then((module) => module.fish),
    },
  ],
});
