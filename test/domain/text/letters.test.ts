import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byLetter } from '../../../src/domain/text/letters.ts';

const letters = Array.from({ length: 0x180 - 0xc0 }, (_, index) => String.fromCharCode(0xc0 + index));
const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const names = fc.string({ unit: fc.constantFrom(...letters, ...ascii), maxLength: 12 });

describe('letter by letter', () => {
  it.each<[string, (text: string) => string]>([
    ['compatibility forms', (text) => text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC')],
    ['marks behind letters', (text) => text.normalize('NFD').toLowerCase()],
    [
      'letters without marks',
      (text) =>
        text
          .toLowerCase()
          .normalize('NFKD')
          .replace(/\p{M}+/gu, ''),
    ],
  ])('A4, L1, Q2: %s are the same as of the whole name', (_, work) => {
    const lettered = byLetter(work);
    fc.assert(
      fc.property(names, (name) => {
        expect(lettered(name)).toBe(work(name));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives other scripts and decomposed names to the work as they are', () => {
    const seen: string[] = [];
    const lettered = byLetter((text) => {
      seen.push(text);
      return text.toLowerCase();
    });
    for (const name of ['ΟΔΥΣΣΕΥΣ', 'Mu\u0308ller', 'Müller\nund', '日本']) lettered(name);
    expect(seen).toEqual(['ΟΔΥΣΣΕΥΣ', 'Mu\u0308ller', 'Müller\nund', '日本']);
  });
});
