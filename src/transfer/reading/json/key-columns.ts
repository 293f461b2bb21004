import { targets } from '../headings/headings.ts';
import type { OddCell, TableRecord } from '../records.ts';
import type { JsonEntry } from './entries.ts';

/** The longest text, in characters, as in a cell of CSV. */
const maxText = 1_048_576;
/** `account.fields.tax-number` is three deep; what goes deeper is no list of clients. */
const maxDepth = 5;

/** The keys of one object, or of an object within it. */
interface Level {
  prefix: string;
  columns: Map<string, number>;
  inner: Map<string, Level>;
  /** Keys that had no value yet. */
  blank: Set<string>;
}

/** A column for each key; keys of an inner object are named by their path: `account.name`. */
export class KeyColumns {
  /** The headings, in the order in which they were seen first; grows as entries are read. */
  readonly headers: string[] = [];
  private readonly places = new Map<string, number>();
  private readonly top: Level = { prefix: '', columns: new Map(), inner: new Map(), blank: new Set() };

  /**
   * The cells of an entry. Values become the texts that a cell would hold: null is blank, a list has a line for each of
   * its values. What cannot be a cell is told as odd.
   */
  record({ line, value }: JsonEntry): TableRecord {
    const record: TableRecord = { line, cells: [], entry: value };
    this.read(value, this.top, record, 1);
    return record;
  }

  private read(object: Record<string, unknown>, level: Level, record: TableRecord, depth: number): void {
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === null) {
        this.blank(level, key);
        continue;
      }
      if (typeof value === 'object' && !Array.isArray(value) && depth < maxDepth) {
        this.read(value as Record<string, unknown>, this.innerLevel(level, key), record, depth + 1);
      } else this.put(value, this.column(level, key), record);
    }
  }

  /** In an export a key without a value says that its column is there (B5); whatever else has none says nothing. */
  private blank(level: Level, key: string): void {
    if (level.columns.has(key) || level.blank.has(key)) return;
    level.blank.add(key);
    const header = level.prefix + key;
    if (targets.some((target) => target === header)) this.column(level, key);
  }

  private put(value: unknown, index: number, record: TableRecord): void {
    if (record.cells[index]) {
      odd(record, { index, is: 'unfit', reason: 'the entry has this key twice, in two spellings' });
      return;
    }
    while (record.cells.length < index) record.cells.push('');
    if (typeof value === 'string' && value.length <= maxText) record.cells[index] = value;
    else {
      const { text, is, reason } = cellOf(value, this.headers[index] ?? '');
      record.cells[index] = text;
      if (is !== undefined) odd(record, is === 'unfit' ? { index, is, reason } : { index, is });
    }
  }

  private innerLevel(level: Level, key: string): Level {
    const found = level.inner.get(key);
    if (found) return found;
    const made: Level = {
      prefix: `${level.prefix}${key.trim()}.`,
      columns: new Map(),
      inner: new Map(),
      blank: new Set(),
    };
    level.inner.set(key, made);
    return made;
  }

  /** A key counts as another spelling of one that differs by case alone, as headings do. */
  private column(level: Level, key: string): number {
    const found = level.columns.get(key);
    if (found !== undefined) return found;
    const header = level.prefix + key.trim();
    const spelling = header.normalize('NFKC').toLowerCase();
    const place = this.places.get(spelling) ?? this.headers.push(header) - 1;
    this.places.set(spelling, place);
    level.columns.set(key, place);
    return place;
  }
}

const odd = (record: TableRecord, cell: OddCell) => {
  record.odd ??= [];
  record.odd.push(cell);
};

type Cell =
  | { text: string; is?: 'list' | 'fraction'; reason?: undefined }
  | { text: string; is: 'unfit'; reason: string };

const unfit = (reason: string): Cell => ({ text: '', is: 'unfit', reason });
const tooLong = unfit('the text is longer than 1 MB');

const cellOf = (value: unknown, path: string): Cell => {
  if (typeof value === 'string') return tooLong;
  if (typeof value === 'boolean') return { text: String(value) };
  if (typeof value === 'number') return numberCell(value);
  if (!Array.isArray(value)) return unfit(`${path} holds an object that lies too deep`);
  const cells = value.map((item, place) => itemCell(item, `${path}[${place}]`));
  const wrong = cells.find(({ is }) => is === 'unfit');
  if (wrong) return wrong;
  const texts = cells.map(({ text }) => text).filter((text) => text.trim() !== '');
  const text = texts.join('\n');
  if (text.length > maxText) return tooLong;
  return texts.length > 1 ? { text, is: 'list' } : { text };
};

const itemCell = (item: unknown, path: string): Cell => {
  if (item === null) return { text: '' };
  if (typeof item !== 'object') return typeof item === 'string' ? { text: item } : cellOf(item, path);
  return unfit(`${path} is ${Array.isArray(item) ? 'a list' : 'an object'}, not a text`);
};

/** Whole numbers beyond 2^53 have lost digits already; a tax number must not. */
const numberCell = (value: number): Cell => {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return unfit('the number has too many digits to be read exactly: write it as a text, in quotes');
  }
  return Number.isInteger(value) ? { text: String(value) } : { text: String(value), is: 'fraction' };
};
