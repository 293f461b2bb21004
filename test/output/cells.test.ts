import fc from 'fast-check';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { cellWidth, clip, cut, loadMeasure, wrap } from '../../src/output/cells.ts';
import { safeText } from '../../src/output/safe-text.ts';

test('loads what measures unusual characters only when one is met, and then draws again', async () => {
  // As at the start of the program: another test may have met one in this process.
  vi.resetModules();
  const fresh = await import('../../src/output/cells.ts');
  expect(() => fresh.cellWidth('👍🏽')).toThrow();
  expect(fresh.cellWidth('Grüße – „Müller“, Ελλάδα, Россия, 5 €…')).toBe(38);
  expect(await fresh.measured(() => fresh.cellWidth('👍🏽'))).toBe(2);
});

test('measures simple text as string-width does, and segments it as Intl.Segmenter does', () => {
  const ranges = [
    [0x20, 0x7e],
    [0xa1, 0xac],
    [0xae, 0x2ff],
    [0x370, 0x482],
    [0x48a, 0x52f],
    [0x1e00, 0x1eff],
    [0x2010, 0x2027],
    [0x2030, 0x205e],
    [0x20ac, 0x20ac],
    [0x3041, 0x3096],
    [0x30a1, 0x30ff],
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fff],
    [0xac00, 0xd7a3],
    [0xff01, 0xff60],
  ] as const;
  for (const [from, to] of ranges) {
    for (let code = from; code <= to; code += 1) {
      const char = String.fromCodePoint(code);
      if (stringWidth(char) !== cellWidth(char))
        expect([code, stringWidth(char)]).toEqual([code, cellWidth(char)]);
    }
    const all = Array.from({ length: Math.min(to - from + 1, 500) }, (_, index) =>
      String.fromCodePoint(from + index),
    );
    expect([...new Intl.Segmenter().segment(all.join(''))].map(({ segment }) => segment)).toEqual(all);
  }
});

describe('with the measure loaded', () => {
  beforeAll(loadMeasure);

  const safe = fc.string({ unit: 'binary', maxLength: 200 }).map(safeText);
  const readable = fc
    .array(fc.constantFrom('a', 'ß', ' ', '山', '👨‍👩‍👧', 'e\u0301', '🇩🇪', 'ﾞ', 'क्', '\u0301', '👍🏽'), {
      maxLength: 60,
    })
    .map((parts) => parts.join(''));
  const texts = fc.oneof(safe, readable);

  test.each([
    ['Müller', 6],
    ['山田', 4],
    ['👨‍👩‍👧', 2],
    ['cafe\u0301', 4],
    ['', 0],
  ])('%s takes %i cells', (text, cells) => {
    expect(cellWidth(text)).toBe(cells);
  });

  test('long texts are measured in pieces to the same width', () => {
    fc.assert(
      fc.property(readable, (text) => {
        const long = `${text}|`.repeat(40);
        expect(cellWidth(long)).toBe(stringWidth(long));
      }),
      { numRuns: 30 },
    );
  });

  describe('cut', () => {
    test.each([
      ['Müller GmbH', 20, 'Müller GmbH'],
      ['Müller GmbH', 11, 'Müller GmbH'],
      ['Müller GmbH', 8, 'Müller …'],
      ['山田太郎商店', 6, '山田…'],
      ['👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5, '👨‍👩‍👧👨‍👩‍👧…'],
      ['cafe\u0301 noir', 5, 'cafe\u0301…'],
      ['anything', 1, '…'],
      ['anything', 0, ''],
    ])('%s to %i cells', (text, cells, expected) => {
      expect(cut(text, cells)).toBe(expected);
    });

    test('never exceeds the cells, and leaves alone what fits', () => {
      fc.assert(
        fc.property(texts, fc.integer({ min: 1, max: 60 }), (text, cells) => {
          expect(stringWidth(cut(text, cells))).toBeLessThanOrEqual(cells);
          if (stringWidth(text) <= cells && text.length <= cells * 16) expect(cut(text, cells)).toBe(text);
        }),
      );
    });

    test('a letter under endless marks is shortened as well', () => {
      expect(cut(`e${'\u0301'.repeat(100_000)}`, 10).length).toBeLessThan(300);
    });
  });

  test('clip keeps pairs of surrogates whole', () => {
    for (const start of ['', 'a']) expect(clip(start + '👍'.repeat(500), 10)).not.toMatch(/\p{Surrogate}/u);
  });

  describe('wrap', () => {
    test('breaks between words', () => {
      expect(wrap('Die Akte liegt beim Finanzamt', 12)).toEqual(['Die Akte', 'liegt beim', 'Finanzamt']);
    });

    test('breaks words that are too long, between graphemes', () => {
      expect(wrap('Steuerberatungsgesellschaft', 10)).toEqual(['Steuerbera', 'tungsgesel', 'lschaft']);
      expect(wrap('山田太郎商店', 5)).toEqual(['山田', '太郎', '商店']);
    });

    test('keeps every word and exceeds no line', () => {
      fc.assert(
        fc.property(texts, fc.integer({ min: 4, max: 60 }), (text, cells) => {
          const lines = wrap(text, cells);
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(cells);
          expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        }),
      );
    });
  });
});
