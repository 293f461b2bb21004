import type { Knex } from 'knex';
import type { Session } from '../../db/bulk.ts';
import { type PackedColumns, type PackedPart, packedParts } from '../../db/packed.ts';
import type { StoredEntry, UnsealedSet } from './model.ts';
import { type SealRow, sealTable } from './repository.ts';

const pageRows = 5_000;

/** An entry with the number of its set; null for one from before there was a chain. */
export interface SealedEntry extends StoredEntry {
  seal: number | null;
}

const entryColumns = {
  id: 'id',
  at: 'at',
  actor: 'actor',
  command: 'command',
  run: 'run',
  record: 'record',
  recordId: 'record_id',
  contactId: 'contact_id',
  label: 'label',
  action: 'action',
  changes: 'changes',
  seal: 'seal',
} as const satisfies Record<keyof SealedEntry, string>;

const sealColumns = Object.keys(sealTable.columns);

/** Entries in their order, and the seals in force of the sets that they are of. */
export interface EntryPage {
  entries: SealedEntry[];
  seals: SealRow[];
}

/** The whole record of changes, oldest first. */
export async function* allEntries(session: Session): AsyncGenerator<EntryPage> {
  const parts = {
    page: { columns: Object.values(entryColumns), from: 'from page' },
    seals: {
      columns: sealColumns,
      from: 'from audit_seals where replaced_by is null and seal in (select seal from page)',
    },
  };
  for await (const { page, seals } of pages(session, 'audit_entries', 'id', parts)) {
    yield { entries: entriesOf(page), seals: rowsOf<SealRow>(sealTable.fields, seals) };
  }
}

/** The entries of a set, in their order. */
export async function* entriesOfSet(
  session: Session,
  { seal, lastEntry }: Pick<UnsealedSet, 'seal' | 'lastEntry'>,
): AsyncGenerator<StoredEntry[]> {
  const parts = { page: { columns: Object.values(entryColumns), from: 'from page' } };
  const ofSet = (entries: Knex.QueryBuilder) =>
    entries.whereBetween('id', [seal, lastEntry]).where('seal', seal);
  for await (const { page } of pages(session, 'audit_entries', 'id', parts, ofSet)) yield entriesOf(page);
}

/** The whole chain, from its beginning. */
export async function* allSeals(session: Session): AsyncGenerator<SealRow[]> {
  const parts = { page: { columns: sealColumns, from: 'from page' } };
  for await (const { page } of pages(session, 'audit_seals', 'position', parts)) {
    yield inOrder(rowsOf<SealRow>(sealTable.fields, page), ({ position }) => position);
  }
}

/**
 * A table in pages, by its key, which is the first column of the part `page`. The next one is read while the last one is
 * used; no more than these two are held.
 */
async function* pages<Name extends string>(
  session: Session,
  table: string,
  key: string,
  parts: Readonly<Record<Name | 'page', PackedPart>>,
  narrow: (rows: Knex.QueryBuilder) => void = () => {},
): AsyncGenerator<Record<Name | 'page', PackedColumns>> {
  const read = (after: number | undefined) => {
    const page = session.trx(table).select('*').orderBy(key).limit(pageRows);
    if (after !== undefined) page.where(key, '>', after);
    narrow(page);
    const reading = packedParts(session, page, parts);
    // Nobody waits for it when the page before it was the last one to be looked at.
    reading.catch(() => {});
    return reading;
  };
  let next: ReturnType<typeof read> | undefined = read(undefined);
  while (next !== undefined) {
    const found: Record<Name | 'page', PackedColumns> = await next;
    const keys = (found.page[0] ?? []).map(Number);
    next = keys.length < pageRows ? undefined : read(Math.max(...keys));
    if (keys.length > 0) yield found;
  }
}

const entriesOf = (columns: PackedColumns): SealedEntry[] =>
  inOrder(
    rowsOf<SealedEntry>(Object.keys(entryColumns) as Array<keyof SealedEntry>, columns),
    ({ id }) => id,
  );

const inOrder = <Row>(rows: Row[], key: (row: Row) => number): Row[] => rows.sort((a, b) => key(a) - key(b));

/** Rows from columns, each under the name of its field. */
function rowsOf<Row extends object>(
  fields: ReadonlyArray<keyof Row & string>,
  columns: PackedColumns,
): Row[] {
  const [first = []] = columns;
  return first.map((_, index) => {
    const row: Record<string, unknown> = {};
    for (const [place, field] of fields.entries()) row[field] = columns[place]?.[index];
    return row as Row;
  });
}
