import { describe, expect, test } from 'vitest';
import { planColumns } from '../../../src/transfer/reading/mapping.ts';

const plan = (headers: string[], map: string[] = [], ignoreUnknown = false) =>
  planColumns(headers, { map, ignoreUnknown });

/** `Header>target` for each planned column, in the order of the file. */
const planned = (headers: string[], map: string[] = [], ignoreUnknown = false) =>
  plan(headers, map, ignoreUnknown).columns.map(({ header, target }) => `${header}>${target}`);

const refusal = (headers: string[], map: string[] = [], ignoreUnknown = false): unknown => {
  try {
    plan(headers, map, ignoreUnknown);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
};

describe('B4: unknown columns', () => {
  test('all are named in one error, each with the closest known heading when there is one', () => {
    expect(refusal(['Firma', 'Fax', 'Emial', 'SupportRepId', ''])).toMatchObject({
      kind: 'usage',
      code: 'UNKNOWN_COLUMNS',
      message: 'unknown columns in the file: "Fax", "Emial" (near "E-mail"), "SupportRepId", "column 5"',
      hint: expect.stringMatching(/--map "Fax=…".*--ignore-unknown/),
      details: { columns: ['Fax', 'Emial', 'SupportRepId', 'column 5'], near: { Emial: 'E-mail' } },
    });
  });

  test('with ignoreUnknown they are left out and listed', () => {
    const { columns, ignored, width } = plan(['Fax', 'Firma', ''], [], true);
    expect([columns, ignored, width]).toEqual([
      [{ index: 1, header: 'Firma', target: 'account.companyName' }],
      ['Fax', 'column 3'],
      3,
    ]);
  });

  test('a heading as long as a file is cut in the message', () => {
    expect(refusal([`Firma;${'x'.repeat(1000)}`])).toMatchObject({
      message: expect.stringMatching(/^unknown column in the file: "Firma;x{54}…"$/),
    });
  });

  test('a file without any account or contact column is refused', () => {
    for (const headers of [['Foo', 'Bar'], ['Role']]) {
      expect(refusal(headers, [], true)).toMatchObject({
        code: 'NO_CLIENT_COLUMNS',
        hint: expect.stringContaining('kontor import template'),
      });
    }
  });
});

describe('B1: --map', () => {
  test('counts more than the heading, whose meaning is then free for others', () => {
    expect(planned(['Firma', 'Name'], ['Firma=account.name', 'Name=account.companyName'])).toEqual([
      'Firma>account.name',
      'Name>account.companyName',
    ]);
  });

  test('columns and targets may be written in any case and with any punctuation', () => {
    const headers = ['Größe', 'Kunden-Nr.'];
    expect(planned(headers, [' groesse = Contact.Notes', 'KUNDENNR=account.key'])).toEqual([
      'Größe>contact.notes',
      'Kunden-Nr.>account.key',
    ]);
    expect(planned(['X'], ['X=account.company-name'])).toEqual(['X>account.companyName']);
  });

  test('the last = divides, so that a heading may hold one', () => {
    expect(planned(['a=b', '#'], ['a=b=account.key', '#=account.name'])).toEqual([
      'a=b>account.key',
      '#>account.name',
    ]);
  });

  test('one column may fill two targets; saying the same twice is no conflict', () => {
    const map = ['Firma=account.companyName', 'Firma=account.name', 'firma=account.name'];
    expect(planned(['Firma'], map)).toEqual(['Firma>account.companyName', 'Firma>account.name']);
  });

  test('a column that the file does not have is refused, naming the nearest', () => {
    expect(refusal(['Firma', 'Kundennummer'], ['Kundenummer=account.key'])).toMatchObject({
      code: 'UNKNOWN_SOURCE_COLUMN',
      message: '--map names a column that the file does not have: "Kundenummer"',
      hint: 'did you mean "Kundennummer"?',
    });
    expect(refusal(['Firma', 'Ort'], ['Xyz=account.key'])).toMatchObject({
      hint: 'the columns of the file are: Firma, Ort',
    });
  });

  test('a column that fits two headings is refused unless written exactly', () => {
    const headers = ['Tel.', 'Tel!'];
    expect(refusal(headers, ['tel=contact.phone'])).toMatchObject({ code: 'AMBIGUOUS_SOURCE_COLUMN' });
    expect(planned(headers, ['Tel!=contact.phone'], true)).toEqual(['Tel!>contact.phone']);
  });

  test('an unknown target is refused, naming the nearest and all', () => {
    expect(refusal(['X'], ['X=contact.emial'])).toMatchObject({
      code: 'UNKNOWN_TARGET',
      message: '"contact.emial" is nothing that a column can fill',
      hint: expect.stringMatching(
        /^did you mean contact\.email\? a column fills one of: account\.key, .*access\.sync, field:LABEL$/,
      ),
    });
    expect(refusal(['X'], ['X=foo'])).toMatchObject({
      hint: expect.stringMatching(/^a column fills one of/),
    });
  });

  test.each(['Firma', '=account.key', 'Firma='])('%s is no mapping', (value) => {
    expect(refusal(['Firma'], [value])).toMatchObject({ code: 'INVALID_MAPPING' });
  });
});

describe('B4: two columns for one target', () => {
  test('are refused, naming both', () => {
    expect(refusal(['E-Mail', 'Mail', 'Firma'])).toMatchObject({
      code: 'COLUMN_CONFLICT',
      message: 'two columns fill contact.email: "E-Mail" and "Mail"',
      details: { target: 'contact.email', columns: ['E-Mail', 'Mail'] },
    });
    expect(refusal(['A', 'B'], ['A=account.key', 'B=account.key'])).toMatchObject({
      message: 'two columns fill account.key: "A" and "B"',
    });
  });

  test('--map chooses one; the other must then be left out', () => {
    const headers = ['E-Mail', 'Mail'];
    const map = ['Mail=contact.email'];
    expect(refusal(headers, map)).toMatchObject({
      code: 'UNKNOWN_COLUMNS',
      message: 'unknown column in the file: "E-Mail" (contact.email is filled by "Mail")',
    });
    expect(planned(headers, map, true)).toEqual(['Mail>contact.email']);
  });

  test('an address book has many phones: the best heading fills the target, the others are unknown', () => {
    expect(planned(['Mobile Phone', 'Business Phone', 'First Name'], [], true)).toEqual([
      'Business Phone>contact.phone',
      'First Name>contact.firstName',
    ]);
    expect(planned(['Mobil', 'Telefon'], [], true)).toEqual(['Telefon>contact.phone']);
    expect(planned(['Mobil', 'Firma'])).toEqual(['Mobil>contact.phone', 'Firma>account.companyName']);
  });
});

describe('B4: "Name"', () => {
  test('alone is the whole name of the contact', () => {
    expect(planned(['Name', 'Ort'])).toEqual(['Name>contact.fullName', 'Ort>contact.city']);
  });

  test('beside a first name and no other last name it is the last name', () => {
    expect(planned(['Vorname', 'Name'])).toEqual(['Vorname>contact.firstName', 'Name>contact.lastName']);
    expect(planned(['Vorname', 'Nachname', 'Name'])).toEqual([
      'Vorname>contact.firstName',
      'Nachname>contact.lastName',
      'Name>contact.fullName',
    ]);
  });

  test('beside a contact person it may be anything, and is not guessed', () => {
    expect(refusal(['Name', 'Ansprechpartner'])).toMatchObject({ code: 'UNKNOWN_COLUMNS' });
  });
});

describe('headerOf', () => {
  test('gives the heading of the file for a target, and that of the full name for its parts', () => {
    const { headerOf } = plan(['Ansprechpartner', 'E-Mail']);
    expect([headerOf('contact.email'), headerOf('contact.lastName'), headerOf('account.key')]).toEqual([
      'E-Mail',
      'Ansprechpartner',
      undefined,
    ]);
  });
});
