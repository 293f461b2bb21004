import { describe, expect, test } from 'vitest';
import type { FieldColumn } from '../../../src/transfer/reading/headings/fields.ts';
import { planColumns } from '../../../src/transfer/reading/mapping.ts';

const fields: FieldColumn[] = [
  { scope: 'account', key: 'tax-number', label: 'Steuernummer' },
  { scope: 'account', key: 'fee', label: 'Fee (yearly)' },
  { scope: 'account', key: 'since', label: 'Client since' },
  { scope: 'contact', key: 'since', label: 'Client since' },
  { scope: 'contact', key: 'spouse-email', label: 'Spouse e-mail' },
  { scope: 'contact', key: 'phone-2', label: 'Phone' },
];

const targets = (headers: string[], map: string[] = []) =>
  planColumns(headers, { map, ignoreUnknown: false, fields }).columns.map(({ target }) => target);

const refusal = (headers: string[], map: string[] = []): unknown => {
  try {
    targets(headers, map);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
};

describe('B4: columns that fill custom fields', () => {
  test.each([
    ['Steuernummer', 'account.field:tax-number'],
    ['STEUER-NUMMER', 'account.field:tax-number'],
    ['tax-number', 'account.field:tax-number'],
    ['field:Steuernummer', 'account.field:tax-number'],
    ['field:fee', 'account.field:fee'],
    ['Field: fee yearly', 'account.field:fee'],
    ['contact.field:since', 'contact.field:since'],
    ['Account field: Client since', 'account.field:since'],
    ['spouse-email', 'contact.field:spouse-email'],
  ])('%s', (header, target) => {
    expect(targets(['Firma', header])).toEqual(['account.companyName', target]);
  });

  test('a heading that is known by itself keeps its meaning; the field is reached by its name', () => {
    expect(targets(['Firma', 'Phone'])).toEqual(['account.companyName', 'contact.phone']);
    expect(targets(['Firma', 'field:Phone'])).toEqual(['account.companyName', 'contact.field:phone-2']);
  });

  test.each([
    ['field:Steuernummer', 'account.field:tax-number'],
    ['field:tax-number', 'account.field:tax-number'],
    ['account.field:since', 'account.field:since'],
    ['contact.fields.since', 'contact.field:since'],
  ])('--map "X=%s"', (target, meant) => {
    expect(targets(['Firma', 'X'], [`X=${target}`])).toEqual(['account.companyName', meant]);
  });

  test('a name that accounts and contacts both have is refused, naming both spellings', () => {
    const ambiguous = { code: 'AMBIGUOUS_FIELD', hint: 'write account.field:since or contact.field:since' };
    expect(refusal(['Firma', 'X'], ['X=field:since'])).toMatchObject(ambiguous);
    expect(refusal(['Firma', 'Client since'])).toMatchObject(ambiguous);
  });

  test('a field that there is not is refused, naming the nearest', () => {
    expect(refusal(['Firma', 'field:Steuernumer'])).toMatchObject({
      kind: 'usage',
      code: 'UNKNOWN_FIELD',
      message: 'there is no field "Steuernumer"',
      hint: expect.stringContaining('did you mean field:Steuernummer?'),
    });
  });

  test('an unknown heading is answered with the nearest field', () => {
    expect(refusal(['Firma', 'Steuernumer'])).toMatchObject({
      code: 'UNKNOWN_COLUMNS',
      details: { near: { Steuernumer: 'Steuernummer' } },
    });
  });

  test('two columns for one field are a conflict', () => {
    expect(refusal(['Firma', 'Steuernummer', 'tax-number'])).toMatchObject({ code: 'COLUMN_CONFLICT' });
  });
});
