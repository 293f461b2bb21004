import { byLetter } from './letters.ts';

const plain = /^[\x20-\x7e]*$/;

/** Letters that do not decompose into a base letter and a mark. */
const undecomposed: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  þ: 'th',
  ı: 'i',
};
const undecomposedPattern = /[ßæœøłđðħþı]/g;

/** The spelling of umlauts where the letters are missing: on typewriters, in e-mail addresses, in old exports. */
const spelledOut: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
const spelledOutPattern = /[äöüøå]/g;

/** Lower case without accents: `Müller` → `muller`, `Straße` → `strasse` (Q2). */
export function fold(text: string): string {
  return plain.test(text) ? text.toLowerCase() : folded(text);
}

const folded = byLetter((text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(undecomposedPattern, (letter) => undecomposed[letter] ?? letter),
);

/** {@link fold} with German umlauts spelled out: `Müller` → `mueller` (Q2). */
export function foldSpelledOut(text: string): string {
  return plain.test(text) ? text.toLowerCase() : foldedSpelledOut(text);
}

const foldedSpelledOut = byLetter((text) =>
  fold(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(spelledOutPattern, (letter) => spelledOut[letter] ?? letter),
  ),
);

/** Both foldings of a text, once when they are the same. */
export function foldings(text: string): string[] {
  if (plain.test(text)) return [text.toLowerCase()];
  const one = folded(text);
  const other = foldedSpelledOut(text);
  return one === other ? [one] : [one, other];
}

/** The searchable form of a record's texts: one line for each text and spelling, each line once. */
export function searchText(texts: ReadonlyArray<string | null | undefined>): string {
  const lines: string[] = [];
  for (const text of texts) {
    if (text === null || text === undefined || text === '') continue;
    for (const line of foldings(text)) if (!lines.includes(line)) lines.push(line);
  }
  return lines.join('\n');
}
