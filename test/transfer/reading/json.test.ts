import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { FieldColumn } from '../../../src/transfer/reading/headings/fields.ts';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { file, piped, readRows, readTable } from './sources.ts';

const clients = [
  { 'Company name': 'Weiß GmbH', 'E-mail': 'jan@weiss.example' },
  { 'Company name': 'Berg "AG" }]', 'E-mail': null, Notes: 'a\\\nb' },
];
const lines = clients.map((client) => JSON.stringify(client)).join('\n');

const read = (content: string) => readRows(file(content));
const refused = (content: string) =>
  readTable(file(content)).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('B1: JSON and JSON Lines', () => {
  test.each([
    ['minified', JSON.stringify(clients), 'json', [1, 2]],
    ['pretty-printed', JSON.stringify(clients, null, 2), 'json', [1, 2]],
    ['JSON Lines', `${lines}\n`, 'jsonl', [1, 2]],
    [
      'CRLF, blank lines, a mark, no line end',
      `\ufeff\r\n${lines.replace('\n', '\r\n  \r\n')}`,
      'jsonl',
      [2, 4],
    ],
  ])('%s', async (_name, content, format, numbers) => {
    for (const source of [
      file(content, 'clients.csv'),
      piped(content, 1),
      piped(content, 7),
      piped(content),
    ]) {
      const table = await openTable(source, {});
      expect(table).toMatchObject({ format, delimiter: null, isKeyed: true });
      const records = [];
      for await (const some of table.records()) records.push(...some);
      expect(records.map(({ line }) => line)).toEqual(numbers);
      expect(table.headers).toEqual(['Company name', 'E-mail', 'Notes']);
      expect(records.map(({ cells }) => cells)).toEqual([
        ['Weiß GmbH', 'jan@weiss.example'],
        ['Berg "AG" }]', '', 'a\\\nb'],
      ]);
    }
  });

  test.each(['utf-16le', 'windows-1252'] as const)('in %s', async (encoding) => {
    const bytes =
      encoding === 'utf-16le' ? Buffer.from(`\ufeff${lines}`, encoding) : Buffer.from(lines, 'latin1');
    expect((await readTable(file(bytes))).cells[0]).toEqual(['Weiß GmbH', 'jan@weiss.example']);
  });

  test('the name of a file does not count, --format does', async () => {
    const table = await openTable(file('[{"Firma": "A"}]', 'clients.csv'), { format: 'JSON' });
    table.close();
    expect(table.format).toBe('json');
    expect((await readTable(file('[Firma],Ort\nA,b\n', 'a.json'))).headers).toEqual(['[Firma]', 'Ort']);
    expect((await readTable(file('{"Firma"\nA\n'), { format: 'csv' }).catch((e) => e)).code).toBe(
      'MISPLACED_QUOTE',
    );
    expect((await readTable(file('Firma,Ort\tLand\n'), { format: 'tsv' })).headers).toEqual([
      'Firma,Ort',
      'Land',
    ]);
  });

  test.each([
    [{ format: 'xml' }, 'UNKNOWN_FORMAT'],
    [{ format: 'json', delimiter: ';' }, 'FORMAT_CONFLICT'],
    [{ format: 'tsv', delimiter: 'comma' }, 'FORMAT_CONFLICT'],
  ])('%j is refused', async (options, code) => {
    await expect(readTable(file('[]'), options)).rejects.toMatchObject({ kind: 'usage', code });
  });

  test('an empty array is a list without clients; blank entries are skipped', async () => {
    expect(await read('[]')).toEqual([]);
    expect((await readTable(file('[{}, {"Firma": null}, {"Firma": "A"}, {"Firma": " "}]'))).lines).toEqual([
      3,
    ]);
  });

  test('keys may be in any order and any may be missing', async () => {
    const rows = await read('[{"Firma":"A","Ort":"x"},{"Ort":"y"},{"Ort":"z","Firma":"C"},{"FIRMA":"D"}]');
    expect(rows.map(({ account, contact }) => [account.companyName, contact.address?.city])).toEqual([
      ['A', 'x'],
      [undefined, 'y'],
      ['C', 'z'],
      ['D', undefined],
    ]);
  });

  test('objects within are paths, as exports and other programs have them', async () => {
    const fields: FieldColumn[] = [
      { scope: 'account', key: 'tax-number', label: 'Tax number', type: 'text' },
    ];
    const entry = {
      account: {
        name: 'Weiß',
        companyAddress: { city: 'Berlin' },
        tags: ['VIP', 'Monthly'],
        fields: { 'tax-number': '12/3' },
      },
      contact: { firstName: 'Jan', address: { street: 'Weg 1', postalCode: 10115 } },
      link: { description: 'Owner' },
    };
    const [row] = await readRows(file(JSON.stringify([entry])), { fields });
    expect(row).toMatchObject({
      account: {
        name: 'Weiß',
        address: { city: 'Berlin' },
        tags: ['VIP', 'Monthly'],
        fields: { 'tax-number': '12/3' },
      },
      contact: { firstName: 'Jan', address: { street: 'Weg 1', postalCode: '10115' } },
      link: { description: 'Owner' },
      problems: [],
    });
  });
});

describe('B1: values of JSON', () => {
  const fields: FieldColumn[] = [
    { scope: 'account', key: 'fee', label: 'Fee', type: 'number' },
    { scope: 'account', key: 'services', label: 'Services', type: 'multi-dropdown' },
    { scope: 'account', key: 'audited', label: 'Audited', type: 'checkbox' },
  ];
  const rowOf = async (entry: object) => (await readRows(file(JSON.stringify([entry])), { fields }))[0];

  test('numbers, yes or no and lists are what their field takes', async () => {
    const row = await rowOf({
      Firma: 'A',
      Fee: 44.521,
      Services: ['Books', null, 'Tax, yearly'],
      Audited: false,
    });
    expect(row?.account.fields).toEqual({ fee: '44.5210', services: 'Books\nTax, yearly', audited: 'false' });
    expect(row?.problems).toEqual([]);
  });

  test.each([
    ['a list where one value belongs', { 'E-mail': ['a@b.example', 'c@d.example'] }, 'not a list'],
    ['a list of objects', { Tags: [{ name: 'VIP' }] }, 'Tags[0] is an object'],
    ['a list in a list', { Services: ['Books', ['Tax']] }, 'Services[1] is a list'],
    ['a number with too many digits', { 'Account key': 12345678901234567890n }, 'too many digits'],
    ['one key in two spellings', { Phone: '1', PHONE: '2' }, 'in two spellings'],
    ['a text of more than 1 MB', { Notes: 'x'.repeat(1_048_577) }, 'longer than 1 MB'],
  ])('%s is a problem of the row', async (_name, entry, reason) => {
    const [[key = '']] = [Object.keys(entry)];
    const text = JSON.stringify([{ Firma: 'A', ...entry }], (_, value) =>
      typeof value === 'bigint' ? 0 : value,
    ).replace('"Account key":0', '"Account key":12345678901234567890');
    const [row] = await readRows(file(text), { fields });
    expect(row?.problems).toEqual([
      { line: 1, column: key, code: 'INVALID_VALUE', reason: expect.stringContaining(reason) },
    ]);
  });

  test('what is left out may hold anything', async () => {
    const [row] = await readRows(file('[{"Firma":"A","x":[[{"y":1}]],"z":1e999}]'), { ignoreUnknown: true });
    expect(row?.problems).toEqual([]);
  });
});

describe('B4: keys that only later entries have', () => {
  const early = (count: number) =>
    Array.from({ length: count }, (_, index) => `{"Firma":"Firma ${index}"}\n`).join('');

  test('of a file count from the beginning, wherever they are', async () => {
    const content = `${early(5_000)}{"Firma":"B","Emial":"x"}`;
    await expect(read(content)).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMNS',
      message: 'unknown column in the file: "Emial" (near "E-mail")',
    });
  });

  test('of standard input are taken when they are known, and else a problem of their rows', async () => {
    const content = `${early(5_000)}{"Ort":"x","Firma":"A"}\n{"Emial":"x"}\n{"Emial":" "}\n{"X":"k1","Stadt":"y"}`;
    const rows = await readRows(piped(content), { map: ['X=account.key'] });
    expect(rows.slice(5_000)).toMatchObject([
      { line: 5_001, account: { companyName: 'A' }, contact: { address: { city: 'x' } }, problems: [] },
      {
        line: 5_002,
        problems: [
          { column: 'Emial', code: 'UNKNOWN_COLUMN', reason: expect.stringContaining('near "E-mail"') },
        ],
      },
      {
        line: 5_004,
        account: { key: 'k1' },
        problems: [
          { column: 'Stadt', code: 'UNKNOWN_COLUMN', reason: expect.stringContaining('is filled by "Ort"') },
        ],
      },
    ]);
    const ignoring = await readRows(piped(content), { map: ['X=account.key'], ignoreUnknown: true });
    expect(ignoring.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

describe('B4: what is no list of clients is refused with its line', () => {
  test.each([
    ['INVALID_JSON', '[{"Firma":"A"},\n{"Firma":"B"}\n{"Firma":"C"}]', 3, 'a comma or the end of the array'],
    ['INVALID_JSON', '[{"Firma":"A"}]\n x', 2, 'behind the end of the array'],
    ['INVALID_JSON', '[\n{"Firma":"A"},\n{"Firma":"B', 3, 'the entry that begins in line 3 never ends'],
    ['INVALID_JSON', '[{"Firma":"A"},', 1, 'the array never ends'],
    ['INVALID_JSON', '[\n{"Firma":"A",\n"Ort": b}]', 2, 'that is no JSON'],
    ['INVALID_JSON', '{"Firma":"A"}\n\n{"Firma":"B",\n"Ort":"C"}\n', 3, 'line 3 is not a whole JSON object'],
    ['NOT_AN_OBJECT', '[{"Firma":"A"},\n"B"]', 2, 'entry 2 is not an object'],
    ['NOT_AN_OBJECT', '[["Firma"],["A"]]', 1, 'entry 1 is not an object'],
    ['NOT_AN_OBJECT', '{"Firma":"A"}\n[1]\n', 2, 'line 2 is not an object'],
    ['NOT_AN_OBJECT', '[{"Firma":"A"},\n]', 2, 'entry 2 is not an object'],
    ['WRAPPED_LIST', '{"total":1,"clients":[{"Firma":"A"}]}', 1, 'under the key "clients"'],
  ])('%s: %j', async (code, content, line, message) => {
    expect(await refused(content)).toMatchObject({
      kind: 'usage',
      code,
      message: expect.stringContaining(message),
      details: { line },
    });
  });

  test('an entry that never ends does not read the rest of a large file into memory', async () => {
    for (const beginning of ['[{"Firma":"', '{"Firma":"']) {
      let taken = 0;
      const endless = function* () {
        yield Buffer.from(beginning);
        for (; taken < 100; taken += 1) yield Buffer.alloc(1_048_576, 'x');
      };
      const source = { bytes: Readable.from(endless()), name: 'standard input' };
      await expect(readTable(source)).rejects.toMatchObject({
        code: 'RECORD_TOO_LARGE',
        details: { line: 1 },
      });
      expect(taken).toBeLessThan(25);
    }
  });
});
