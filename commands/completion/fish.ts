import { scriptCommand } from './script.ts';

export const fish = scriptCommand('fish');
