import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, sortKey } from '../../../src/domain/text/collation.ts';

/** Order of the databases: byte by byte in UTF-8. */
const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const collator = new Intl.Collator('de');

const punctuation = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$';
const letters =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüßÄÖÜéèêëáàâãåçñíìîïóòôõúùûýÿøłšžčřěůćńśźżąęőűşğæœđðħ';
const latin = (extra: string) =>
  fc.string({ unit: fc.constantFrom(...letters, ...extra), minLength: 1, maxLength: 8 });

describe('alphabetical order', () => {
  it('L1: Ä stands beside A, and capitals beside small letters', () => {
    const names = [
      'Zimmer',
      'Äpfel',
      'apfel',
      'Adam',
      'Apfel',
      'Ärger',
      'Öl',
      'Oel',
      'Otto',
      'straße',
      'Strasse',
      'Straus',
    ];
    expect(names.sort(compareNames)).toEqual([
      'Adam',
      'apfel',
      'Apfel',
      'Äpfel',
      'Ärger',
      'Oel',
      'Öl',
      'Otto',
      'Strasse',
      'straße',
      'Straus',
      'Zimmer',
    ]);
  });

  it('L1: the sort key of Latin text contradicts the collation at most in the order of accents', () => {
    const text = latin(`0123456789${punctuation}`).map((name) => name.trim());
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one = '', other = ''] = [a, b].map((name) => sortKey(name).split('\u0001')[0]);
        const bytes = compareBytes(one, other);
        if (bytes !== 0) expect(Math.sign(bytes)).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('L1: names compare as the collator says, whatever their letters', () => {
    // Neighbours in Unicode that stand elsewhere in the alphabet, and scripts of their own.
    const text = latin('×÷ÞþıĸŊŋŦŧſŉĳŀαЖ日').map((name) => name.trim());
    const pair = fc.oneof(
      fc.tuple(text, text),
      fc.tuple(text, text, text).map(([head, one, other]) => [head + one, head + other] as const),
    );
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.sign(compareNames(a, b))).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 5_000 },
    );
  });

  it('L1: nor does the sort key of names that differ in accents and case alone', () => {
    const few = fc.string({ unit: fc.constantFrom(...'aäÄáAoöøOsßSlł -'), minLength: 1, maxLength: 5 });
    const text = few.map((name) => name.trim());
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one = '', other = ''] = [a, b].map((name) => sortKey(name).split('\u0001')[0]);
        const bytes = compareBytes(one, other);
        if (bytes !== 0) expect([a, b, Math.sign(bytes)]).toEqual([a, b, Math.sign(collator.compare(a, b))]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('L1: two names have one sort key only if nothing but case tells them apart', () => {
    const accents = new Intl.Collator('de', { sensitivity: 'accent' });
    fc.assert(
      fc.property(latin(''), latin(''), (a, b) => {
        if (sortKey(a) === sortKey(b)) expect(accents.compare(a, b)).toBe(0);
      }),
      { numRuns: 1_000 },
    );
    expect(sortKey('MÜLLER')).toBe(sortKey('müller'));
  });

  it('L1: accents decide only between names that are otherwise equal', () => {
    const names = ['Cote', 'Coté', 'Côte', 'Côté', 'Cotea'];
    const byKey = [...names].sort((a, b) => compareBytes(sortKey(a), sortKey(b)));
    expect(byKey).toEqual([...names].sort(compareNames));
  });
});
