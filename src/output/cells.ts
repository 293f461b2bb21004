/** European letters and punctuation: one cell each, and each a grapheme of its own. */
const narrow =
  '\\x20-\\x7e\\xa1-\\xac\\xae-\\u02ff\\u0370-\\u0482\\u048a-\\u052f\\u1e00-\\u1eff\\u2010-\\u2027\\u2030-\\u205e\\u20ac';
/** Kana, ideographs, Hangul syllables and full-width forms: two cells each, and each a grapheme of its own. */
const wide = '\\u3041-\\u3096\\u30a1-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff60';
const oneCellEach = new RegExp(`^[${narrow}]*$`);
const simple = new RegExp(`^[${narrow}${wide}]*$`);
const wideOnes = new RegExp(`[${wide}]`, 'g');

// What measures other text takes tens of milliseconds to set up, more than most commands take in all.
let stringWidth: ((text: string) => number) | undefined;
let segmenter: Intl.Segmenter | undefined;

/** Thrown where text has to be measured before {@link loadMeasure} was called. */
class MeasureMissing extends Error {}

/** Loads what measures wide, combining and emoji characters. */
export async function loadMeasure(): Promise<void> {
  stringWidth ??= (await import('string-width')).default;
}

/** Draws something; what measures unusual characters is loaded only when one is met, and then it is drawn again. */
export async function measured<Drawn>(draw: () => Drawn): Promise<Drawn> {
  try {
    return draw();
  } catch (error) {
    if (!(error instanceof MeasureMissing)) throw error;
    await loadMeasure();
    return draw();
  }
}

/** Intl.Segmenter needs quadratic time for long texts (100,000 wide characters: 27 s): it is fed in pieces. */
const PIECE = 512;

/** No honest grapheme takes more UTF-16 units per cell; a letter under a thousand accents does. */
const UNITS_PER_CELL = 16;

/** The position, or the one before it, so that no pair of surrogates is split there. */
const wholePair = (text: string, end: number): number =>
  (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;

function segmenterOnce(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter();
  return segmenter;
}

/** The graphemes of a text of any length; one that alone fills a piece (marks without end) is broken. */
function* graphemes(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = wholePair(text, start + PIECE);
    const last = end >= text.length;
    const piece = text.slice(start, end);
    const found = simple.test(piece)
      ? [...piece]
      : Array.from(segmenterOnce().segment(piece), ({ segment }) => segment);
    // The last one may go on in the next piece.
    if (!last && found.length > 1) found.pop();
    for (const grapheme of found) {
      yield grapheme;
      start += grapheme.length;
    }
  }
}

/** How many terminal cells safe text takes: wide characters and emoji two, combining marks none. */
export function cellWidth(text: string): number {
  if (oneCellEach.test(text)) return text.length;
  if (simple.test(text)) return text.length + (text.match(wideOnes)?.length ?? 0);
  if (stringWidth === undefined) throw new MeasureMissing();
  if (text.length <= PIECE) return stringWidth(text);
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

const knownWidths = new Map<string, number>();

/** Long texts repeat their characters, and string-width takes some microseconds for each. */
function graphemeWidth(grapheme: string): number {
  const known = knownWidths.get(grapheme);
  if (known !== undefined) return known;
  const width = cellWidth(grapheme);
  if (grapheme.length <= 2 && knownWidths.size < 5000) knownWidths.set(grapheme, width);
  return width;
}

/**
 * Shortens text of any length to what could fill so many cells, marking the loss with `…`: so that the exact and
 * slower work (escapes, graphemes) never meets a cell of a megabyte.
 */
export function clip(text: string, cells: number): string {
  const limit = (cells + 4) * UNITS_PER_CELL;
  return text.length <= limit ? text : `${text.slice(0, wholePair(text, limit))}…`;
}

/** Cuts safe text to at most so many cells, between graphemes; a cut text ends with `…`. */
export function cut(text: string, cells: number): string {
  const short = clip(text, cells);
  if (cells <= 0) return '';
  if (oneCellEach.test(short)) return short.length <= cells ? short : `${short.slice(0, cells - 1)}…`;
  let width = 0;
  let end = 0;
  let index = 0;
  for (const grapheme of graphemes(short)) {
    if (width < cells) end = index;
    width += graphemeWidth(grapheme);
    index += grapheme.length;
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
    const wordWidth = word.length > PIECE ? Number.POSITIVE_INFINITY : cellWidth(word);
    if (word.startsWith(' ') && width + wordWidth > cells) width = cells;
    else if (wordWidth <= cells) take(word, wordWidth);
    else for (const grapheme of graphemes(word)) take(grapheme, graphemeWidth(grapheme));
  }
  lines.push(line.trimEnd());
  return lines;
}
