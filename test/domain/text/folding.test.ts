import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldings, foldSpelledOut, searchText } from '../../../src/domain/text/folding.ts';

/** Words as German names have them. */
const names = fc.string({ unit: fc.constantFrom(...'abcmnrstuäöüßéåøÄÖÜ-'), minLength: 1, maxLength: 12 });

describe('folding for the search', () => {
  it.each([
    ['Müller', 'muller', 'mueller'],
    ['MÜLLER', 'muller', 'mueller'],
    ['Mu\u0308ller', 'muller', 'mueller'],
    ['Straße', 'strasse', 'strasse'],
    ['STRASSE', 'strasse', 'strasse'],
    ['STRAẞE', 'strasse', 'strasse'],
    ['Übergröße', 'ubergrosse', 'uebergroesse'],
    ['Ångström', 'angstrom', 'aangstroem'],
    ['Bjørn Sørensen', 'bjorn sorensen', 'bjoern soerensen'],
    ['Łukasz Wałęsa', 'lukasz walesa', 'lukasz walesa'],
    ['Façade', 'facade', 'facade'],
    ['İstanbul', 'istanbul', 'istanbul'],
    ['ＡＢＣ ﬁx', 'abc fix', 'abc fix'],
    ['plain ASCII 42', 'plain ascii 42', 'plain ascii 42'],
  ])('Q2: %s folds to %s and %s', (text, plain, spelledOut) => {
    expect([fold(text), foldSpelledOut(text)]).toEqual([plain, spelledOut]);
  });

  it('Q2: a name is found by itself, in capitals, without accents, spelled out and decomposed', () => {
    fc.assert(
      fc.property(names, (name) => {
        const body = searchText([name]);
        for (const typed of [
          name,
          name.toUpperCase(),
          fold(name),
          foldSpelledOut(name),
          name.normalize('NFD'),
        ]) {
          expect(foldings(typed).some((word) => body.includes(word))).toBe(true);
        }
      }),
    );
  });

  it('Q2: folding again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('Q1: the searchable text has each line once and leaves out what is not there', () => {
    expect(searchText(['Müller', null, 'muller', undefined, '', 'info@müller.example'])).toBe(
      'muller\nmueller\ninfo@muller.example\ninfo@mueller.example',
    );
  });
});
