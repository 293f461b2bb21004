import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldInput, type FieldType, fieldTypes } from '../../../src/domain/field/model.ts';
import {
  isUnfit,
  keyFromLabel,
  optionsNamed,
  readValue,
  shownValue,
  valueText,
} from '../../../src/domain/field/rules.ts';
import { numberSort, textSort } from '../../../src/domain/field/sorting.ts';

const options = ['GmbH', 'GmbH & Co. KG', 'e.K.', 'Smith, Jones', 'Smith'].map((label, index) => ({
  id: index + 1,
  label,
}));
const noPhone = () => ({ allowed: 'no telephone' });

/** The value as JSON shows it, undefined when cleared, `no` when refused. */
const read = (type: FieldType, given: FieldInput) => {
  const field = { type, options, key: 'k' };
  const stored = readValue(field, given, noPhone);
  return isUnfit(stored) ? 'no' : shownValue(field, stored);
};

describe('values by type', () => {
  it.each<[FieldType, FieldInput, unknown]>([
    ['text', ' a\nb ', 'a\nb'],
    ['text', 42, '42'],
    ['text', true, 'no'],
    ['text', 'x'.repeat(5_000), 'x'.repeat(5_000)],
    ['text', 'x'.repeat(5_001), 'no'],
    ['text', 'a\u0000b', 'no'],
    ['text', ['only'], 'only'],
    ['text', ['one', 'two'], 'no'],
    ['number', '-1234.5', -1234.5],
    ['number', '007', 7],
    ['number', '1.50', 1.5],
    ['number', '0.125', 0.125],
    ['number', '1.5000', 1.5],
    ['number', 1.125, 1.125],
    ['number', '1.500', 'no'],
    ['number', '-12.000', 'no'],
    ['number', '-0', 0],
    ['number', 1e-7, 0.0000001],
    ['number', '999999999999999', 999999999999999],
    ['number', '1234567890123456', 'no'],
    ['number', 0.1 + 0.2, 'no'],
    ['number', Number.NaN, 'no'],
    ['number', '1.234,56', 'no'],
    ['number', '1,5', 'no'],
    ['number', '1e3', 'no'],
    ['number', '1 000', 'no'],
    ['number', '.5', 'no'],
    ['number', '5.', 'no'],
    ['number', '+5', 'no'],
    ['number', '0x10', 'no'],
    ['number', 'abc', 'no'],
    ['number', true, 'no'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', 'no'],
    ['date', '1900-02-29', 'no'],
    ['date', '2026-04-31', 'no'],
    ['date', '2026-13-01', 'no'],
    ['date', '0000-01-01', 'no'],
    ['date', '31.12.2026', 'no'],
    ['date', '2026-1-1', 'no'],
    ['date', '2026-01-01T00:00:00Z', 'no'],
    ['checkbox', true, true],
    ['checkbox', 'Ja', true],
    ['checkbox', 'on', true],
    ['checkbox', 1, true],
    ['checkbox', 'nein', false],
    ['checkbox', false, false],
    ['checkbox', '0', false],
    ['checkbox', 'maybe', 'no'],
    ['checkbox', 2, 'no'],
    ['url', 'https://weiss.example/a?b#c', 'https://weiss.example/a?b#c'],
    ['url', 'HTTP://weiss.example', 'HTTP://weiss.example'],
    ['url', 'ftp://weiss.example', 'no'],
    ['url', 'javascript:alert(1)', 'no'],
    ['url', 'weiss.example', 'no'],
    ['url', 'https://', 'no'],
    ['url', 'https://a b.example', 'no'],
    ['email', 'Jan@Weiss.example', 'Jan@Weiss.example'],
    ['email', 'jan@weiss', 'no'],
    ['phone', '123', 'no'],
    ['dropdown', ' gmbh ', 'GmbH'],
    ['dropdown', 'id:3', 'e.K.'],
    ['dropdown', 'id:9', 'no'],
    ['dropdown', 'AG', 'no'],
    ['dropdown', 'Smith, Jones', 'Smith, Jones'],
    ['multi-dropdown', 'e.K., gmbh,GmbH', ['GmbH', 'e.K.']],
    ['multi-dropdown', ['Smith', 'GmbH & Co. KG'], ['GmbH & Co. KG', 'Smith']],
    ['multi-dropdown', 'Smith, Jones,id:1', ['GmbH', 'Smith, Jones']],
    ['multi-dropdown', ['Smith, Jones, e.K.'], ['e.K.', 'Smith, Jones']],
    ['multi-dropdown', 'GmbH,AG', 'no'],
  ])('F2: %s takes %j as %j', (type, given, shown) => {
    expect(read(type, given)).toEqual(shown);
  });

  it('F2: nothing clears, whatever the type', () => {
    for (const type of fieldTypes)
      for (const nothing of [null, '', ' ', []]) expect(read(type, nothing)).toBe(undefined);
  });

  it('F2: a refusal says what is allowed', () => {
    const allowed = (type: FieldType, given: FieldInput) => {
      const stored = readValue({ type, options, key: 'form' }, given, noPhone);
      return isUnfit(stored) ? stored.allowed : undefined;
    };
    expect(allowed('number', '1.234,56')).toContain('as in -1234.5');
    expect(allowed('date', '1.1.2026')).toContain('YYYY-MM-DD');
    expect(allowed('dropdown', 'AG')).toBe(
      'it takes "GmbH", "GmbH & Co. KG", "e.K.", "Smith, Jones", "Smith"',
    );
    const empty = readValue({ type: 'dropdown', options: [], key: 'form' }, 'AG', noPhone);
    expect(isUnfit(empty) && empty.allowed).toContain('kontor field option form --add');
  });

  it('F2: every number comes back as it was given, and its text is read again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: 0, max: 6 }),
        (whole, point) => {
          const value = whole / 10 ** point;
          expect(read('number', value)).toBe(value === 0 ? 0 : value);
          expect(read('number', valueText(value))).toBe(value === 0 ? 0 : value);
        },
      ),
      {
        examples: [
          [44_521, 3],
          [-1_001, 3],
        ],
      },
    );
  });

  it('Q3: the sort bytes of numbers are in the order of the numbers', () => {
    const decimal = fc
      .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 5 }))
      .map(([whole, point]) => whole / 10 ** point);
    const sortOf = (value: number) => {
      const stored = readValue({ type: 'number', options: [], key: 'k' }, value, noPhone);
      return isUnfit(stored) ? '' : (stored[0]?.sort ?? '');
    };
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(Math.sign(Buffer.compare(Buffer.from(sortOf(a)), Buffer.from(sortOf(b))))).toBe(
          Math.sign(a - b) || 0,
        );
      }),
      { numRuns: 500 },
    );
    expect(numberSort('-1.5') < numberSort('-1')).toBe(true);
    expect(numberSort('-1.51') < numberSort('-1.5')).toBe(true);
    expect(numberSort('999999999999999') > numberSort('9')).toBe(true);
  });

  it('Q3: texts sort like names, count as the same like names, and never outgrow an index', () => {
    expect(textSort('Äpfel') > textSort('Apfel') && textSort('Äpfel') < textSort('B')).toBe(true);
    expect(textSort('  STRASSE ')).toBe(textSort('Straße'));
    expect(textSort('a\nb')).toBe(textSort('a b'));
    for (const long of ['x'.repeat(5_000), '𝒳'.repeat(2_500), `${'x'.repeat(199)}😀😀`]) {
      expect(Buffer.byteLength(textSort(long))).toBeLessThan(2_000);
      expect(textSort(long).isWellFormed()).toBe(true);
    }
  });

  it('F3: as many parts as possible are one option', () => {
    expect(optionsNamed(options, 'Smith, Jones')?.map(({ id }) => id)).toEqual([4]);
    expect(optionsNamed(options, 'Smith,, GmbH,')?.map(({ id }) => id)).toEqual([5, 1]);
    expect(optionsNamed(options, 'Jones')).toBeUndefined();
  });

  it.each([
    ['Steuernummer (alt)', 'steuernummer-alt'],
    ['Größe über Straße', 'groesse-ueber-strasse'],
    ['Spouse e-mail', 'spouse-email'],
    ['  §  ', ''],
    ['姓名', ''],
    ['Née Ødegård', 'nee-oedegaard'],
    ['x'.repeat(100), 'x'.repeat(60)],
  ])('F1: the key of "%s" is "%s"', (label, key) => {
    expect(keyFromLabel(label)).toBe(key);
  });
});
