import type { KontorError } from '../../../errors.ts';
import { LineCounter } from '../bytes/lines.ts';
import { brokenLine, invalid, notAnObject, tooLarge, wrapped } from './errors.ts';

/** One object of a list of clients. */
export interface JsonEntry {
  /** Its place: the line of JSON Lines, the number of the entry in an array; from 1. */
  line: number;
  value: Record<string, unknown>;
}

/** An entry that never ends would otherwise read the rest of a file into memory. */
const maxEntry = 16 * 1_048_576;

type Entries = (text: AsyncIterable<Buffer>, name: string) => AsyncGenerator<JsonEntry[]>;

/**
 * The objects of JSON Lines, a piece at a time; blank lines are skipped. Throws INVALID_JSON, NOT_AN_OBJECT,
 * WRAPPED_LIST and RECORD_TOO_LARGE, naming the line.
 */
export const readJsonLines: Entries = async function* (text, name) {
  let line = 0;
  let rest: Buffer[] = [];
  let size = 0;
  const entryOf = (bytes: Buffer): JsonEntry[] => {
    line += 1;
    const content = bytes.toString().trim();
    if (content === '') return [];
    return [{ line, value: parsed(content, { name, line: () => line, isLine: true }) }];
  };
  for await (const piece of text) {
    const entries: JsonEntry[] = [];
    let start = 0;
    for (let end = piece.indexOf(0x0a); end !== -1; end = piece.indexOf(0x0a, start)) {
      entries.push(...entryOf(Buffer.concat([...rest, piece.subarray(start, end)])));
      rest = [];
      size = 0;
      start = end + 1;
    }
    rest.push(piece.subarray(start));
    size += piece.length - start;
    if (size > maxEntry) throw tooLarge(name, `line ${line + 1}`, line + 1);
    if (entries.length > 0) yield entries;
  }
  const last = entryOf(Buffer.concat(rest));
  if (last.length > 0) yield last;
};

/**
 * The objects of one array, a piece at a time. Only where one ends is found out here, which takes a fraction of what a
 * streaming parser needs; JSON.parse reads each. Throws as JSON Lines do.
 */
export const readJsonArray: Entries = async function* (text, name) {
  const array = new ArrayOfObjects(name);
  for await (const piece of text) {
    const entries = array.add(piece);
    if (entries.length > 0) yield entries;
  }
  array.end();
};

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const opened = { array: 0x5b, object: 0x7b };
const closed = { array: 0x5d, object: 0x7d };
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Where reading stands: before the array, before an entry (the first one or another), in it, behind it, behind the array. */
type Stage = 'before' | 'first' | 'next' | 'inside' | 'behind' | 'done';

/** Cuts an array that comes in pieces into its objects. */
class ArrayOfObjects {
  private readonly name: string;
  private readonly lines = new LineCounter();
  private stage: Stage = 'before';
  private depth = 0;
  private inString = false;
  private escaped = false;
  private count = 0;
  /** What there is of an entry that began in an earlier piece, and the line in which it began. */
  private parts: Buffer[] = [];
  private size = 0;
  private line = 1;

  constructor(name: string) {
    this.name = name;
  }

  /** The entries that end in this piece. */
  add(piece: Buffer): JsonEntry[] {
    const entries: JsonEntry[] = [];
    let start = 0;
    for (let at = 0; at < piece.length; at += 1) {
      if (this.stage !== 'inside') {
        if (this.between(piece, at)) start = at;
        continue;
      }
      if (this.endsAt(piece[at])) entries.push(this.entry(piece, start, at + 1));
    }
    if (this.stage === 'inside') this.keep(piece, start);
    this.lines.add(piece);
    return entries;
  }

  end(): void {
    if (this.stage === 'done') return;
    const { name, line } = this;
    const within = this.stage === 'inside' ? `the entry that begins in line ${line}` : 'the array';
    throw invalid(name, line, `${within} never ends: the file may have been cut off`);
  }

  /** Takes a byte outside of entries; says whether an entry begins with it. */
  private between(piece: Buffer, at: number): boolean {
    const byte = piece[at] ?? 0;
    if (blanks.has(byte)) return false;
    const { stage } = this;
    if (stage === 'before' && byte === opened.array) this.stage = 'first';
    else if (stage === 'behind' && byte === comma) this.stage = 'next';
    else if ((stage === 'behind' || stage === 'first') && byte === closed.array) this.stage = 'done';
    else if ((stage === 'first' || stage === 'next') && byte === opened.object) {
      this.stage = 'inside';
      this.depth = 1;
      this.count += 1;
      return true;
    } else throw this.misplaced(piece, at);
    return false;
  }

  /** Takes a byte of an entry; says whether it is the last one. */
  private endsAt(byte: number | undefined): boolean {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === backslash) this.escaped = true;
      else if (byte === quote) this.inString = false;
      return false;
    }
    if (byte === quote) this.inString = true;
    else if (byte === opened.object || byte === opened.array) this.depth += 1;
    else if (byte === closed.object || byte === closed.array) this.depth -= 1;
    return this.depth === 0;
  }

  private entry(piece: Buffer, start: number, end: number): JsonEntry {
    const isWhole = this.parts.length === 0;
    const last = piece.subarray(start, end);
    const text = (isWhole ? last : Buffer.concat([...this.parts, last])).toString();
    const line = () => (isWhole ? this.lines.lineOf(piece, start) : this.line);
    const value = parsed(text, { name: this.name, line, isLine: false });
    this.parts = [];
    this.size = 0;
    this.stage = 'behind';
    return { line: this.count, value };
  }

  /** Keeps the beginning of an entry that goes on in the next piece. */
  private keep(piece: Buffer, start: number): void {
    if (this.parts.length === 0) this.line = this.lines.lineOf(piece, start);
    this.parts.push(piece.subarray(start));
    this.size += piece.length - start;
    const { name, count, line } = this;
    if (this.size > maxEntry) throw tooLarge(name, `entry ${count}, which begins in line ${line},`, line);
  }

  private misplaced(piece: Buffer, at: number): KontorError {
    const line = this.lines.lineOf(piece, at);
    const { name, stage } = this;
    const found = JSON.stringify(String.fromCodePoint(piece.subarray(at).toString().codePointAt(0) ?? 0));
    switch (stage) {
      case 'before':
        return invalid(name, line, `it must begin with [, not with ${found}`);
      case 'done':
        return invalid(name, line, `${found} stands behind the end of the array`);
      case 'behind':
        return invalid(name, line, `${found} stands where a comma or the end of the array must be`);
      default:
        return notAnObject(name, line, `entry ${this.count + 1}`);
    }
  }
}

const parsed = (
  text: string,
  { name, line, isLine }: { name: string; line: () => number; isLine: boolean },
): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // V8 quotes what stands there; only its place is told, as text from a file is no part of a sentence.
    const place = /at position (\d+)/.exec((error as Error).message)?.[1];
    const before = place === undefined ? '' : text.slice(0, Number(place));
    const breaks = before.match(/\r\n|\n|\r/g)?.length ?? 0;
    throw isLine && text.startsWith('{')
      ? brokenLine(name, line())
      : invalid(name, line() + breaks, 'that is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw notAnObject(name, line(), `line ${line()}`);
  }
  const list = isLine ? wrappedList(value as Record<string, unknown>) : undefined;
  if (list !== undefined) throw wrapped(name, line(), list);
  return value as Record<string, unknown>;
};

/** The key of a list of clients that an object wraps: `{"clients": [{…}, {…}]}`. */
const wrappedList = (value: Record<string, unknown>): string | undefined =>
  Object.keys(value).find((key) => {
    const list = value[key];
    return Array.isArray(list) && list.length > 0 && typeof list[0] === 'object' && list[0] !== null;
  });
