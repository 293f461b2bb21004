import { scriptCommand } from './script.ts';

export const zsh = scriptCommand('zsh');
