import { spawn } from 'node:child_process';
import type { ProgramEnd } from '../src/cli/context.ts';

/** Runs a pager on the terminal, with a text as its input. */
export const runPager = (
  command: string,
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ProgramEnd> =>
  new Promise((resolve, reject) => {
    // A shell would complain about a single word that is no program, where we go on without one.
    const shell = /[^\w./-]/.test(command);
    const pager = spawn(command, { shell, env, stdio: ['pipe', 'inherit', 'inherit'], signal });
    pager.on('error', reject);
    pager.on('close', (code, by) => resolve({ code, signal: by }));
    // Whoever has read enough leaves.
    pager.stdin.on('error', () => {});
    pager.stdin.end(text);
  });
