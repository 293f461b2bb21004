import stringWidth from 'string-width';

/** Text in which every character is one cell wide and a grapheme of its own. */
const oneCellEach = /^[\x20-\x7e\xa1-\xac\xae-\u02ff]*$/;
const graphemes = new Intl.Segmenter();

/** No honest grapheme takes more UTF-16 units per cell; a letter under a thousand accents does. */
const UNITS_PER_CELL = 16;

/** How many terminal cells safe text takes: wide characters and emoji two, combining marks none. */
export function cellWidth(text: string): number {
  return oneCellEach.test(text) ? text.length : stringWidth(text);
}

/**
 * Shortens text of any length to what could fill so many cells, marking the loss with `…`: so that the exact and
 * slower work (escapes, graphemes) never meets a cell of a megabyte.
 */
export function clip(text: string, cells: number): string {
  const limit = (cells + 4) * UNITS_PER_CELL;
  if (text.length <= limit) return text;
  // A pair of surrogates is kept whole.
  const end = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800 ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}

/** Cuts safe text to at most so many cells, between graphemes; a cut text ends with `…`. */
export function cut(text: string, cells: number): string {
  const short = clip(text, cells);
  if (cells <= 0) return '';
  if (oneCellEach.test(short)) return short.length <= cells ? short : `${short.slice(0, cells - 1)}…`;
  let width = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(short)) {
    if (width < cells) end = index;
    width += cellWidth(segment);
    if (width > cells) return `${short.slice(0, end)}…`;
  }
  return short;
}

/** Breaks a line of safe text into lines of at most so many cells: between words, and inside those that are too long. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  const take = (piece: string, pieceWidth: number) => {
    if (width + pieceWidth > cells && width > 0) {
      lines.push(line.trimEnd());
      line = '';
      width = 0;
    }
    line += piece;
    width += pieceWidth;
  };
  for (const word of text.match(/ +|[^ ]+/g) ?? []) {
    const wordWidth = cellWidth(word);
    const blank = word.startsWith(' ');
    if (blank && width + wordWidth > cells) width = cells;
    else if (wordWidth <= cells) take(word, wordWidth);
    else for (const { segment } of graphemes.segment(word)) take(segment, cellWidth(segment));
  }
  lines.push(line.trimEnd());
  return lines;
}
