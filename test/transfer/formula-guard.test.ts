import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralised, restored } from '../../src/transfer/formula-guard.ts';

describe('B5: what a spreadsheet would run', () => {
  it.each([
    ...[
      '=1+1',
      "=cmd|' /C calc'!A0",
      '@SUM(A1)',
      '+A1',
      '-A1',
      '-2+3',
      '+49 30 SUM(A1)',
      '-1-1',
      '+',
      '=',
      '@',
    ],
    ...[' =1', '\t=1', '\u00a0=1', '"=1', '" \'=1', '\u200b=1', '\t', '\ttext', '\rtext', '\n=1', '\u3000=1'],
    ...['＝1', '＋A1', '－A1', '＠A1', ' ＝1'],
  ])('%j gets an apostrophe, which import takes away', (text) => {
    expect(neutralised(text)).toBe(`'${text}`);
    expect(restored(`'${text}`)).toBe(text);
  });

  it.each([
    ...['+49 30 1234567', '+49 (30) 123-45/6', '+49.30.1234', '+49 30 123 ext. 12', '+1'],
    ...['-12', '-12.50', '-1.234,50', '+5', '-3 %', '-', '--'],
    ...['', 'a=b', 'Müller', 'info@a.example', "'t Hooft", "'", "''", '"quoted"', '1-2', '株式会社', ' a'],
  ])('%j stays as it is in both directions', (text) => {
    expect(neutralised(text)).toBe(text);
    expect(restored(text)).toBe(text);
  });

  it('one that has apostrophes in front gets one more, and loses one', () => {
    expect(neutralised("'=1")).toBe("''=1");
    expect(restored("''=1")).toBe("'=1");
    expect(restored("'+49 30 1")).toBe("'+49 30 1");
    expect(neutralised("''＝1")).toBe("'''＝1");
  });

  it('any text comes back, and none that is written begins like a formula', () => {
    const piece = fc.oneof(
      fc.constantFrom(...`'"=+-@＝＋－＠ \t\n\r1a|,;.\u200b\u00a0`),
      fc.constantFrom('+49 30 1', '-1.5', 'ext. 1'),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (given) => {
        const cell = neutralised(given);
        expect(restored(cell)).toBe(given);
        if (/^[=@＝＠]/.test(cell.trim())) throw new Error(`${JSON.stringify(cell)} would run`);
      }),
      { numRuns: 3_000 },
    );
  });
});
