import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, comparisonKey, tidy, tidyOrNull } from '../../../src/domain/text/comparison.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('comparison of names', () => {
  it.each([
    ['Straßen  Bau', ' STRASSEN bau '],
    ['Müller', 'Mu\u0308ller'],
    ['ＡＢＣ GmbH', 'abc gmbh'],
    ['ﬁx & fertig', 'FIX & FERTIG'],
    ['a\u00a0\tb', 'A B'],
    ['ΟΔΟΣ', 'οδος'],
    ['\u0390', '\u03aa\u0301'],
  ])('A4: %j and %j are the same name', (one, other) => {
    expect(comparisonKey(one)).toBe(comparisonKey(other));
  });

  it.each([
    ['Muller', 'Müller'],
    ['Mueller', 'Müller'],
    ['ab', 'a b'],
    ['a', 'a.'],
  ])('A4: %j and %j are two names', (one, other) => {
    expect(comparisonKey(one)).not.toBe(comparisonKey(other));
  });

  it('A4: a key compares equal to the name it was made from, and to its other normal forms', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = comparisonKey(text);
        expect(comparisonKey(key)).toBe(key);
        expect(comparisonKey(text.normalize('NFD'))).toBe(key);
        expect(comparisonKey(text.normalize('NFKC'))).toBe(key);
        expect(comparisonKey(`  ${text}\n`)).toBe(key);
      }),
    );
  });

  it('C4: addresses compare without case and outer space, in either normal form', () => {
    expect(addressKey(' Erika@MÜLLER.example ')).toBe(addressKey('erika@mu\u0308ller.example'));
    expect(addressKey('erika@muller.example')).not.toBe(addressKey('erika@müller.example'));
  });

  it('what is stored is composed and trimmed; nothing is no value', () => {
    expect(tidy('  Mu\u0308ller  GmbH ')).toBe('Müller  GmbH');
    expect([tidyOrNull(' \t '), tidyOrNull(null), tidyOrNull(undefined), tidyOrNull(' x ')]).toEqual([
      null,
      null,
      null,
      'x',
    ]);
  });
});
