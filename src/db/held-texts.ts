import { BloomFilter } from 'bloomfilter';
import type { Cell } from './bulk.ts';

/** A column whose texts are known: `table.column`. */
export type HeldColumn = `${string}.${string}`;

/** Bits of a filter, four megabytes: of a million texts, one in some thousands that are not held is thought to be. */
const filterBits = 32 * 1024 * 1024;
const filterHashes = 4;

/**
 * Which texts certainly stand in no column, as long as nobody writes beside the session: to ask the database for these would be
 * a waste. In an import into an empty database that is nearly all of them. A text that is taken away again is still
 * thought to be there.
 */
export class HeldTexts {
  private readonly columns = new Map<string, Column>();
  private readonly unknown = new Set<string>();

  /** Columns that are empty by now; with a text also `others` are taken note of, which are looked for as well. */
  constructor(columns: ReadonlyArray<{ column: HeldColumn; others?: TextsOf }>) {
    for (const { column, others } of columns) {
      this.columns.set(column, { filter: new BloomFilter(filterBits, filterHashes), others });
    }
  }

  /** Whether one of the columns may hold the text; so it is of columns of which nothing is known. */
  mayHold(columns: readonly HeldColumn[], text: string): boolean {
    return columns.some(
      (column) => this.unknown.has(tableOf(column)) || (this.columns.get(column)?.filter.test(text) ?? true),
    );
  }

  /** Takes note of rows that come to stand in a table; the keys name their cells in the order of the columns. */
  note<Item extends object>(
    table: string,
    columns: readonly string[],
    items: readonly Item[],
    keys: ReadonlyArray<keyof Item>,
  ): void {
    for (const [place, name] of columns.entries()) {
      const column = this.columns.get(`${table}.${name}`);
      if (column !== undefined) addCells(column, items, keys[place] as keyof Item);
    }
  }

  /** Takes note of a statement that puts into tables whatever it may: of their texts nothing is known from now on. */
  noteStatement(sql: string): void {
    for (const [, table = ''] of sql.matchAll(/\b(?:insert\s+into|update)\s+([a-z_]+)/gi))
      this.unknown.add(table);
  }
}

type TextsOf = (text: string) => readonly string[];

interface Column {
  filter: BloomFilter;
  others: TextsOf | undefined;
}

const tableOf = (column: HeldColumn): string => column.slice(0, column.indexOf('.'));

function addCells<Item extends object>(
  { filter, others }: Column,
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
