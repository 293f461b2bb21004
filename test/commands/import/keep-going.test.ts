import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('import --keep-going', () => {
  onEachDatabase((db) => {
    const inFolder = (name: string) => path.join(db().folder, name);
    const write = (name: string, content: string | Buffer) => writeFile(inFolder(name), content);
    const read = (name: string) => readFile(inFolder(name), 'utf8');
    const load = (file: string, ...options: string[]) =>
      db().run('import', file, '--keep-going', '-o', 'json', ...options);
    const contacts = async () =>
      (await db().run('contact', 'list', '--sort', 'id', '-o', 'json'))
        .json()
        .map(({ name }: { name: string }) => name);

    const list = [
      'Account key,First name,Last name,E-mail,Type',
      'K1,Ada,Roth,ada@roth.example,individual',
      'K2,Ben,Blau,no e-mail,club',
      'K3,Cleo',
      'K4,"Dora ""D""",Grün,dora@gruen.example,',
    ];

    it('B2: the good rows are written; the others are left in a file that imports again after mending', async () => {
      await write('clients.csv', `${list.join('\n')}\n`);
      const run = await load('clients.csv');
      expect(run.code, run.err).toBe(5);
      expect(run.json()).toMatchObject({
        run: expect.any(Number),
        dryRun: false,
        rows: 4,
        created: { accounts: 2, contacts: 2, links: 2 },
        unchanged: 0,
        skipped: 0,
        failed: 2,
        outcomes: { created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 2 },
        rejects: 'clients.csv.rejects.csv',
        problems: [
          { line: 3, column: 'Type', field: 'account.type', value: 'club', code: 'UNKNOWN_TYPE' },
          { line: 3, column: 'E-mail', field: 'contact.email', value: 'no e-mail', code: 'INVALID_VALUE' },
          { line: 4, code: 'RAGGED_ROW' },
        ],
      });
      expect(await contacts()).toEqual(['Ada Roth', 'Dora "D" Grün']);
      const rejects = (await read('clients.csv.rejects.csv')).split('\r\n');
      expect(rejects[0]).toBe(
        'import.line,import.field,import.code,import.reason,Account key,First name,Last name,E-mail,Type',
      );
      expect(rejects[1]).toMatch(
        /^3,account\.type; contact\.email,UNKNOWN_TYPE; INVALID_VALUE,".*",K2,Ben,Blau,no e-mail,club$/,
      );
      expect(rejects[2]).toMatch(/^4,,RAGGED_ROW,"the row has 2 cells, the headings are 5",K3,Cleo$/);
      expect((await stat(inFolder('clients.csv.rejects.csv'))).mode & 0o777).toBe(0o600);

      const again = await load('clients.csv', '--force');
      expect(again.json()).toMatchObject({ run: null, rows: 4, unchanged: 2, failed: 2 });

      const mended = rejects
        .join('\n')
        .replace('no e-mail,club', 'ben@blau.example,')
        .replace('K3,Cleo', 'K3,Cleo,Rot,,');
      await write('mended.csv', mended);
      const last = await load('mended.csv');
      expect(last, last.err).toMatchObject({ code: 0 });
      expect(last.json()).toMatchObject({ rows: 2, created: { contacts: 2 }, failed: 0, rejects: null });
      expect((await contacts()).sort()).toEqual(['Ada Roth', 'Ben Blau', 'Cleo Rot', 'Dora "D" Grün']);
    });

    it('a row that is not mended fails again, with the columns of reasons once', async () => {
      await write('clients.csv', `${list.join('\n')}\n`);
      await load('clients.csv', '--rejects', 'bad.csv');
      const again = await load('bad.csv');
      expect(again.json()).toMatchObject({ rows: 2, failed: 2, rejects: 'bad.csv.rejects.csv' });
      const [head, first, second] = (await read('bad.csv.rejects.csv')).split('\r\n');
      const [before, one, other] = (await read('bad.csv')).split('\r\n');
      expect(head).toBe(before);
      expect(first?.replace(/^2/, '3')).toBe(one);
      expect(second?.endsWith(',K3,Cleo')).toBe(true);
      expect(other?.endsWith(',K3,Cleo')).toBe(true);
    });

    it('B2: a dry run has the same verdicts, and leaves neither rows nor a file', async () => {
      await write('clients.csv', `${list.join('\n')}\n`);
      const before = await db().contents();
      const dry = await load('clients.csv', '--dry-run');
      expect(dry.code).toBe(5);
      expect(await db().contents()).toBe(before);
      expect(await readdir(db().folder)).not.toContain('clients.csv.rejects.csv');
      const real = (await load('clients.csv')).json();
      expect({ ...dry.json(), run: real.run, rejects: real.rejects, dryRun: false }).toEqual(real);
    });

    it('without bad rows there is no file, and the run ends with 0', async () => {
      await write('clients.csv', `${list.slice(0, 2).join('\n')}\n`);
      const files = await readdir(db().folder);
      expect(await load('clients.csv')).toMatchObject({ code: 0 });
      expect(await readdir(db().folder)).toEqual(files);
    });

    it('a file that is there is never replaced unasked, the input not at all; nothing is written then', async () => {
      await write('clients.csv', `${list.join('\n')}\n`);
      await write('clients.csv.rejects.csv', 'mine');
      const before = await db().contents();
      const refused = await load('clients.csv');
      expect(refused).toMatchObject({ code: 4, out: '' });
      expect(refused.error()).toMatchObject({
        code: 'FILE_EXISTS',
        hint: expect.stringContaining('--force'),
      });
      const same = await load('clients.csv', '--rejects', './clients.csv', '--force');
      expect(same.error()).toMatchObject({ code: 'SAME_FILE', exitCode: 2 });
      const nowhere = await load('clients.csv', '--rejects', 'nowhere/bad.csv');
      expect(nowhere.error()).toMatchObject({ code: 'FILE_UNWRITABLE', exitCode: 2 });
      expect(await db().contents()).toBe(before);
      expect(await read('clients.csv.rejects.csv')).toBe('mine');
      expect((await load('clients.csv', '--force')).json()).toMatchObject({ failed: 2 });
      expect(await read('clients.csv.rejects.csv')).toContain('UNKNOWN_TYPE');
    });

    it('a row that an operation refuses leaves nothing of itself, and no other row is lost', async () => {
      await write(
        'clients.csv',
        `${[
          'Account key,Contact key,First name,Last name,E-mail,Phone',
          'K1,P1,Ada,Roth,ada@roth.example,1',
          'K2,P2,Ben,Blau,ben@blau.example,2',
          'K3,P3,Cleo,Rot,cleo@rot.example,3',
        ].join('\n')}\n`,
      );
      expect((await load('clients.csv')).code).toBe(0);
      await write(
        'changes.csv',
        `${[
          'Account key,Contact key,First name,Last name,E-mail,Phone',
          'K1,P1,Ada,Roth,ada@roth.example,11',
          // The address belongs to another contact, which the operation finds out.
          'K2,P2,Ben,Blau,cleo@rot.example,22',
          'K3,P3,Cleo,Rot,cleo@rot.example,33',
          'K4,P4,Dora,Grün,dora@gruen.example,44',
          'K1,P1,Ada,Roth,ben@blau.example,11',
        ].join('\n')}\n`,
      );
      const whole = await db().run('import', 'changes.csv', '-o', 'json');
      expect(whole.error()).toMatchObject({
        code: 'INVALID_ROWS',
        details: { rows: 5, failed: 2, problems: [{ line: 3 }, { line: 6 }] },
      });
      const run = await load('changes.csv');
      expect(run.json()).toMatchObject({
        rows: 5,
        outcomes: { created: 1, updated: 2, unchanged: 0, skipped: 0, failed: 2 },
        problems: [{ line: 3, column: 'E-mail', code: 'EMAIL_TAKEN' }, { line: 6 }],
      });
      const phones = (await db().run('contact', 'list', '--sort', 'id', '-o', 'json')).json();
      expect(phones.map(({ phone }: { phone: string }) => phone)).toEqual(['11', '2', '33', '44']);
      expect((await load('changes.csv', '--force')).json()).toMatchObject({
        run: null,
        unchanged: 3,
        failed: 2,
      });
    });

    it('--max-errors: the row with which so many have failed is the last one', async () => {
      const rows = ['One,ok', 'Two,bad', 'Three,ok', 'Four,bad', 'Five,ok', 'Six,bad'].map((row) =>
        row.replace('ok', '').replace('bad', 'no e-mail'),
      );
      await write('clients.csv', `${['Last name,E-mail', ...rows].join('\n')}\n`);
      const stopped = await load('clients.csv', '--max-errors', '2');
      expect(stopped.code).toBe(5);
      expect(stopped.json()).toMatchObject({ rows: 4, created: { contacts: 2 }, failed: 2, stoppedAt: 5 });
      expect(await contacts()).toEqual(['One', 'Three']);
      expect((await read('clients.csv.rejects.csv')).trimEnd().split('\r\n')).toHaveLength(3);
      const all = await db().run('import', 'clients.csv', '--max-errors', '1', '-o', 'json');
      expect(all.error()).toMatchObject({
        code: 'INVALID_ROWS',
        details: { rows: 2, failed: 1, stoppedAt: 3 },
      });
      const odd = await db().run('import', 'clients.csv', '--max-errors', '0', '-o', 'json');
      expect(odd.error()).toMatchObject({ code: 'INVALID_INPUT' });
    });

    it('the file has the encoding and the delimiter of the input, so that the same options fit', async () => {
      const text = 'Kundennummer;Vorname;Nachname;E-Mail-Adresse\nK1;Jürgen;Weiß „€“;kaputt\n';
      const iconv = (await import('iconv-lite')).default;
      await write('kunden.csv', iconv.encode(text, 'windows-1252'));
      const options = ['--map', 'Kundennummer=account.key', '--encoding', 'windows-1252'];
      expect((await load('kunden.csv', ...options)).json()).toMatchObject({ failed: 1 });
      const rejects = iconv.decode(await readFile(inFolder('kunden.csv.rejects.csv')), 'windows-1252');
      expect(rejects).toContain(';K1;Jürgen;Weiß „€“;kaputt\r\n');
      await write('mended.csv', iconv.encode(rejects.replace('kaputt', 'j@weiss.example'), 'windows-1252'));
      expect((await load('mended.csv', ...options)).json()).toMatchObject({ created: { accounts: 1 } });
    });

    it('JSON: the rejected entries come back whole, as JSON Lines', async () => {
      const entries = [
        { 'Full name': 'Ada Roth', 'E-mail': 'ada@roth.example' },
        { 'Full name': 'Ben Blau', 'E-mail': 'kaputt', Tags: ['VIP', 'Monthly'] },
      ];
      await write('clients.json', JSON.stringify(entries));
      expect((await load('clients.json', '--create-tags')).json()).toMatchObject({
        created: { contacts: 1 },
        rejects: 'clients.json.rejects.jsonl',
      });
      const rejected = await read('clients.json.rejects.jsonl');
      expect(JSON.parse(rejected)).toEqual({
        'import.line': 2,
        'import.field': 'contact.email',
        'import.code': 'INVALID_VALUE',
        'import.reason': expect.any(String),
        ...entries[1],
      });
      await write('mended.jsonl', rejected.replace('kaputt', 'ben@blau.example'));
      const mended = await load('mended.jsonl', '--create-tags');
      expect(mended.json()).toMatchObject({ created: { contacts: 1 }, failed: 0 });
      expect((await db().run('account', 'show', 'Ben Blau', '-o', 'json')).json().tags).toEqual([
        'Monthly',
        'VIP',
      ]);
    });

    it('standard input: the file is rejects.csv', async () => {
      const stdin = `${list.join('\n')}\n`;
      const run = await db().runWith({ stdin }, 'import', '-', '--keep-going', '-o', 'json');
      expect(run.json()).toMatchObject({ failed: 2, rejects: 'rejects.csv' });
      expect(await read('rejects.csv')).toContain('RAGGED_ROW');
    });

    const rows = (from: number, to: number) =>
      Array.from(
        { length: to - from },
        (_, at) => `K${from + at},Client ${from + at},k${from + at}@x.example\n`,
      );
    const head = 'Account key,Full name,E-mail\n';

    it('Ctrl-C: whole batches stay, and it is said how many', async () => {
      const stop = new AbortController();
      const stdin = Readable.from(
        (async function* () {
          yield Buffer.from(head + rows(0, 1_600).join(''));
          for (let at = 1_600; (await db().run('contact', 'list', '-o', 'count')).out === '0\n'; at += 10) {
            yield Buffer.from(rows(at, at + 10).join(''));
          }
          stop.abort();
        })(),
      );
      const run = await db().runWith(
        { stdin, signal: stop.signal },
        ...['import', '-', '--keep-going', '-o', 'json'],
      );
      expect(run.code, run.err).toBe(130);
      const { details, message } = run.error();
      expect(message).toContain('created');
      expect(details.rows % 1_000).toBe(0);
      expect((await db().run('contact', 'list', '-o', 'count')).out).toBe(`${details.rows}\n`);
      const runs = (await db().run('import', 'runs', '-o', 'json')).json();
      expect(runs).toMatchObject([{ run: details.run, state: 'interrupted' }]);
    });

    it('what stops before anything is written leaves no run; a field that was made is taken back with it', async () => {
      const runs = async () => (await db().run('import', 'runs', '-o', 'json')).json();
      await write('clients.csv', `${head}K,"never closed\n`);
      expect(await load('clients.csv')).toMatchObject({ code: 2 });
      const stop = AbortSignal.abort();
      const stdin = () => Readable.from([Buffer.from(head + rows(0, 10).join(''))]);
      const stopped = await db().runWith({ stdin: stdin(), signal: stop }, 'import', '-', '--keep-going');
      expect(stopped).toMatchObject({ code: 130, err: 'kontor: cancelled; nothing was written\n' });
      expect(await runs()).toEqual([]);

      await write('clients.csv', 'Account key,Full name,Kostenstelle\nK,"never closed\n');
      const made = await load('clients.csv', '--create-fields');
      expect(made).toMatchObject({ code: 5 });
      const { run } = made.error().details;
      expect(await runs()).toMatchObject([{ run, state: 'interrupted' }]);
      expect(await db().run('import', 'undo', String(run), '--yes')).toMatchObject({ code: 0 });
      expect((await db().run('field', 'list', '-o', 'count')).out).toBe('0\n');
    });

    it('two imports of one file at the same moment make every client once', async () => {
      await write('clients.csv', head + rows(0, 150).join(''));
      const both = await Promise.all(
        ['a.csv', 'b.csv'].map((file) => load('clients.csv', '--rejects', file)),
      );
      const outcomes = both.map((run) => run.json().outcomes);
      for (const { created, unchanged, failed } of outcomes) {
        expect([created + unchanged, failed]).toEqual([150, 0]);
      }
      expect(outcomes[0].created + outcomes[1].created).toBe(150);
      expect((await db().run('account', 'list', '-o', 'count')).out).toBe('150\n');
      expect((await db().run('contact', 'list', '-o', 'count')).out).toBe('150\n');
    });

    it('a file whose end cannot be read is partly done: exit 5, and what is written stays', async () => {
      await write('clients.csv', `${head}${rows(0, 5_000).join('')}K,"never closed\n`);
      const run = await load('clients.csv');
      expect(run.code, run.err).toBe(5);
      const { code, details, message } = run.error();
      expect([code, details.line]).toEqual(['UNCLOSED_QUOTE', 5_002]);
      expect(message).toContain(`never closes it\n  ${details.rows} rows were read before: `);
      expect(details.rows).toBeGreaterThan(0);
      expect(details.rows % 1_000).toBe(0);
      expect((await db().run('contact', 'list', '-o', 'count')).out).toBe(`${details.rows}\n`);
    });

    it('for people: what failed in a table, and what to do about it', async () => {
      await write('clients.csv', `${list.join('\n')}\n`);
      const run = await db().run('import', 'clients.csv', '--keep-going');
      expect(run.code).toBe(5);
      expect(run.out).toMatch(/line.*field.*code.*reason/);
      expect(run.out).toMatch(/3.*Type.*UNKNOWN_TYPE/);
      expect(run.err).toContain('clients.csv.rejects.csv has the 2 rows that failed');
      expect(run.err).toMatch(/read 4 rows: 2 created, 0 updated, 0 unchanged, 2 failed \(run \d+\)/);
      const alone = await db().run('import', 'clients.csv', '--rejects', 'x.csv', '-o', 'json');
      expect(alone.error().message).toContain('--keep-going');
    });
  });
});
