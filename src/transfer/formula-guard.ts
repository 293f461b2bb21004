/*
 * A spreadsheet runs a cell that begins like a formula, whoever wrote it (B5). Such a cell gets an apostrophe in front.
 * One that has apostrophes there already gets one more, so that taking one away is exact; all others stay as they are:
 * "'t Hooft" is a name.
 */

/** Apostrophes, then what a spreadsheet may skip, then what begins a formula, also in full width; or a tab or line break. */
const guarded = /^('*)((?:[\s"\u200b-\u200f\u2060][\s"'\u200b-\u200f\u2060]*)?[=+\-@＝＋－＠]|[\t\r\n])/;

/** Begins like a formula and is none: telephone numbers, numbers with a sign, dashes for "nothing". */
const harmless = [/^\+\d[\d\s()./-]*(?:(?:ext\.?|x)\s*\d+)?$/i, /^[+-]\d[\d.,]*\s?%?$/, /^-+$/];

/** How many apostrophes a text begins with, if what follows would run; -1 if it would not. */
function apostrophes(text: string): number {
  const count = guarded.exec(text)?.[1]?.length;
  if (count === undefined) return -1;
  const rest = count === 0 ? text : text.slice(count);
  return harmless.some((pattern) => pattern.test(rest)) ? -1 : count;
}

/** A text as a cell that no spreadsheet runs. */
export const neutralised = (text: string): string => (apostrophes(text) >= 0 ? `'${text}` : text);

/** The text that became this cell. */
export const restored = (cell: string): string => (apostrophes(cell) > 0 ? cell.slice(1) : cell);
