import { describe, expect, test } from 'vitest';
import { cli } from '../helpers/run-cli.ts';
import { echo, sampleApplication } from './sample-application.ts';

const application = sampleApplication({
  create: echo('none'),
  list: echo('none'),
  show: echo('none'),
  edit: echo('none'),
  delete: echo('none'),
});
const run = (...argv: string[]) => cli({ application }).run(...argv);

describe('options', () => {
  test('are handed on as typed, and only those that were typed', async () => {
    const ran = await run('thing', 'create', 'box', '--type', 'big', '--tag', 'a', '--tag', 'b', '--json');
    expect(ran.json()).toEqual({ thing: 'box', type: 'big', tag: ['a', 'b'] });
    expect((await run('thing', 'create', 'box', '--no-wrap', '--json')).json()).toEqual({
      thing: 'box',
      wrap: false,
    });
  });

  test('global ones stand before or after the command; the last one counts', async () => {
    for (const argv of [
      ['--json', 'thing', 'create', 'box'],
      ['thing', '-o', 'json', 'create', 'box'],
      ['thing', 'create', 'box', '--output=json'],
      ['-o', 'csv', 'thing', 'create', 'box', '--json'],
      ['thing', 'create', 'box', '-o', 'csv', '--json'],
    ]) {
      expect((await run(...argv)).json(), argv.join(' ')).toEqual({ thing: 'box' });
    }
    expect((await run('thing', 'create', 'box', '--json', '-o', 'ids')).out).toBe('box\n');
  });

  test('a value may look like an option', async () => {
    expect((await run('thing', 'create', 'box', '--json', '--description', '-n')).json()).toEqual({
      thing: 'box',
      description: '-n',
    });
    expect((await run('thing', 'create', '--json', '--', '--box')).json()).toEqual({ thing: '--box' });
  });

  test('--fields chooses fields and their order', async () => {
    const ran = await run('thing', 'create', 'box', '--type', 'big', '-o', 'csv', '--fields', 'type, thing');
    expect(ran.out.replaceAll('\r', '')).toBe('type,thing\nbig,box\n');
    expect((await run('thing', 'create', 'box', '--fields', 'thong')).err).toContain('thong');
    expect((await run('thing', 'create', 'box', '--fields', ',')).code).toBe(2);
  });

  test('a single command needs no verb', async () => {
    expect(await run('ping')).toMatchObject({ code: 0, out: 'pong\n', err: '' });
  });
});

describe('wrong words end with code 2 and the nearest right one', () => {
  test.each([
    ['thong create', 'UNKNOWN_COMMAND', 'kontor thing'],
    ['things create', 'UNKNOWN_COMMAND', 'kontor thing'],
    ['create thing', 'UNKNOWN_COMMAND', 'kontor thing create'],
    ['xyzzy', 'UNKNOWN_COMMAND', 'thing, other, ping'],
    ['thing new', 'UNKNOWN_COMMAND', 'kontor thing create'],
    ['thing get', 'UNKNOWN_COMMAND', 'kontor thing show'],
    ['thing remove', 'UNKNOWN_COMMAND', 'kontor thing delete'],
    ['thing lits', 'UNKNOWN_COMMAND', 'kontor thing list'],
    ['thing constructor', 'UNKNOWN_COMMAND', 'create, list, show'],
    ['thing create box --tpye big', 'UNKNOWN_OPTION', '--type'],
    ['thing create box --format json', 'UNKNOWN_OPTION', '--output'],
    ['--type big thing create box', 'UNKNOWN_OPTION', '--help'],
    ['thing create', 'MISSING_ARGUMENT', 'kontor thing create --help'],
    ['thing create box --type', 'MISSING_VALUE', 'kontor thing create --help'],
    ['thing create box crate', 'UNEXPECTED_ARGUMENT', 'kontor thing create --help'],
    ['ping pong', 'UNEXPECTED_ARGUMENT', 'kontor ping --help'],
  ])('%s', async (line, code, hint) => {
    const ran = await run('-o', 'json', ...line.split(' '));
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.error()).toMatchObject({ code, exitCode: 2 });
    expect(ran.error().hint).toContain(hint);
  });

  test('an unknown choice names the allowed ones', async () => {
    const { code, err } = await run('thing', 'create', 'box', '--type', 'huge');
    expect(code).toBe(2);
    expect(err).toContain('--type must be one of big, small, not "huge".');
  });

  test('an unknown format lists the valid ones', async () => {
    const { code, err } = await run('thing', 'create', 'box', '-o', 'xml');
    expect(code).toBe(2);
    expect(err).toContain('table, json, jsonl, csv, ids, count');
  });

  test('the other nouns are not loaded', async () => {
    expect((await run('thing', 'create', 'box')).code).toBe(0);
    expect(await run('other', '--debug')).toMatchObject({
      code: 1,
      err: expect.stringContaining('loaded for nothing'),
    });
  });
});

describe('errors follow the format asked for, even when the command line cannot be read', () => {
  test.each([['--json'], ['-ojson'], ['--output=json'], ['-o', 'jsonl'], ['-qo', 'json']])(
    '%s',
    async (...options) => {
      const ran = await run('thing', 'create', '--nonsense', ...options);
      expect(ran.error()).toMatchObject({ code: 'UNKNOWN_OPTION' });
      expect(ran.out).toBe('');
    },
  );

  test('KONTOR_OUTPUT counts as well', async () => {
    const ran = await cli({ application, env: { KONTOR_OUTPUT: 'json' } }).run('thing', 'crate');
    expect(ran.error()).toMatchObject({ code: 'UNKNOWN_COMMAND' });
  });

  test('people get the message and the hint', async () => {
    const ran = await run('thing', 'new');
    expect(ran.err).toBe(
      'kontor: There is no command "thing new".\nhint: Did you mean `kontor thing create`?\n',
    );
  });
});

describe('aliases', () => {
  test('ls and rm', async () => {
    expect((await run('thing', 'ls', 'x', '--json')).json()).toEqual({ thing: 'x' });
    expect((await run('thing', 'rm', 'x', '--json')).json()).toEqual({ thing: 'x' });
  });

  test('rm is remove where there is no delete', async () => {
    const without = sampleApplication({ remove: echo('none') });
    expect((await cli({ application: without }).run('thing', 'rm', 'x', '--json')).code).toBe(0);
    const both = sampleApplication({ remove: echo('none'), delete: echo('none') });
    expect((await cli({ application: both }).run('thing', 'rm', '--help')).out).toContain(
      'kontor thing delete',
    );
  });
});

describe('help and version', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']], [['--json', '-h']]])(
    'of the program: %s',
    async (argv) => {
      const { code, out, err } = await run(...argv);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Usage: kontor <noun> <verb>');
      expect(out).toMatch(/^ {2}thing {2}things$/m);
    },
  );

  test.each([
    ['thing create --help'],
    ['thing create box -h'],
    ['help thing create'],
    ['thing help create'],
    ['thing create --nonsense -h'],
  ])('of a command: %s', async (line) => {
    const { code, out, err } = await run(...line.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Create things.

      Usage: kontor thing create <thing> [options]

      Arguments:
        <thing>  its name

      Options:
            --type <type>         its type (one of: big, small)
            --description <text>  what it is
            --tag <name>          a tag (repeatable)
            --postal-code <code>  where it is
            --no-wrap             leave it unwrapped

      Examples:
        kontor thing create box --type big

      Global options:
            --db <location>    database: a path or a postgres:// URL (default:
                               kontor.db in the user's data folder)
        -o, --output <format>  output format: table, json, jsonl, csv, ids, count
            --json             same as --output json
            --fields <list>    show only these fields, in this order (comma-separated)
            --wide             never cut table cells
        -q, --quiet            no success lines, warnings or notes
        -n, --dry-run          do everything, then roll it back
        -y, --yes              answer yes to the question before something is
                               destroyed
            --no-input         never ask; a missing value is an error
            --actor <name>     who is written into the record of changes (default: the
                               system user)
            --no-color         no colour
            --debug            show the trace of an error
        -h, --help             show help
            --version          show the version
      "
    `);
  });

  test.each([['thing --help'], ['help thing'], ['thing help']])('of a noun: %s', async (line) => {
    const { code, out } = await run(...line.split(' '));
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Things.

      Usage: kontor thing <verb> [arguments] [options]

      Verbs:
        create  create things
        list    list things
        show    show things
        edit    edit things
        delete  delete things

      kontor thing <verb> --help shows the options of a verb.
      "
    `);
  });

  test('a noun without a verb shows its help as an error', async () => {
    const ran = await run('thing');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Verbs:');
    expect((await run('thing', '--json')).error()).toMatchObject({ code: 'MISSING_VERB' });
  });

  test.each([40, 80, 200])('fits %i columns', async (columns) => {
    const { out } = await cli({ application, terminal: true, columns }).run('thing', 'create', '--help');
    const commandLines = /^(Usage:| {2}kontor )/;
    expect(out.split('\n').filter((line) => line.length > columns && !commandLines.test(line))).toEqual([]);
  });

  test('puts explanations under their terms where two columns do not fit', async () => {
    const { out } = await cli({ application, terminal: true, columns: 30 }).run('thing', 'create', '--help');
    expect(out).toContain('      --type <type>\n      its type (one of: big,\n      small)\n');
  });

  test.each([['--version'], ['thing create --version'], ['--json --version'], ['thing --version']])(
    '%s',
    async (line) => {
      expect(await run(...line.split(' '))).toMatchObject({ code: 0, out: '0.0.0-test\n', err: '' });
    },
  );
});
