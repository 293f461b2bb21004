import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';

const nine = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const csv = 'Company name,Full name,E-mail\r\nWeiß GmbH,Jan Weiß,jan@weiss.example\r\n';

describe('import: how files are written', () => {
  onEachDatabase((db) => {
    const write = async (content: string | Buffer, name = 'clients.csv') => {
      await writeFile(path.join(db().folder, name), content);
      return name;
    };
    const run = (...argv: string[]) => db().runWith({ cwd: db().folder }, 'import', ...argv, '-o', 'json');
    const load = async (content: string | Buffer, ...options: string[]) =>
      run(await write(content), ...options);
    const companies = async () =>
      (await db().run('account', 'list', '-o', 'json')).json().map(({ name }: { name: string }) => name);

    it('B1, B2: CSV, JSON Lines and JSON say the same: headings, paths, numbers, lists', async () => {
      await db().run('field', 'create', '--scope', 'account', '--type', 'number', '--label', 'Fee');
      await db().run('field', 'create', '--scope', 'account', '--type', 'checkbox', '--label', 'Audited');
      const first = await load(
        'Account key;Firma;Tags;Vorname;Nachname;PLZ;Fee;Audited\nK1;Weiß GmbH;VIP, Monthly;Jan;Weiß;10115;44.5210;ja\n',
        '--create-tags',
      );
      expect(first.json()).toMatchObject({ rows: 1, format: 'csv', delimiter: ';', unit: 'line' });
      const german = {
        'Account key': 'K1',
        ...{ Firma: 'Weiß GmbH', Tags: ['VIP', 'Monthly'], Vorname: 'Jan', Nachname: 'Weiß' },
        ...{ PLZ: 10115, Fee: 44.521, Audited: true, Notizen: null },
      };
      const lines = await load(`${JSON.stringify(german)}\n`);
      expect(lines.json()).toMatchObject({ unchanged: 1, format: 'jsonl', delimiter: null, unit: 'line' });
      const nested = {
        account: { key: 'K1', companyName: 'Weiß GmbH', fields: { fee: 44.521, audited: true } },
        contact: { firstName: 'Jan', lastName: 'Weiß', address: { postalCode: '10115' } },
      };
      const array = await load(JSON.stringify([nested], null, 2));
      expect(array.json()).toMatchObject({ unchanged: 1, format: 'json', unit: 'entry', run: null });
      const mixed = await load(`${JSON.stringify(german)}\n${JSON.stringify(nested)}\n`);
      expect(mixed.error()).toMatchObject({ code: 'COLUMN_CONFLICT' });
    });

    it('B2: rows that are wrong are named by entry or line; with --keep-going they come back as JSON Lines', async () => {
      const list = [
        { 'Company name': 'A', 'E-mail': 'a@a.example' },
        { 'Company name': 'B', 'E-mail': ['b@b.example', 'c@b.example'] },
        { 'Company name': 'C', 'E-mail': 'none' },
      ];
      const name = await write(JSON.stringify(list), 'clients.json');
      const refused = await db().runWith({ cwd: db().folder }, 'import', name);
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toMatch(/entry 2, column "E-mail".*not a list[\s\S]*entry 3, column "E-mail"/);
      expect(await companies()).toEqual([]);

      const kept = await run(name, '--keep-going');
      expect(kept, kept.err).toMatchObject({ code: 5 });
      expect(kept.json()).toMatchObject({ rows: 3, failed: 2, rejects: 'clients.json.rejects.jsonl' });
      const again = await run('clients.json.rejects.jsonl');
      expect(again.error().details.problems).toMatchObject([{ line: 1 }, { line: 2, value: 'none' }]);
    });

    it('B4: standard input in pieces, with keys that come late', async () => {
      const early = Array.from(
        { length: 800 },
        (_, at) => `{"Full name":"Person ${at}","Notes":"${'x'.repeat(80)}"}\n`,
      ).join('');
      const stdin = `${early}{"Full name":"Late","Phone":"1"}\n{"Emial":"x","Full name":"Odd"}\n`;
      const refused = await db().runWith({ stdin }, 'import', '-', '-o', 'json');
      expect(refused.error().details.problems).toEqual([
        {
          line: 802,
          column: 'Emial',
          code: 'UNKNOWN_COLUMN',
          reason: expect.stringContaining('unknown key "Emial" (near "E-mail")'),
        },
      ]);
      const taken = await db().runWith({ stdin }, 'import', '-', '-o', 'json', '--ignore-unknown');
      expect(taken.json()).toMatchObject({ rows: 802, created: { contacts: 802 } });
      const late = (await db().run('contact', 'show', 'Late', '-o', 'json')).json();
      expect(late.phone).toBe('1');
    });

    it('B4: encodings, line ends, sep=, delimiters at the ends of lines: one file in every shape', async () => {
      const shapes: Record<string, Buffer> = {
        'utf-8': Buffer.from(csv),
        'utf-8 with a mark': Buffer.from(`\ufeff${csv}`),
        'utf-16le': Buffer.from(csv, 'utf16le'),
        'utf-16le with a mark': Buffer.from(`\ufeff${csv}`, 'utf16le'),
        'utf-16be': Buffer.from(csv, 'utf16le').swap16(),
        'utf-16be with a mark': Buffer.from(`\ufeff${csv}`, 'utf16le').swap16(),
        'windows-1252': iconv.encode(csv, 'windows-1252'),
        'mixed line ends': Buffer.from(csv.replace('\r\n', '\n')),
        'sep=; in front': Buffer.from(`sep=;\r\n${csv.replaceAll(',', ';')}`),
        'a delimiter behind every line': Buffer.from(csv.replaceAll('\r\n', ',\r\n')),
        'a delimiter behind the rows': Buffer.from(csv.replace(/\r\n$/, ',,\r\n')),
        'quoted, with a line break': Buffer.from(csv.replace('Jan Weiß', '"Jan\r\nWeiß"')),
      };
      const outcomes: Record<string, unknown> = {};
      for (const [shape, content] of Object.entries(shapes)) {
        const ran = await load(content, '--dry-run');
        outcomes[shape] = ran.code === 0 ? ran.json().created : ran.error().code;
      }
      const one = { accounts: 1, contacts: 1, links: 1 };
      const { 'quoted, with a line break': quoted, ...others } = outcomes;
      expect(others).toEqual(Object.fromEntries(Object.keys(others).map((shape) => [shape, one])));
      expect(quoted).toEqual(one);
    });

    it('B4: every character of Windows-1252 arrives', async () => {
      const text = `Company name,Full name\n${nine},Jan Weiß\n`;
      expect((await load(iconv.encode(text, 'windows-1252'))).json()).toMatchObject({
        encoding: 'windows-1252',
      });
      expect(await companies()).toEqual([nine]);
    });

    it('B4: what cannot be read is refused in so many words, and nothing is written', async () => {
      const refusals: Array<[content: string | Buffer, code: string, message: RegExp]> = [
        ['', 'EMPTY_FILE', /is empty/],
        ['\n \n;;\n', 'EMPTY_FILE', /is empty/],
        ['Company name,Full name\nA,B\0\n', 'NOT_A_TEXT_FILE', /NUL character in line 2/],
        [
          `Notes,E-mail\n${'x'.repeat(1_048_577)},a@b.example\n`,
          'CELL_TOO_LARGE',
          /line 2 has a cell longer/,
        ],
        ['Company name,Full name\nA,"B\nC,D\n', 'UNCLOSED_QUOTE', /line 2 opens cell 2 \("Full name"\)/],
        ['Company name,Firma\nA,B\n', 'COLUMN_CONFLICT', /"Company name" and "Firma"/],
        ['Notes,NOTES\nA,B\n', 'DUPLICATE_HEADERS', /more than one column is headed "NOTES"/],
        ['Company name,Full name\nA\n', 'INVALID_ROWS', /line 2, RAGGED_ROW: the row has 1 cell/],
        ['Company name,Full name\nA,B,C\n', 'INVALID_ROWS', /line 2, RAGGED_ROW: the row has 3 cells/],
        [Buffer.from('PK\x03\x04......xl/workbook.xml', 'latin1'), 'NOT_A_TEXT_FILE', /is an Excel workbook/],
        [gzipSync(csv), 'NOT_A_TEXT_FILE', /is a gzip file/],
        [
          '[{"Company name": "A"}\n{"Company name": "B"}]',
          'INVALID_JSON',
          /line 2: "\{" stands where a comma/,
        ],
        ['{"data": [{"Company name": "A"}]}', 'WRAPPED_LIST', /under the key "data"/],
      ];
      for (const [content, code, message] of refusals) {
        const ran = await load(content);
        expect(ran, String(message)).toMatchObject({ code: 2, out: '' });
        expect(ran.error()).toMatchObject({ code, message: expect.stringMatching(message) });
      }
      expect(await companies()).toEqual([]);
    });

    it('B4: headings without rows, and an empty array, are lists of nobody: exit 0 and a note', async () => {
      for (const content of ['Company name,Full name\n', '[]']) {
        await write(content);
        const ran = await db().runWith({ cwd: db().folder }, 'import', 'clients.csv');
        const note = content === '[]' ? 'the file has no rows\n' : 'the file has no rows, only headings\n';
        expect(ran).toMatchObject({ code: 0, err: expect.stringContaining(note) });
      }
    });

    it('B4: an address book comes in by itself, and what has no place is told', async () => {
      await copyFile('test/fixtures/address-books/google-2024.csv', path.join(db().folder, 'clients.csv'));
      const refused = await run('clients.csv');
      expect(refused.error()).toMatchObject({
        code: 'INVALID_ROWS',
        details: { problems: [{ line: 2, code: 'TAG_NOT_FOUND', value: 'VIP' }] },
      });
      const ran = await db().runWith({ cwd: db().folder }, 'import', 'clients.csv', '--create-tags');
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.err).toContain('an export of Google Contacts: 22 of its columns are left out');
      expect(ran.err).toContain('"E-mail 2 - Value" in 1');
      expect(ran.err).toContain('--map "E-mail 1 - Value');
      const again = await run('clients.csv');
      expect(again.json()).toMatchObject({
        unchanged: 2,
        addressBook: 'Google Contacts',
        ignoredColumns: expect.arrayContaining(['Photo', 'File As']),
        leftOut: expect.arrayContaining([{ column: 'E-mail 2 - Value', rows: 1 }]),
      });
      await db().run('field', 'create', '--scope', 'contact', '--type', 'email', '--label', 'Second e-mail');
      const map = 'E-mail 2 - Value=field:Second e-mail';
      expect((await run('clients.csv', '--map', map)).json()).toMatchObject({ updated: { contacts: 1 } });
      const [contact] = (await db().run('contact', 'list', '-o', 'json')).json();
      expect(contact.fields).toEqual({ 'second-email': 'erika@privat.example' });
    });
  });
});
