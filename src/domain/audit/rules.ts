import type { Changes } from './schema.ts';

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** What differs between two states of a record in the given fields; a new record has no state before. */
export function changesBetween<Row>(
  before: Row | undefined,
  after: Row,
  fields: ReadonlyArray<keyof Row & string>,
): Changes {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const field of fields) {
    const from = before?.[field] ?? null;
    const to = after[field] ?? null;
    if (!same(from, to)) changes[field] = [from, to];
  }
  return changes;
}

/** What a deleted record was, field by field. */
export function changesOfRemoval<Row>(before: Row, fields: ReadonlyArray<keyof Row & string>): Changes {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const field of fields) if ((before[field] ?? null) !== null) changes[field] = [before[field], null];
  return changes;
}

/** What is said about a new record, by the name of the field; there was nothing before. */
export type ChangesOfCreation = Record<string, readonly [before: null, after: unknown]>;

/** What a new record is, field by field. */
export function changesOfCreation<Row>(
  row: Row,
  fields: ReadonlyArray<keyof Row & string>,
): ChangesOfCreation {
  const changes: ChangesOfCreation = {};
  for (const field of fields) if ((row[field] ?? null) !== null) changes[field] = [null, row[field]];
  return changes;
}
