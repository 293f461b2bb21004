import type { Knex } from 'knex';
import { type Cell, query, type Session } from './bulk.ts';

/** Rows that are read column by column. */
export interface PackedPart {
  /** The expressions of the columns. */
  columns: readonly string[];
  /** What follows them in the statement. */
  from: string;
}

/** The cells of each column, in one order of the rows, which is no particular one. */
export type PackedColumns = Cell[][];

/**
 * The rows of a query, called `page`, and of what belongs to them. A million rows as objects of the driver's making take several
 * times as long as the same rows as one JSON text for each part of each page; and as one statement the database works on
 * the next page while the last one is used.
 */
export async function packedParts<Name extends string>(
  session: Session,
  page: Knex.QueryBuilder,
  parts: Readonly<Record<Name, PackedPart>>,
  further: Readonly<Record<string, string>> = {},
): Promise<Record<Name, PackedColumns>> {
  const entries = Object.entries<PackedPart>(parts);
  const selected = entries.map(([name, { columns, from }]) => {
    return `(select ${session.dialect.packedColumns(columns)} ${from}) as "${name}"`;
  });
  const tables = Object.entries(further).map(([name, sql]) => `, ${name} as materialized (${sql})`);
  const [texts] = await query<Record<string, string>>(
    session,
    `with page as materialized ? ${tables.join('')} select ${selected.join(', ')}`,
    [page],
  );
  return Object.fromEntries(entries.map(([name]) => [name, columnsOf(texts?.[name])])) as Record<
    Name,
    PackedColumns
  >;
}

const columnsOf = (text = '[]'): PackedColumns =>
  (JSON.parse(text) as Array<Cell[] | null>).map((column) => column ?? []);
