import { describe, expect, test } from 'vitest';
import { planColumns } from '../../../src/transfer/reading/mapping.ts';
import { readClientRows } from '../../../src/transfer/reading/rows.ts';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { file, readRows } from './sources.ts';

describe('B1: one contact per row', () => {
  test('every target finds its place', async () => {
    const header =
      'Account key;Account name;Account type;Company name;Company street;Company street 2;Company postal code;' +
      'Company city;Company region;Company country;Tags;Contact key;First name;Middle name;Last name;' +
      'Contact company name;E-mail;Phone;Street;Street 2;Postal code;City;Region;Country;Notes;Link description;Login;Notify;Sync';
    const cells =
      'k1;Müller;Unternehmen;Müller GmbH;Hauptstr. 1;Hof;10115;Berlin;BE;DE;VIP, Monthly|VIP;c1;Erika;M.;Müller;' +
      'Privat;e@m.example;+49 30 1;Weg 2;App. 3;20095;Hamburg;HH;DE;ruft an;Chefin;x;nein;';
    expect(await readRows(file(`${header}\n${cells}\n`))).toEqual([
      {
        line: 2,
        account: {
          key: 'k1',
          name: 'Müller',
          type: 'company',
          companyName: 'Müller GmbH',
          address: {
            street: 'Hauptstr. 1',
            street2: 'Hof',
            postalCode: '10115',
            city: 'Berlin',
            region: 'BE',
            country: 'DE',
          },
          tags: ['VIP', 'Monthly'],
        },
        contact: {
          key: 'c1',
          firstName: 'Erika',
          middleName: 'M.',
          lastName: 'Müller',
          companyName: 'Privat',
          email: 'e@m.example',
          phone: '+49 30 1',
          address: {
            street: 'Weg 2',
            street2: 'App. 3',
            postalCode: '20095',
            city: 'Hamburg',
            region: 'HH',
            country: 'DE',
          },
          notes: 'ruft an',
        },
        link: { description: 'Chefin' },
        access: { login: true, notify: false },
        problems: [],
      },
    ]);
  });

  test('B6: blank cells have no key at all, so they can erase nothing', async () => {
    const rows = await readRows(file('Firma,Ort,Tags,E-Mail,Role\n"  ",\u00a0," ; ,",a@b.example,\n'));
    expect(rows).toStrictEqual([
      { line: 2, account: {}, contact: { email: 'a@b.example' }, link: {}, access: {}, problems: [] },
    ]);
  });

  test('cells are trimmed, inner line breaks stay', async () => {
    const [row] = await readRows(file('Notizen,Firma\n" eins\nzwei ", "  A  B "\n'));
    expect([row?.contact.notes, row?.account.companyName]).toEqual(['eins\nzwei', 'A  B']);
  });

  test('a full name is split, unless the row has names of its own', async () => {
    const rows = await readRows(
      file('Vorname,Nachname,Ansprechpartner\n,,José Pedro Freyre\nMaria,Anders,M. Anders\n'),
    );
    expect(rows.map((row) => row.contact)).toEqual([
      { firstName: 'José', middleName: 'Pedro', lastName: 'Freyre' },
      { firstName: 'Maria', lastName: 'Anders' },
    ]);
  });

  test('a column that fills two targets fills both', async () => {
    const [row] = await readRows(file('Firma\nA\n'), {
      map: ['Firma=account.name', 'Firma=account.companyName'],
    });
    expect(row?.account).toEqual({ name: 'A', companyName: 'A' });
  });
});

describe('A1: types', () => {
  test.each([
    ['individual', 'individual'],
    ['Einzelperson', 'individual'],
    ['PRIVATPERSON', 'individual'],
    ['Company', 'company'],
    ['unternehmen', 'company'],
    ['Firma', 'company'],
  ])('%s is %s', async (word, type) => {
    const [row] = await readRows(file(`Typ,Firma\n${word},A\n`));
    expect(row).toMatchObject({ account: { type }, problems: [] });
  });

  test('any other word is a problem of the row, naming line, column, value and what is allowed', async () => {
    const rows = await readRows(file('Firma,Typ\nA,Firma\nB,Verein\n'));
    expect(rows[1]).toEqual({
      line: 3,
      account: { companyName: 'B' },
      contact: {},
      link: {},
      access: {},
      problems: [
        {
          line: 3,
          column: 'Typ',
          field: 'account.type',
          value: 'Verein',
          code: 'UNKNOWN_TYPE',
          reason:
            'allowed are individual (Einzelperson, Privatperson) and company (Business, Unternehmen, Firma)',
        },
      ],
    });
  });
});

describe('B4: ragged rows', () => {
  test('too few or too many cells are a problem of that row alone', async () => {
    const rows = await readRows(file('Firma,Ort,Land\nA\nB,b,c\nC,d,e,f\n'));
    expect(rows.map(({ account, problems }) => [account.companyName, problems])).toEqual([
      [undefined, [{ line: 2, code: 'RAGGED_ROW', reason: 'the row has 1 cell, the headings are 3' }]],
      ['B', []],
      [undefined, [{ line: 4, code: 'RAGGED_ROW', reason: 'the row has 4 cells, the headings are 3' }]],
    ]);
  });

  test('empty cells beyond the headings are tolerated, whether or not the headings end so too', async () => {
    const rows = [
      ...(await readRows(file('Firma,Ort\nA,b,\nC,d,,\n'))),
      ...(await readRows(file('Firma,Ort,\nE,f,\nG,h\n'))),
    ];
    expect(rows.map(({ account, problems }) => [account.companyName, problems])).toEqual([
      ['A', []],
      ['C', []],
      ['E', []],
      ['G', []],
    ]);
  });
});

describe('batches', () => {
  test('hold the size asked for, the last one the rest', async () => {
    const lines = Array.from({ length: 4_501 }, (_, index) => `Firma ${index}`);
    const table = await openTable(file(`Firma\n${lines.join('\n')}`), {});
    const plan = planColumns(table.headers, { map: [], ignoreUnknown: false });
    const sizes: number[] = [];
    for await (const batch of readClientRows(table, plan)) sizes.push(batch.length);
    expect(sizes).toEqual([2_000, 2_000, 501]);
  });
});
