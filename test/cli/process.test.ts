import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;
let program: string;

/** bin/main.ts itself, with the commands of sample-program.ts in place of ours. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kontor-process-'));
  program = path.join(folder, 'kontor.cjs');
  await build({
    entryPoints: ['bin/main.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['sqlite3', 'pg', 'knex'],
    define: { KONTOR_VERSION: '"0.0.0-test"' },
    plugins: [
      {
        name: 'sample-commands',
        setup: ({ onResolve }) => {
          onResolve({ filter: /commands\/index\.ts$/ }, () => ({
            path: path.resolve('test/cli/sample-program.ts'),
          }));
        },
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

const ended = (child: ChildProcess): Promise<Ended> => {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
};

const start = (...argv: string[]) => spawn(process.execPath, [program, ...argv]);

/** When the program has said a word. */
const said = (child: ChildProcess, word: string) =>
  new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => String(chunk).includes(word) && resolve());
    child.on('close', () => reject(new Error(`it ended without "${word}"`)));
  });

describe('signals', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s lets the command end well: 130', async (signal) => {
    const child = start('wait');
    const end = ended(child);
    await said(child, 'waiting');
    child.kill(signal);
    expect(await end).toMatchObject({
      code: 130,
      out: '',
      err: 'waiting\nkontor: cancelled; nothing was written\n',
    });
  });

  test('the second Ctrl-C ends even a command that does not listen', async () => {
    const child = start('deaf');
    const end = ended(child);
    await said(child, 'waiting');
    child.kill('SIGINT');
    await said(child, 'asked');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: null, signal: 'SIGINT' });
  });
});

describe('what escapes every handler', () => {
  test('is one line and code 1; the trace comes with --debug', async () => {
    expect(await ended(start('crash'))).toMatchObject({
      code: 1,
      out: '',
      // What it says may be anybody's data.
      err: 'kontor: Unexpected error: Error\n',
    });
    expect((await ended(start('crash', '--debug'))).err).toMatch(/out of the blue\n {4}at /);
  });

  test('a run that ends without an answer does not look like success', async () => {
    expect(await ended(start('never'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('without an answer'),
    });
  });
});

describe('streams', () => {
  test('much output arrives whole through a pipe', async () => {
    expect((await ended(start('much'))).out.length).toBe(5_000_001);
  });

  test('a reader that leaves ends the program quietly', async () => {
    const child = start('much');
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended(child)).toMatchObject({ code: 0, err: '' });
  });

  test.skipIf(!existsSync('/dev/full'))('a full device is one line and code 1', async () => {
    const child = spawn(process.execPath, [program, 'much'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    const { code, err } = await ended(child);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^kontor: Standard output could not be written: no space left on the device\.\nhint: .*\n$/,
    );
  });

  test('input that is not read to its end keeps nobody waiting', async () => {
    const child = start('first-line');
    child.stdin.write('one\ntwo\n');
    expect(await ended(child)).toMatchObject({ code: 0, out: 'one\n' });
  });
});

/** Runs the program on a pseudo-terminal; `type` is typed as soon as the question is there. */
const onTerminal = async (type: (stdin: NonNullable<ChildProcess['stdin']>) => void, env = {}) => {
  const child = spawn('script', ['-qec', `'${process.execPath}' '${program}' ask`, '/dev/null'], {
    env: { ...process.env, CI: '', TERM: 'xterm', ...env },
  });
  let asked = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (asked || !chunk.includes('Well?')) return;
    asked = true;
    type(child.stdin);
  });
  return { ...(await ended(child)), asked };
};

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  test('a question is asked and answered', async () => {
    const { code, out, asked } = await onTerminal((stdin) => stdin.write('fine\r'));
    expect({ code, asked }).toEqual({ code: 0, asked: true });
    expect(out).toContain('answer: fine');
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s at a question is 130', async (_key, typed) => {
    const { code, out } = await onTerminal((stdin) => stdin.write(typed));
    expect(code).toBe(130);
    expect(out).toContain('cancelled');
    expect(out).not.toContain('answer:');
  });

  test('a closed input is 130, not the success that inquirer makes of it', async () => {
    expect(await onTerminal((stdin) => stdin.end())).toMatchObject({ code: 130, asked: true });
  });

  test('nothing is asked under CI', async () => {
    const { asked, out } = await onTerminal(() => {}, { CI: 'true' });
    expect(asked).toBe(false);
    expect(out).toContain('answer: undefined');
  });
});
