import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ProgramEnd } from '../../src/cli/context.ts';
import { type AnyCommand, defineCommand } from '../../src/cli/define-command.ts';
import { type CliOptions, cli, type Ran } from '../helpers/run-cli.ts';
import { sampleApplication } from './sample-application.ts';

/** Prints as many numbered lines as asked for. */
const lines = defineCommand({
  examples: ['kontor thing lines 3'],
  arguments: [{ name: 'count', summary: 'how many' }],
  options: [{ flags: '--no-pager', summary: 'never page' }],
  database: 'read',
  input: z.object({ count: z.string(), pager: z.boolean().default(true) }),
  pages: ({ pager }) => pager,
  run: async (_session, { count }) => ({ count: Number(count) }),
  view: {
    kind: 'record',
    fields: [{ key: 'count', heading: 'Count' }],
    id: ({ count }) => count,
    page: ({ count }) =>
      Array.from({ length: count }, (_, index) => [
        { kind: 'text' as const, text: `line ${index + 1}` },
      ]).flat(),
  },
  report: () => [{ tone: 'done', text: 'told' }],
});

/** The same without leave to page. */
const { pages: _, ...unpaged } = lines;

interface Paged extends Ran {
  /** What the pager was given, if it was called. */
  calls: Array<{ command: string; text: string; less: string | undefined }>;
  log: string[];
}

/** Runs on a terminal of ten lines; 5 blocks take 9 lines, 6 take 11. */
async function run(line: string, options: CliOptions & { end?: ProgramEnd | Error } = {}): Promise<Paged> {
  const { end = { code: 0, signal: null }, ...others } = options;
  const calls: Paged['calls'] = [];
  const log: string[] = [];
  const ran = await cli({
    terminal: true,
    columns: 80,
    rows: 10,
    pager: async (command, text, env) => {
      log.push('pager');
      calls.push({ command, text, less: env.LESS });
      if (end instanceof Error) throw end;
      return end;
    },
    ...others,
    env: { NO_COLOR: '1', ...others.env },
    application: sampleApplication({ lines, unpaged: unpaged as AnyCommand }, log),
  }).run('thing', ...line.split(' '));
  return { ...ran, calls, log };
}

const page = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('\n');

describe('what does not fit on the terminal', () => {
  it('goes through the pager, whole, and nothing of it beside; the report stands for itself', async () => {
    const ran = await run('lines 6');
    expect(ran).toMatchObject({ code: 0, out: '', err: '✓ told\n' });
    expect(ran.calls).toEqual([{ command: 'less', text: page(6), less: 'FRX' }]);
  });

  it('is paged when the database is closed: nobody keeps it waiting', async () => {
    expect((await run('lines 6')).log).toEqual(['read begins', 'read ends', 'close', 'pager']);
  });

  it('what fits, with a line for the prompt, is not paged', async () => {
    expect(await run('lines 5')).toMatchObject({ code: 0, out: page(5), calls: [] });
    expect((await run('lines 5', { rows: 9 })).calls).toHaveLength(1);
  });

  it('PAGER names another pager; LESS, where it is set, stays as it is', async () => {
    const ran = await run('lines 6', { env: { PAGER: ' more -d ', LESS: 'S' } });
    expect(ran.calls).toMatchObject([{ command: 'more -d', less: 'S' }]);
    expect((await run('lines 6', { env: { LESS: '' } })).calls).toMatchObject([{ less: '' }]);
  });

  it.each([
    ['an empty PAGER', { env: { PAGER: '' } }],
    ['a PAGER of blanks', { env: { PAGER: ' ' } }],
    ['PAGER=cat', { env: { PAGER: 'cat' } }],
    ['CI', { env: { CI: 'true' } }],
    ['a terminal that cannot', { env: { TERM: 'dumb' } }],
    ['output into a file', { terminal: { stdin: true, stderr: true } }],
    ['input from a file', { terminal: { stdout: true, stderr: true } }],
    ['a terminal of unknown height', { rows: undefined as never }],
  ] satisfies Array<[string, CliOptions]>)('is shown as ever with %s', async (_what, options) => {
    expect(await run('lines 6', options)).toMatchObject({ code: 0, out: page(6), calls: [] });
  });

  it.each(['--no-pager', '--no-input'])('is shown as ever with %s', async (option) => {
    expect(await run(`lines 6 ${option}`)).toMatchObject({ code: 0, out: page(6), calls: [] });
  });

  it('formats for programs are never paged', async () => {
    const ran = await run('lines 6 -o json');
    expect(ran.calls).toEqual([]);
    expect(ran.json()).toEqual({ count: 6 });
  });

  it('commands that did not ask for it are never paged', async () => {
    expect(await run('unpaged 6')).toMatchObject({ code: 0, out: page(6), calls: [] });
  });
});

describe('how the pager ends', () => {
  it.each<[string, ProgramEnd]>([
    ['it was stopped by Ctrl-C', { code: null, signal: 'SIGINT' }],
    ['a shell says that it was stopped', { code: 130, signal: null }],
  ])('%s: what was wanted was seen, and that is no error', async (_what, end) => {
    expect(await run('lines 6', { end })).toMatchObject({ code: 0, out: '' });
  });

  it.each<[string, ProgramEnd | Error]>([
    ['there is none', Object.assign(new Error('spawn less ENOENT'), { code: 'ENOENT' })],
    ['a shell does not find it', { code: 127, signal: null }],
    ['it fails', { code: 1, signal: null }],
  ])('%s: the text is shown as ever', async (_what, end) => {
    expect(await run('lines 6', { end })).toMatchObject({ code: 0, out: page(6), err: '✓ told\n' });
  });

  it('a request to terminate while it runs is 130, and nothing more is written', async () => {
    const stopping = new AbortController();
    const ran = await run('lines 6', {
      signal: stopping.signal,
      pager: async () => {
        stopping.abort();
        throw new Error('The operation was aborted');
      },
    });
    expect(ran).toMatchObject({ code: 130, out: '' });
    expect(ran.err).toContain('cancelled');
  });

  it('a command that fails shows its error, and no page', async () => {
    const log: string[] = [];
    const ran = await cli({
      terminal: true,
      rows: 1,
      pager: () => Promise.reject(new Error('called')),
      application: sampleApplication({ lines }, log, true),
    }).run('thing', 'lines', '6');
    expect(ran).toMatchObject({ code: 6, out: '' });
  });
});
