import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { databaseError } from '../../src/errors.ts';
import { dispose, freshDatabase, onEachDatabase, type TestDatabase } from '../helpers/databases.ts';
import { type CliOptions, type Ran, realApplication } from '../helpers/run-cli.ts';
import { fillBook } from './book.ts';

/** Runs lines from standard input. */
const batch = (db: TestDatabase, lines: readonly string[], ...argv: string[]): Promise<Ran> =>
  db.runWith({ stdin: lines.map((line) => `${line}\n`).join('') }, 'batch', '-', ...argv);
/** The answers of a batch that was run with -o jsonl. */
const answers = ({ out }: Ran) =>
  out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const tags = async (db: TestDatabase): Promise<string[]> =>
  (await db.run('tag', 'list', '-o', 'json')).json().map(({ name }: { name: string }) => name);
/** Without the numbers that the database gives: what is undone leaves gaps on PostgreSQL. */
const withoutIds = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) =>
      /^(id|recordId|accountId|contactId|index)$/.test(key) ? undefined : inner,
    ).replace(/(account|contact|link) \d+|id:\d+|\d+ (?=\\")/g, '$1'),
  );
/** Every file that the content store holds. */
const stored = async (db: TestDatabase): Promise<string[]> =>
  (await readdir(path.join(db.folder, 'files'), { recursive: true }).catch(() => [])).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  );

describe('batch', () => {
  onEachDatabase((db) => {
    it('answers each line in order, with what the command by itself prints as JSON', async () => {
      await fillBook(db());
      const ran = await batch(
        db(),
        [
          '# a comment',
          'kontor account create --new-contact "Ada Berg <ada@berg.example>" --key crm-9',
          '',
          '{"command": "tag add", "args": ["VIP", "Premium"], "options": {"to": [2, 4], "createTags": true}}',
          'account show 4',
          'account list --fields id',
          'tag add Nowhere --to 1',
          '{"argv": ["account", "exists", "99"]}',
        ],
        ...['-o', 'jsonl', '--actor', 'Script'],
      );
      const lines = answers(ran);
      expect(ran).toMatchObject({ code: 5, err: '' });
      expect(lines.map(({ line, command, exitCode, outcome }) => [line, command, exitCode, outcome])).toEqual(
        [
          [2, 'account create', 0, 'created'],
          [4, 'tag add', 0, 'updated'],
          [5, 'account show', 0, null],
          [6, 'account list', 0, null],
          [7, 'tag add', 3, 'failed'],
          [8, 'account exists', 3, 'failed'],
        ],
      );
      expect(lines[0]).toMatchObject({ result: { id: 4, name: 'Ada Berg', contacts: [{}] }, error: null });
      const keys = ['line', 'command', 'exitCode', 'outcome', 'result', 'error', 'messages'];
      for (const answer of lines) expect(Object.keys(answer)).toEqual(keys);
      expect(lines[0].messages).toEqual(['created account 4 "Ada Berg" with 4 "Ada Berg"']);
      expect(lines[2].result).toEqual((await db().run('account', 'show', '4', '--json')).json());
      expect(lines[3].result).toEqual([{ id: 4 }, { id: 1 }, { id: 3 }, { id: 2 }]);
      const alone = await db().run('tag', 'add', 'Nowhere', '--to', '1', '--json');
      expect(lines[4]).toMatchObject({ result: null, error: alone.error(), messages: [] });
      expect(lines[5]).toMatchObject({ result: { exists: false }, error: null });
      const audit = (await db().run('audit', 'list', '--limit', '1', '--json')).json();
      expect(audit[0]).toMatchObject({ command: 'tag add', actor: 'Script' });
    });

    it('people are told of each line in a line of its own; with -q of those that failed', async () => {
      const lines = [
        'tag create VIP red',
        'tag create VIP "a\u001b[31m',
        'tag create ""',
        'tag list',
        'account exists 1',
      ];
      const ran = await batch(db(), lines);
      expect(ran.out.split('\n')).toEqual([
        '1 ok: tag create: created tag "VIP" (red)',
        expect.stringMatching(/^2 failed: The quote " at character 16 is not closed\./),
        expect.stringMatching(/^3 failed: tag create: /),
        '4 ok: tag list: 1 found',
        '5 failed: account exists: exit code 3',
        '',
      ]);
      expect(ran).toMatchObject({ code: 5, err: 'warning: 2 of 5 lines done, 3 failed\n' });
      const quiet = await batch(db(), lines, '-q');
      expect(quiet.out.match(/^\d/gm)).toEqual(['2', '3', '5']);
      expect(quiet).toMatchObject({ code: 5, err: '' });
      expect(await batch(db(), ['tag create VIP'])).toMatchObject({
        code: 0,
        out: '1 ok: tag create: tag "VIP" exists already\n',
        err: '✓ 1 line done\n',
      });
    });

    it('-o json is results and summary; ids, count and csv have what their names say', async () => {
      const lines = ['tag create A', 'tag create B', 'tag create A x y', 'tag list'];
      const ran = await batch(db(), lines, '--json', '--fields', 'line,exitCode');
      expect(ran.json()).toEqual({
        results: [1, 2, 3, 4].map((line) => ({ line, exitCode: line === 3 ? 2 : 0 })),
        summary: { total: 4, done: 3, failed: 1 },
      });
      expect((await batch(db(), [], '--json')).json()).toEqual({
        results: [],
        summary: { total: 0, done: 0, failed: 0 },
      });
      expect((await batch(db(), ['tag create C', 'tag list'], '-o', 'ids')).out).toBe('3\n1\n2\n3\n');
      expect((await batch(db(), lines, '-o', 'count')).out).toBe('4\n');
      expect((await batch(db(), lines.slice(1, 3), '-o', 'csv', '--fields', 'line,outcome')).out).toBe(
        'line,outcome\r\n1,unchanged\r\n2,failed\r\n',
      );
    });

    it('a line that fails is undone and changes nothing about the others, also among lines that are committed together', async () => {
      await fillBook(db());
      const before = await db().contents();
      const failing = 'account create --name "Erika Müller" --new-contact "New Person <new@example.org>"';
      expect(await batch(db(), [failing, failing], '-o', 'jsonl')).toMatchObject({ code: 5 });
      expect(await db().contents()).toBe(before);
      const ran = await batch(
        db(),
        ['tag create A', failing, 'tag create B', failing, 'tag create A'],
        '-o',
        'jsonl',
      );
      expect(answers(ran).map(({ outcome }) => outcome)).toEqual([
        ...['created', 'failed', 'created', 'failed', 'unchanged'],
      ]);
      expect(await tags(db())).toEqual(['A', 'B', 'Monthly', 'Unused', 'VIP']);
      expect((await db().run('contact', 'exists', 'new@example.org')).code).toBe(3);
    });

    it('lines that are run as one set come to what they come to one after the other', async () => {
      const create = (...words: string[]) => ['account', 'create', ...words];
      const person = (name: string, ...words: string[]) => create('--new-contact', name, ...words);
      const lines = [
        person('Ada Berg'),
        person('Ada Berg'),
        person('Ada Berg (2)'),
        person('Bo Tal', '--company-name', 'Ada Berg', '--city', 'Bonn', '--set', 'note=first'),
        person('Ada Berg <ada@berg.example>', '--key', 'a'),
        person('Cora <ada@berg.example>'),
        person('Cora <ADA@berg.example>', '--shared-email'),
        person('Dora', '--key', 'a'),
        person('Dora', '--key', 'b', '--tag', 'New'),
        person('Dora', '--key', 'b', '--tag', 'New', '--create-tags'),
        person('Dora', '--key', 'c', '--tag', 'New', '--create-tags'),
        person('Dora', '--tag', 'New', '--tag', 'VIP'),
        person('Emil', '--name', 'Haus am See'),
        person('Fred', '--name', 'Haus am See'),
        person('Fred', '--name', 'Fred'),
        person('Fred'),
        person('Fred', '--name', 'Fred (2)'),
        create('--contact', 'Emil'),
        create('--contact', 'Fred'),
        person('Gero <gero@x.example>', '--login', 'on', '--notify', 'on'),
        person('Gero', '--set', 'nothing=1'),
        person('Hans', '--actor', 'Somebody'),
        person('Ina', '--new-contact', 'Jon <jon@x.example>', '--dry-run'),
        ...Array.from({ length: 40 }, (_, n) => person(`Person ${n % 30} <p${n % 35}@x.example>`)),
      ];
      const other = await freshDatabase(db().kind);
      try {
        const results: unknown[] = [];
        for (const one of [db(), other]) {
          await one.run('tag', 'create', 'VIP');
          await one.run('field', 'create', '--scope', 'account', '--type', 'text', '--label', 'Note');
        }
        for (const line of lines) {
          const ran = await other.run(...line, '--json');
          results.push(ran.out === '' ? ran.error() : ran.json());
        }
        const text = lines.map((argv) => JSON.stringify({ argv }));
        const ran = await batch(db(), text, '-o', 'jsonl');
        const found = answers(ran).map(({ result, error }) => result ?? error);
        expect(withoutIds(found)).toEqual(withoutIds(results));
        const records = async (one: TestDatabase) => [
          withoutIds((await one.run('account', 'list', '--json')).json()),
          ...(await one.run('audit', 'list', '--limit', '1000', '--json'))
            .json()
            .map((entry: object) => JSON.stringify(withoutIds(entry)))
            .sort(),
        ];
        expect(await records(db())).toEqual(await records(other));
      } finally {
        await dispose(other);
      }
    });

    it('--stop-on-error runs nothing behind the first failure', async () => {
      const ran = await batch(
        db(),
        ['tag create A', 'tag create ""', 'tag create B'],
        '--stop-on-error',
        '--json',
      );
      expect(ran).toMatchObject({ code: 5 });
      expect(ran.json().summary).toEqual({ total: 2, done: 1, failed: 1 });
      expect(await tags(db())).toEqual(['A']);
    });

    it('--atomic: all or nothing; the first failure is told alone and decides the exit code', async () => {
      await fillBook(db());
      const before = await db().contents();
      const failed = await batch(
        db(),
        ['tag create New', '', 'tag add New --to 1', 'tag add Nowhere --to 1', 'tag create Never'],
        ...['--atomic', '-o', 'jsonl'],
      );
      expect(failed).toMatchObject({ code: 3, out: '' });
      expect(failed.error()).toMatchObject({
        code: 'TAG_NOT_FOUND',
        exitCode: 3,
        message: expect.stringMatching(/^Nothing was written: line 4 \(tag add\) failed: .*Nowhere/),
        hint: expect.stringContaining('kontor tag create Nowhere'),
        details: { line: 4, command: 'tag add' },
      });
      expect((await batch(db(), ['tag create New', 'account exists 99'], '--atomic')).code).toBe(3);
      expect((await batch(db(), ['tag create New', '"'], '--atomic')).code).toBe(2);
      expect(await db().contents()).toBe(before);
      const done = await batch(
        db(),
        ['tag create New', 'tag add New --to 1', 'account list --tag New'],
        '--atomic',
        '-o',
        'jsonl',
      );
      expect(done.code).toBe(0);
      expect(answers(done)[2].result).toMatchObject([{ id: 1 }]);
    });

    it('--dry-run: lines see what those before them did, and in the end nothing is left', async () => {
      await fillBook(db());
      const before = await db().contents();
      const lines = [
        'tag create New',
        'tag create ""',
        'tag add New --to 1',
        'tag delete New',
        'account list --tag VIP',
      ];
      const ran = await batch(db(), lines, '--dry-run');
      expect(ran.out).toMatch(/^3 ok: tag add: tagged account 1/m);
      expect(ran.out).toMatch(/^4 ok: tag delete: deleted tag "New" from 1 account/m);
      expect(ran).toMatchObject({
        code: 5,
        err: 'warning: 4 of 5 lines would be done, 1 failed\ndry run: nothing was written\n',
      });
      const whole = await batch(db(), lines, '--dry-run', '--atomic');
      expect(whole).toMatchObject({ code: 2, out: '' });
      expect(await db().contents()).toBe(before);
      await batch(db(), ['tag create Real', 'tag create Dry -n', 'tag add Dry --to 1']);
      await batch(db(), ['tag create Real 2', 'tag create Dry -n'], '--atomic');
      expect(await tags(db())).toEqual(['Monthly', 'Real', 'Unused', 'VIP']);
    });

    it('what destroys needs --yes in its line or on the batch; nobody is ever asked', async () => {
      await fillBook(db());
      const terminal: CliOptions = { terminal: true, stdin: 'tag delete VIP\naccount create\n' };
      const ran = await db().runWith(terminal, 'batch', '-', '-o', 'jsonl');
      expect(answers(ran).map(({ error }) => error.code)).toEqual(['CONFIRMATION_NEEDED', 'INVALID_INPUT']);
      expect(await batch(db(), ['tag delete VIP --yes', 'tag delete Monthly'])).toMatchObject({ code: 5 });
      expect(await tags(db())).toEqual(['Monthly', 'Unused']);
      expect(await batch(db(), ['tag delete Monthly'], '--yes')).toMatchObject({ code: 0 });
    });

    it('refuses by name what cannot be a line, and options that are the batch\u2019s', async () => {
      const lines: Array<[line: string, code: string, named: string]> = [
        ['batch -', 'NOT_IN_BATCH', '"batch"'],
        ['init', 'NOT_IN_BATCH', '"init"'],
        ['db migrate', 'NOT_IN_BATCH', '"db migrate"'],
        ['tag list --help', 'NOT_IN_BATCH', 'Help'],
        ['tag', 'MISSING_VERB', '"tag"'],
        ['tagg list', 'UNKNOWN_COMMAND', '"tagg"'],
        ['tag list --nonsense', 'UNKNOWN_OPTION', '--nonsense'],
        ['tag list --db other.db', 'OPTION_OF_BATCH', '--db'],
        ['tag list -o csv', 'OPTION_OF_BATCH', '-o'],
        ['import -', 'NO_INPUT_IN_BATCH', 'standard input'],
        ['seed apply -', 'NO_INPUT_IN_BATCH', 'standard input'],
        ['account archive --ids-from -', 'NO_INPUT_IN_BATCH', 'standard input'],
        ['portal login --email a@b.example --password-stdin', 'NO_INPUT_IN_BATCH', 'standard input'],
        ['portal login --email a@b.example', 'PASSWORD_MISSING', 'password'],
      ];
      const ran = await batch(
        db(),
        lines.map(([line]) => line),
        ...['-o', 'jsonl'],
      );
      expect(answers(ran).map(({ error }) => error.code)).toEqual(lines.map(([, code]) => code));
      answers(ran).forEach(({ error, exitCode }, at) => {
        expect(exitCode).toBe(2);
        expect(error.message).toContain(lines[at]?.[2]);
      });
      const whole = await batch(db(), ['tag create A', 'mail send'], '--atomic', '--json');
      expect(whole).toMatchObject({ code: 2 });
      expect(whole.error()).toMatchObject({ code: 'NOT_IN_BATCH', details: { line: 2 } });
      expect(await tags(db())).toEqual([]);
    });

    it('a line that writes a file has its own format', async () => {
      await fillBook(db());
      const ran = await batch(
        db(),
        [
          'export accounts --out a.csv',
          'export accounts --out b.json',
          'export accounts --out c.txt -o jsonl',
          'export accounts',
        ],
        ...['-o', 'jsonl'],
      );
      expect(ran.code, ran.out).toBe(0);
      const head = async (name: string) => (await readFile(path.join(db().folder, name), 'utf8')).slice(0, 1);
      expect([await head('a.csv'), await head('b.json'), await head('c.txt')]).toEqual(['a', '[', '{']);
      expect(answers(ran)[3].result.text).toContain('Weiß GmbH');
    });

    it('I6: mails go out once, behind the last line; none where nothing was written', async () => {
      await fillBook(db());
      await db().run('config', 'set', 'portal-address', 'https://portal.example');
      await db().run('config', 'set', 'sender', 'Office <office@weiss.example>');
      const lines = [
        'contact access 1 1 --login on --invite',
        'contact access 2 2 --login on --invite',
        'tag create A',
      ];
      const folder = path.join(db().folder, 'mails');
      const posted = { stdin: `${lines.join('\n')}\n`, env: { KONTOR_MAIL_FOLDER: folder } };
      const mails = async () => (await readdir(folder).catch(() => [])).length;
      expect((await db().runWith(posted, 'batch', '-', '--dry-run')).code).toBe(0);
      const failing = { ...posted, stdin: `${lines.join('\n')}\ntag add Nowhere --to 1\n` };
      expect((await db().runWith(failing, 'batch', '-', '--atomic')).code).toBe(3);
      expect(await mails()).toBe(0);
      const ran = await db().runWith(posted, 'batch', '-');
      expect(ran).toMatchObject({
        code: 0,
        err: expect.stringContaining('mail sent to erika@mueller.example, jan@'),
      });
      expect(await mails()).toBe(2);
      const env = { KONTOR_MAIL_FOLDER: path.join(db().folder, 'file', 'mails') };
      await writeFile(path.join(db().folder, 'file'), 'no folder');
      const resend = { stdin: 'invite resend erika@mueller.example\n', env };
      expect(await db().runWith(resend, 'batch', '-')).toMatchObject({ code: 7 });
      const both = { stdin: 'invite resend erika@mueller.example\ntag create ""\n', env };
      expect(await db().runWith(both, 'batch', '-')).toMatchObject({ code: 5 });
    });

    it('contents of the store live and die with the transaction of their line', async () => {
      await fillBook(db());
      await writeFile(path.join(db().folder, 'a.txt'), 'A');
      await writeFile(path.join(db().folder, 'b.txt'), 'B');
      const add = (name: string) => `document add 1 ${name}`;
      const bad = 'tag add Nowhere --to 1';
      expect((await batch(db(), [add('a.txt'), bad], '--atomic')).code).toBe(3);
      expect(await stored(db())).toEqual([]);
      expect((await batch(db(), [add('a.txt'), add('b.txt'), bad])).code).toBe(5);
      expect(await stored(db())).toHaveLength(2);
      const list = (await db().run('document', 'list', '1', '-o', 'ids')).out.split('\n').slice(0, -1);
      const [one, other] = list.map(Number);
      const failed = await batch(db(), [`document delete ${one} --yes`, bad], '--atomic', '--json');
      expect(failed.error().details.line).toBe(2);
      expect(await stored(db())).toHaveLength(2);
      expect((await batch(db(), [`document delete ${one} --yes`, 'tag create A'])).code).toBe(0);
      expect(await stored(db())).toHaveLength(1);
      expect((await db().run('document', 'get', String(other), '--out', 'c.txt')).code).toBe(0);
    });

    it('Ctrl-C: what was answered stays, the rest is not run, and how far it came is said (130)', async () => {
      const [stdin, stop] = [new PassThrough(), new AbortController()];
      const running = db().runWith({ stdin, signal: stop.signal }, 'batch', '-', '--json');
      stdin.write('tag create A\ntag create B\n');
      while ((await tags(db())).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
      stdin.write('tag cre');
      await new Promise((resolve) => setTimeout(resolve, 20));
      stop.abort();
      const ran = await running;
      expect(ran.code).toBe(130);
      expect(ran.err).toContain(
        'cancelled behind line 2: 2 done, 0 failed; of the lines behind it nothing was written',
      );
      expect(await tags(db())).toEqual(['A', 'B']);
      const early = new AbortController();
      early.abort();
      const nothing = await db().runWith(
        { stdin: 'tag create C\n', signal: early.signal },
        'batch',
        '-',
        '--atomic',
      );
      expect(nothing).toMatchObject({ code: 130, err: 'kontor: cancelled; nothing was written\n' });
    });

    it('an answer is given when its line is committed, and not where the commit fails', async () => {
      const application = {
        ...realApplication,
        openDatabase: async (location: string) => {
          const real = openDatabase(location);
          let commits = 0;
          const together: typeof real.together = (work, options) =>
            real.together(async (parts) => {
              const result = await work(parts);
              commits += 1;
              if (commits === 2) throw databaseError('DATABASE_IO', 'The disk is full.');
              return result;
            }, options);
          return { ...real, together };
        },
      };
      const lines = [
        'tag create A',
        'tag create B',
        'tag list',
        'tag create C',
        'tag create D',
        'tag create E',
      ];
      const stdin = lines.map((line) => `${line}\n`).join('');
      const ran = await db().runWith({ stdin, application }, 'batch', '-', '-o', 'jsonl');
      expect(answers(ran).map(({ line }) => line)).toEqual([1, 2, 3]);
      expect(ran.code).toBe(6);
      expect(ran.error()).toMatchObject({
        code: 'DATABASE_IO',
        message: 'The disk is full. The batch ended behind line 3: 3 done, 0 failed.',
        details: { lastLine: 3 },
      });
      expect(await tags(db())).toEqual(['A', 'B']);
    });

    it('no lines are fine; no file is wrong usage (2), no database ends it before the first line (6)', async () => {
      expect(await batch(db(), ['', '# nothing'])).toMatchObject({ code: 0, out: '', err: 'no lines\n' });
      expect((await db().run('batch', 'missing.txt', '--json')).error()).toMatchObject({
        code: 'FILE_UNREADABLE',
        exitCode: 2,
      });
      const nowhere = await db().runWith(
        { stdin: 'tag list\ntag list\n', db: '/nowhere/kontor.db' },
        'batch',
        '-',
        '--json',
      );
      expect(nowhere).toMatchObject({ code: 6, out: '' });
      expect(nowhere.error()).toMatchObject({ code: 'DATABASE_MISSING' });
    });
  });
});
