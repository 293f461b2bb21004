import { spawn } from 'node:child_process';
import type { ProgramEnd } from '../src/cli/context.ts';

/** Runs an editor on a file, on the terminal behind standard input and standard error. */
export const runEditor = (command: string, file: string, signal: AbortSignal): Promise<ProgramEnd> =>
  new Promise((resolve, reject) => {
    // What is set as an editor is a command line (`code --wait`, `TERM=vt100 vi`). No shell stays behind it: Ctrl-C would
    // end that one, and a request to stop would not reach the editor. Standard output may be a file that wants data.
    const line = `exec env ${command} "$@"`;
    const editor = spawn('sh', ['-c', line, command, file], { stdio: [0, 2, 2], signal });
    editor.on('error', reject);
    editor.on('close', (code, by) => resolve({ code, signal: by }));
  });
