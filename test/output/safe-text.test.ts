import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeJson, safeLines, safeText } from '../../src/output/safe-text.ts';
import { hostile, hostileShown, unsafe } from './support.ts';

const anyText = fc.string({ unit: 'binary' });

describe('safeText', () => {
  test.each([
    ['line breaks and tabs', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['terminal escapes', '\x1b[31mred\x9b0m\x07', '\\e[31mred\\x9b0m\\x07'],
    ['NUL and DEL', '\0\x7f', '\\x00\\x7f'],
    ['bidi controls', 'a\u202eb\u2066c\u061c\u200f', 'a\\u{202e}b\\u{2066}c\\u{61c}\\u{200f}'],
    ['separators', 'a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['invisible characters', 'a\u200bb\u2060c\ufeffd\xade', 'a\\u{200b}b\\u{2060}c\\u{feff}d\\xade'],
    ['tag characters', 'a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
    ['lone surrogates', 'a\ud83d b\udc00', 'a\\u{d83d} b\\u{dc00}'],
    ['joiners that make words look alike', 'Mül\u200cler\u200d', 'Mül\\u{200c}ler\\u{200d}'],
    ['joiners before no emoji', '👩\u200d\u200d👧', '👩\\u{200d}\\u{200d}👧'],
    ['all at once', hostile, hostileShown],
  ])('shows %s as escapes', (_, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  test.each([
    ['German', 'Königlich Essen — „Straße“ €'],
    ['emoji with joiners, tones and variation selectors', '👨‍👩‍👧 👍🏽 ❤️‍🔥 🏳️‍🌈 🇩🇪 1️⃣'],
    ['Persian and Hindi, whose spelling needs joiners', 'می\u200cخواهم क्\u200dष'],
    ['Chinese, Japanese, Korean', '山田 かな 한국'],
    ['combining marks', 'cafe\u0301 n\u0303'],
    ['backslashes', 'C:\\new'],
  ])('leaves %s alone', (_, text) => {
    expect(safeText(text)).toBe(text);
  });

  test('lets nothing unsafe through, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(safeText(text)).not.toMatch(unsafe);
        expect(safeText(text)).not.toContain('\n');
      }),
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(safeText(safeText(text))).toBe(safeText(text));
      }),
    );
  });
});

test('safeLines keeps line breaks and nothing else', () => {
  expect(safeLines('a\r\nb\n\x1bc\rd\u2028e')).toBe('a\nb\n\\ec\\rd\\u{2028}e');
});

describe('safeJson', () => {
  test('escapes what cannot be seen and means the same', () => {
    expect(safeJson({ a: 'x\u202e\x9b\u{e0041}👨‍👩‍👧' })).toBe('{"a":"x\\u202e\\u009b\\udb40\\udc41👨‍👩‍👧"}');
  });

  test('parses back to what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = safeJson(value, indent);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(unsafe);
      }),
    );
  });
});
