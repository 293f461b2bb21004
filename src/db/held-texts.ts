import { BloomFilter } from 'bloomfilter';
import type { Cell } from './bulk.ts';

/** A column whose texts are known: `table.column`. */
export type HeldColumn = `${string}.${string}`;

/** Bits of a filter, four megabytes: of a million texts, one in some thousands that are not held is thought to be. */
const filterBits = 32 * 1024 * 1024;
const filterHashes = 4;

/** Columns that are asked about together, and what else is looked for where a text stands in one of them. */
export interface HeldColumns {
  columns: readonly HeldColumn[];
  others?: (text: string) => readonly string[];
}

/**
 * Which texts certainly stand in no column, as long as nobody writes beside the session: to ask the database for these would be
 * a waste. In an import into an empty database that is nearly all of them. A text that is taken away again is still
 * thought to be there.
 */
export class HeldTexts {
  private readonly texts = new Map<string, Texts>();
  private readonly unknown = new Set<string>();

  /** All of the columns are empty by now. */
  constructor(held: readonly HeldColumns[]) {
    for (const { columns, others } of held) {
      const texts = { filter: new BloomFilter(filterBits, filterHashes), others };
      for (const column of columns) this.texts.set(column, texts);
    }
  }

  /** Whether one of the columns may hold the text; so it is of columns of which nothing is known. */
  mayHold(columns: readonly HeldColumn[], text: string): boolean {
    let last: Texts | undefined;
    for (const column of columns) {
      const texts = this.texts.get(column);
      if (texts === undefined || this.unknown.has(tableOf(column))) return true;
      if (texts !== last && texts.filter.test(text)) return true;
      last = texts;
    }
    return false;
  }

  /** Takes note of rows that come to stand in a table; the keys name their cells in the order of the columns. */
  note<Item extends object>(
    table: string,
    columns: readonly string[],
    items: readonly Item[],
    keys: ReadonlyArray<keyof Item>,
  ): void {
    for (const [place, name] of columns.entries()) {
      const texts = this.texts.get(`${table}.${name}`);
      if (texts !== undefined) addCells(texts, items, keys[place] as keyof Item);
    }
  }

  /** Takes note of a statement that puts into tables whatever it may: of their texts nothing is known from now on. */
  noteStatement(sql: string): void {
    for (const [, table = ''] of sql.matchAll(/\b(?:insert\s+into|update)\s+([a-z_]+)/gi))
      this.unknown.add(table);
  }
}

interface Texts {
  filter: BloomFilter;
  others: HeldColumns['others'];
}

const tableOf = (column: HeldColumn): string => column.slice(0, column.indexOf('.'));

function addCells<Item extends object>(
  { filter, others }: Texts,
  items: readonly Item[],
  key: keyof Item,
): void {
  for (const item of items) {
    const cell = item[key] as Cell;
    if (typeof cell !== 'string') continue;
    filter.add(cell);
    if (others !== undefined) for (const other of others(cell)) if (other !== cell) filter.add(other);
  }
}
