import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type CliOptions, cli } from '../helpers/run-cli.ts';
import { echo, sampleApplication } from './sample-application.ts';

const asking = echo('none', {
  input: z.looseObject({ thing: z.string(), type: z.string() }),
  ask: [
    { answers: 'thing', when: () => true, message: 'What is it called?' },
    {
      answers: 'type',
      when: ({ args }) => args.thing !== 'box',
      message: 'Which type?',
      choices: ['big', 'small'],
    },
  ],
});
const deleting = echo('write', {
  confirm: ({ thing }: { thing: string }) => (thing === 'dust' ? undefined : `Delete ${thing} for good?`),
});

const setting = (options: CliOptions = {}) => {
  const log: string[] = [];
  const application = sampleApplication({ create: asking, delete: deleting }, log);
  return { log, program: cli({ terminal: true, ...options, application }) };
};

describe('missing values', () => {
  test('are asked for on a terminal, on standard error', async () => {
    const { program } = setting({
      typed: [
        ['What is it called?', 'crate\r'],
        ['Which type?', '\u001b[B\r'],
      ],
    });
    const ran = await program.run('thing', 'create', '--json');
    expect(ran.code, ran.err).toBe(0);
    expect(ran.json()).toEqual({ thing: 'crate', type: 'small' });
  });

  test('may be left out with Enter where that is said', async () => {
    const ask = [{ answers: 'description', when: () => true, message: 'What is it?', optional: true }];
    const application = sampleApplication({ create: echo('none', { ask }) });
    const ran = await cli({ terminal: true, application, typed: [['What is it?', '\r']] }).run(
      'thing',
      'create',
      'box',
      '--json',
    );
    expect(ran.json()).toEqual({ thing: 'box' });
  });

  test('are not asked for when they were given, or when the question does not arise', async () => {
    const ran = await setting().program.run('thing', 'create', 'box', '--type', 'big', '--json');
    expect(ran).toMatchObject({ code: 0, err: '' });
  });

  test.each<[string, CliOptions, string[]]>([
    ['standard input is no terminal', { terminal: { stdout: true, stderr: true } }, []],
    ['standard error is no terminal', { terminal: { stdin: true, stdout: true } }, []],
    ['--no-input', {}, ['--no-input']],
    ['CI is set', { env: { CI: 'true' } }, []],
  ])('are an error where %s', async (_case, options, argv) => {
    const ran = await setting({ stdin: 'crate\nbig\n', ...options }).program.run('thing', 'create', ...argv);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('<thing> is missing');
  });

  test.each([[''], ['0'], ['false']])('are asked for when CI is "%s"', async (CI) => {
    const { program } = setting({ env: { CI }, typed: [['What is it called?', null]] });
    expect((await program.run('thing', 'create')).code).toBe(130);
  });

  test.each<[string, string | null]>([
    ['the end of the input', null],
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s cancels', async (_case, typed) => {
    const { program } = setting({ typed: [['What is it called?', typed]] });
    const ran = await program.run('thing', 'create');
    expect(ran).toMatchObject({ code: 130, out: '' });
    expect(ran.err).toContain('cancelled');
  });

  test('a request to stop cancels', async () => {
    const interruption = new AbortController();
    const { program } = setting({ signal: interruption.signal, typed: [['never', '']] });
    setTimeout(() => interruption.abort(), 300);
    expect(await program.run('thing', 'create')).toMatchObject({ code: 130 });
  });
});

describe('consent to destroy', () => {
  test('is asked for after a preview that was rolled back', async () => {
    const { log, program } = setting({ typed: [['Delete box for good?', 'y\r']] });
    expect((await program.run('thing', 'delete', 'box')).code).toBe(0);
    expect(log).toEqual(['dry run begins', 'dry run ends', 'write begins', 'write ends', 'close']);
  });

  test.each([['\r'], ['n\r'], ['x\r']])('%j is no', async (typed) => {
    const { log, program } = setting({ typed: [['Delete box for good?', typed]] });
    expect(await program.run('thing', 'delete', 'box')).toMatchObject({ code: 130, out: '' });
    expect(log).not.toContain('write begins');
  });

  test('the end of the input is no', async () => {
    const { log, program } = setting({ typed: [['Delete box for good?', null]] });
    expect((await program.run('thing', 'delete', 'box')).code).toBe(130);
    expect(log).not.toContain('write begins');
  });

  test('piped text never counts', async () => {
    const { log, program } = setting({ terminal: false, stdin: 'y\nyes\n' });
    const ran = await program.run('thing', 'delete', 'box', '--json');
    expect(ran.code).toBe(2);
    expect(ran.error()).toMatchObject({
      code: 'CONFIRMATION_NEEDED',
      message: expect.stringContaining('--yes'),
    });
    expect(ran.error().message).toContain('Delete box for good?');
    expect(log).not.toContain('write begins');
  });

  test('--yes answers, --dry-run needs no answer, and some cases need none', async () => {
    const { log, program } = setting({ terminal: false });
    expect((await program.run('thing', 'delete', 'box', '--yes')).code).toBe(0);
    expect((await program.run('thing', 'delete', 'box', '--dry-run')).code).toBe(0);
    expect((await program.run('thing', 'delete', 'dust')).code).toBe(0);
    expect(log.filter((line) => line === 'write begins')).toHaveLength(2);
  });

  test('the question shows stored text safely', async () => {
    const name = '\u001b]52;c;x\u0007\u202E';
    const { program } = setting({ typed: [['for good?', 'n\r']] });
    const { err } = await program.run('thing', 'delete', name, '--no-color');
    expect(err).toContain('\\e]52;c;x\\x07\\u{202e}');
    expect(err).not.toContain(name);
  });
});
