import { BloomFilter } from 'bloomfilter';
import type { Cell } from './bulk.ts';
import { OwnersByText } from './owners-by-text.ts';

/** A column whose texts are known: `table.column`, or `table.column without other` for those of rows where the other one is null. */
export type HeldColumn = `${string}.${string}`;

/** The parts of a {@link HeldColumn}. */
export function partsOf(column: HeldColumn): { table: string; name: string; without: string | undefined } {
  const [place = '', without] = column.split(' without ');
  const [table = '', name = ''] = place.split('.');
  return { table, name, without };
}

/** Bits of a filter, four megabytes: of a million texts, one in some thousands that are not held is thought to be. */
const filterBits = 32 * 1024 * 1024;
const filterHashes = 4;

/** Columns that are asked about together, and what else is looked for where a text stands in one of them. */
export interface HeldColumns {
  columns: readonly HeldColumn[];
  others?: (text: string) => readonly string[];
  /** The column of the record whose text it is, where records are to be found by their texts without an index. */
  owner?: string;
}

/**
 * Which texts certainly stand in no column, as long as nobody writes beside the session: to ask the database for these would be
 * a waste. In an import into an empty database that is nearly all of them. A text that is taken away again is still
 * thought to be there.
 */
export class HeldTexts {
  private readonly texts = new Map<string, Texts>();
  private readonly places: Place[] = [];
  private readonly unknown = new Set<string>();

  /** All of the columns are empty by now. */
  constructor(held: readonly HeldColumns[]) {
    for (const { columns, others, owner } of held) {
      const texts = {
        ...{ others, owner },
        known: owner === undefined ? new BloomFilter(filterBits, filterHashes) : new OwnersByText(),
      };
      for (const column of columns) {
        this.texts.set(column, texts);
        this.places.push({ ...partsOf(column), texts });
      }
    }
  }

  /** Whether one of the columns may hold the text; so it is of columns of which nothing is known. */
  mayHold(columns: readonly HeldColumn[], text: string): boolean {
    let last: Texts | undefined;
    for (const column of columns) {
      const texts = this.texts.get(column);
      if (texts === undefined || this.unknown.has(tableOf(column))) return true;
      if (texts !== last && isKnown(texts, text)) return true;
      last = texts;
    }
    return false;
  }

  /** Whether {@link ownersOf} can tell the owners of what stands in these columns. */
  knowsOwners(columns: readonly HeldColumn[]): boolean {
    return columns.every(
      (column) => this.texts.get(column)?.known instanceof OwnersByText && !this.unknown.has(tableOf(column)),
    );
  }

  /** The records to which one of the texts may belong, each once; undefined where that is not known. */
  ownersOf(columns: readonly HeldColumn[], texts: readonly string[]): number[] | undefined {
    if (!this.knowsOwners(columns)) return undefined;
    const owners = new Set<number>();
    for (const known of new Set(columns.map((column) => this.texts.get(column)?.known))) {
      if (!(known instanceof OwnersByText)) continue;
      for (const text of texts) known.addOwners(text, owners);
    }
    return [...owners];
  }

  /** Takes note of texts that stand in one column already, and of the records whose they are. */
  noteColumn(column: HeldColumn, texts: ReadonlyArray<{ text: string; owner: number }>): void {
    const held = this.texts.get(column);
    if (held !== undefined) addCells(held, texts, { cell: 'text', owner: 'owner', without: undefined });
  }

  /** Takes note of rows that come to stand in a table; the keys name their cells in the order of the columns. */
  note<Item extends object>(
    table: string,
    columns: readonly string[],
    items: readonly Item[],
    keys: ReadonlyArray<keyof Item>,
  ): void {
    const keyOf = (column: string | undefined) =>
      column === undefined ? undefined : keys[columns.indexOf(column)];
    for (const { table: own, name, without, texts } of this.places) {
      if (own !== table) continue;
      const cell = keyOf(name);
      if (cell !== undefined)
        addCells(texts, items, { cell, owner: keyOf(texts.owner), without: keyOf(without) });
      // Who loses what the others have comes to be among those without it.
      else if (keyOf(without) !== undefined) this.unknown.add(table);
    }
  }

  /** Takes note of a statement that puts into tables whatever it may: of their texts nothing is known from now on. */
  noteStatement(sql: string): void {
    for (const [, table = ''] of sql.matchAll(/\b(?:insert\s+into|update)\s+([a-z_]+)/gi))
      this.unknown.add(table);
  }
}

interface Place {
  table: string;
  name: string;
  without: string | undefined;
  texts: Texts;
}

interface Texts {
  known: BloomFilter | OwnersByText;
  others: HeldColumns['others'] | undefined;
  owner: string | undefined;
}

const isKnown = ({ known }: Texts, text: string): boolean =>
  known instanceof OwnersByText ? known.has(text) : known.test(text);

const tableOf = (column: HeldColumn): string => column.slice(0, column.indexOf('.'));

/** Where an item has its text, its owner, and what it must not have. */
interface Keys<Item> {
  cell: keyof Item;
  owner: keyof Item | undefined;
  without: keyof Item | undefined;
}

function addCells<Item extends object>(
  { known, others }: Texts,
  items: readonly Item[],
  { cell, owner, without }: Keys<Item>,
): void {
  for (const item of items) {
    const text = item[cell] as Cell;
    if (typeof text !== 'string' || (without !== undefined && item[without] !== null)) continue;
    const whose = owner === undefined ? 0 : (item[owner] as number);
    add(known, text, whose);
    if (others !== undefined) for (const other of others(text)) if (other !== text) add(known, other, whose);
  }
}

function add(known: BloomFilter | OwnersByText, text: string, owner: number): void {
  if (known instanceof OwnersByText) known.add(text, owner);
  else known.add(text);
}
