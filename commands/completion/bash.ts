import { scriptCommand } from './script.ts';

export const bash = scriptCommand('bash');
