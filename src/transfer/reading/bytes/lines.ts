const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts the lines of a text that comes in pieces. LF, CRLF and CR end a line, also mixed. */
export class LineCounter {
  /** The line in which the next piece begins, from 1. */
  private line = 1;
  private afterReturn = false;

  add(piece: Buffer): void {
    for (let index = 0; index < piece.length; index++) {
      const byte = piece[index];
      if (byte === carriageReturn || (byte === lineFeed && !this.afterReturn)) this.line++;
      this.afterReturn = byte === carriageReturn;
    }
  }

  /** The line of a byte of the next piece, which is not yet added. */
  lineOf(piece: Buffer, offset: number): number {
    const ahead = new LineCounter();
    ahead.line = this.line;
    ahead.afterReturn = this.afterReturn;
    ahead.add(piece.subarray(0, offset));
    return ahead.line;
  }
}

const breaks = /\r\n|\n|\r/g;

/** How many line breaks a text holds. */
export const countBreaks = (text: string): number => text.match(breaks)?.length ?? 0;

export type LineEnds = 'lf' | 'crlf' | 'cr' | 'mixed';

const lineEndNames: Record<string, LineEnds> = { '\n': 'lf', '\r\n': 'crlf', '\r': 'cr' };

/** What ends the lines of a text; null when it is one line. Breaks within quotes are none. */
export const lineEndsOf = (text: string): LineEnds | null => {
  const ends = text.replace(/\r$/, '').match(/"[^"]*"|\r\n|\n|\r/g) ?? [];
  const [found, other] = new Set(ends.filter((end) => !end.startsWith('"')));
  if (found === undefined) return null;
  return other === undefined ? (lineEndNames[found] ?? null) : 'mixed';
};
