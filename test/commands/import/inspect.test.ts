import { access, copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { cli } from '../../helpers/run-cli.ts';

const kunden = 'test/fixtures/northwind-kunden-excel.csv';

describe('import inspect', () => {
  onEachDatabase((db) => {
    const write = (content: string, name = 'clients.csv') => writeFile(path.join(db().folder, name), content);
    const run = (...argv: string[]) => db().runWith({ cwd: db().folder }, 'import', ...argv);
    const inspect = async (...argv: string[]) => (await run('inspect', ...argv, '-o', 'json')).json();
    beforeEach(() => copyFile(kunden, path.join(db().folder, 'kunden.csv')));

    it('B4: says how a file is written, what its columns fill, and how its rows are read', async () => {
      await db().run('field', 'create', '--scope', 'account', '--type', 'number', '--label', 'Fee');
      await write('Firma;Emial;Fee;\nWeiß GmbH;jan@weiss.example;x;\n;;;\nBerg AG;;12;\n');
      const before = await db().contents();
      expect(await inspect('clients.csv', '--rows', '1')).toEqual({
        ...{ file: 'clients.csv', format: 'csv', encoding: 'utf-8', delimiter: ';', lineEnds: 'lf' },
        ...{ unit: 'line', addressBook: null, looked: { rows: 2, isAll: true } },
        columns: [
          {
            ...{ index: 1, heading: 'Firma', status: 'mapped', nearest: null },
            ...{ target: 'account.companyName', targets: ['account.companyName'] },
            ...{ filled: 2, examples: ['Weiß GmbH', 'Berg AG'] },
          },
          {
            ...{ index: 2, heading: 'Emial', target: null, targets: [], status: 'unknown' },
            ...{ nearest: 'E-mail', filled: 1, examples: ['jan@weiss.example'] },
          },
          {
            ...{ index: 3, heading: 'Fee', status: 'mapped', nearest: null },
            ...{ target: 'account.field:fee', targets: ['account.field:fee'] },
            ...{ filled: 2, examples: ['x', '12'] },
          },
        ],
        rows: [
          {
            line: 2,
            account: { companyName: 'Weiß GmbH', fields: { fee: 'x' } },
            contact: {},
            link: {},
            access: {},
          },
        ],
        problems: [
          {
            line: null,
            code: 'UNKNOWN_COLUMNS',
            reason: expect.stringContaining('"Emial" (near "E-mail")'),
            hint: expect.stringContaining('--map "Emial=…"'),
          },
          {
            ...{ line: 2, column: 'Fee', field: 'account.field:fee', value: 'x' },
            ...{ code: 'INVALID_FIELD_VALUE', reason: expect.any(String) },
          },
        ],
        mapping: { Firma: 'account.companyName', Emial: null, Fee: 'account.field:fee' },
      });
      expect(await db().contents()).toBe(before);
    });

    it('fits 80 columns, and says what is wrong on standard error', async () => {
      const ran = await db().runWith(
        { cwd: db().folder, columns: 80, terminal: { stdout: true, stderr: true }, env: { NO_COLOR: '1' } },
        ...['import', 'inspect', 'kunden.csv', '--map', 'Kundennummer=account.key'],
      );
      expect(ran.code).toBe(0);
      expect(ran.out).toMatch(
        /Encoding: +windows-1252\nDelimiter: +semicolon\nLine ends: +crlf\nRows: +42\n/,
      );
      expect(ran.out).toMatch(/ 1 +Kundennummer +account\.key +42 +ALFKI/);
      expect(ran.out).toMatch(/ 4 +Position +unknown +42 +Sales/);
      expect(ran.out).toMatch(/Line 2\n[\s\S]*contact\.lastName +Anders/);
      expect(ran.out.split('\n').every((line) => line.length <= 80)).toBe(true);
      expect(ran.err).toContain('unknown columns in the file: "Position", "Fax"');
      const right = await run('inspect', 'kunden.csv', '--ignore-unknown', '--rows', '0');
      expect(right.err).toContain('nothing is wrong with the 42 rows by themselves');
      expect(right.out).not.toContain('Line 2');
    });

    it('B4: what import would refuse as a whole is a problem, not an error; what cannot be read is one', async () => {
      await write('E-mail;Mail\na@b.example;c@d.example\n');
      expect(await inspect('clients.csv')).toMatchObject({
        looked: { rows: 1, isAll: true },
        columns: [
          { filled: 1, examples: ['a@b.example'] },
          { filled: 1, examples: ['c@d.example'] },
        ],
        rows: [],
        problems: [{ line: null, code: 'COLUMN_CONFLICT' }],
      });
      await write('x;y\n1;2\n');
      expect((await inspect('clients.csv', '--ignore-unknown')).problems).toMatchObject([
        { code: 'NO_CLIENT_COLUMNS' },
      ]);
      await write('');
      const empty = await run('inspect', 'clients.csv', '-o', 'json');
      expect([empty.code, empty.error().code]).toEqual([2, 'EMPTY_FILE']);
      expect((await run('inspect', 'kunden.csv', '--rows', '-1')).code).toBe(2);
    });

    it('B1: JSON by entries, standard input, only the beginning of long files', async () => {
      const entries = Array.from({ length: 1_500 }, (_, at) => ({ Firma: `Firma ${at}`, Tags: ['A', 'B'] }));
      const stdin = JSON.stringify(entries);
      const ran = await db().runWith({ stdin }, 'import', 'inspect', '-', '-o', 'json', '--rows', '1');
      expect(ran.json()).toMatchObject({
        ...{ file: 'standard input', format: 'json', delimiter: null, lineEnds: null, unit: 'entry' },
        looked: { rows: 1_000, isAll: false },
        rows: [{ line: 1, account: { companyName: 'Firma 0', tags: ['A', 'B'] } }],
        problems: [],
      });
    });

    it('works without a database, and makes none', async () => {
      const missing = path.join(db().folder, 'none.db');
      const ran = await cli({ db: missing, cwd: db().folder }).run(
        'import',
        'inspect',
        'kunden.csv',
        '--json',
      );
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.json().columns[1]).toMatchObject({ target: 'account.companyName' });
      await expect(access(missing)).rejects.toThrow();
    });

    it('B4: --mapping says what columns fill; --map counts more; null leaves out', async () => {
      const { mapping } = await inspect('kunden.csv');
      expect(mapping).toMatchObject({ Kundennummer: null, Firma: 'account.companyName' });
      await write(JSON.stringify({ ...mapping, Kundennummer: 'account.key' }), 'mapping.json');
      const json = await run('kunden.csv', '--mapping', 'mapping.json', '-o', 'json');
      expect(json, json.err).toMatchObject({ code: 0 });
      expect(json.json()).toMatchObject({ rows: 42, ignoredColumns: ['Position', 'Fax'] });
      const account = (await db().run('account', 'show', 'ALFKI', '-o', 'json')).json();
      expect(account.companyName).toBe('Alfreds Futterkiste');

      await write(
        '# ours\nKundennummer: [account.key, contact.key]\nposition: contact.notes\nFax:\n',
        'm.yaml',
      );
      const yaml = await run(
        ...['kunden.csv', '--mapping', 'm.yaml', '--map', 'Position=link.description', '--dry-run'],
        ...['-o', 'json'],
      );
      expect(yaml, yaml.err).toMatchObject({ code: 0 });
      expect(await inspect('kunden.csv', '--mapping', 'm.yaml')).toMatchObject({
        problems: [],
        mapping: { Kundennummer: ['account.key', 'contact.key'], Position: 'contact.notes', Fax: null },
      });
      const map = ['--map', 'Position=link.description', '--map', 'Fax=contact.notes'];
      expect(await inspect('kunden.csv', '--mapping', 'm.yaml', ...map)).toMatchObject({
        mapping: { Position: 'link.description', Fax: 'contact.notes' },
      });
    });

    it.each([
      ['[1]', 'INVALID_MAPPING_FILE', 'one object'],
      ['{"Fax": 1}', 'INVALID_MAPPING_FILE', '"Fax" must have a target'],
      ['{"Fax": []}', 'INVALID_MAPPING_FILE', '"Fax" must have a target'],
      ['{"Fax": {"a": "b"}}', 'INVALID_MAPPING_FILE', '"Fax" must have a target'],
      ['{\n"Fax": "contact.notes"', 'INVALID_MAPPING_FILE', 'line 2 is neither JSON nor YAML'],
      ['Fax: contact.notes\nFax: null', 'INVALID_MAPPING_FILE', 'line 2 is neither JSON nor YAML'],
      ['{"Faks": "contact.notes"}', 'UNKNOWN_SOURCE_COLUMN', 'm.json names a column'],
      ['{"Fax": "contact.note"}', 'UNKNOWN_TARGET', '"contact.note" is nothing'],
      ['{"Fax": "contact.phone", "Telefon": "contact.phone"}', 'COLUMN_CONFLICT', 'two columns fill'],
    ])('a mapping file that says nothing sensible is refused: %j', async (content, code, message) => {
      await write(content, 'm.json');
      const ran = await run('kunden.csv', '--mapping', 'm.json', '-o', 'json');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.error()).toMatchObject({ code, message: expect.stringContaining(message) });
    });
  });
});
