/*
 * Data is never trusted: what clients, files and other systems put into the database may hold escape sequences
 * that write to the clipboard, characters that reverse the reading direction, or ones that cannot be seen. Where
 * a person reads it, each of them is shown as a visible escape.
 */

/** Neither printable nor harmless, beyond C0: C1, bidi controls, separators, invisible and tag characters. */
const deceptive =
  '\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164' +
  '\\ufeff\\uffa0\\ufff9-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e007f}';

/** Scripts whose spelling needs the zero-width joiner and non-joiner; elsewhere these only make words look alike. */
const joining = `[${(
  'Arabic Syriac Mongolian Nko Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala ' +
    'Tibetan Khmer Myanmar'
).replace(/(\w+) ?/g, '\\p{Script=$1}')}]`;
const emoji = '[\\p{Extended_Pictographic}\\ufe0f\\u{1f3fb}-\\u{1f3ff}]';

/** Beyond printable ASCII, the letters that Europe writes, kana, ideographs and Hangul syllables: only then is the long pattern worth its time. */
const needsALook =
  /[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0391-\u0482\u048a-\u052f\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3]/;

let unsafe: RegExp | undefined;
/** Made when it is needed: the tables of Unicode that it asks take longer to read than a small list to show. */
const unsafeOnce = (): RegExp => {
  unsafe ??= new RegExp(
    [
      `[\\x00-\\x1f\\p{Surrogate}${deceptive}]`,
      `(?<!${joining})\\u200c`,
      `\\u200c(?!${joining})`,
      `(?<!${joining}|${emoji})\\u200d`,
      `(?<=${emoji})\\u200d(?!\\p{Extended_Pictographic})`,
    ].join('|'),
    'gu',
  );
  return unsafe;
};
const deceptiveInJson = new RegExp(`[${deceptive}]`, 'gu');

const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\x1b', '\\e'],
]);

function visible(character: string): string {
  const name = named.get(character);
  if (name !== undefined) return name;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** One line of text for people: whatever could steer the terminal or deceive the eye becomes a visible escape. */
export function safeText(text: string): string {
  return needsALook.test(text) ? text.replace(unsafeOnce(), visible) : text;
}

/** Like `safeText` for texts of several lines: line breaks stay line breaks. */
export function safeLines(text: string): string {
  return needsALook.test(text) ? text.split(/\r?\n/).map(safeText).join('\n') : text;
}

/**
 * JSON text that is safe to look at and still means the same: `JSON.stringify` leaves C1, bidi and invisible
 * characters as they are; as `\u` escapes they parse back to exactly the same string.
 */
export function safeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  if (!needsALook.test(text)) return text;
  return text.replace(deceptiveInJson, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
