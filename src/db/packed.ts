import type { Knex } from 'knex';
import { type Cell, queryByIds, type Session } from './bulk.ts';

/*
 * A million rows as objects of the driver's making take several times as long as the same rows as one JSON text for each
 * page of them (architecture, trap 8).
 */

/**
 * Rows as arrays of the given expressions, in no particular order. `from` is the rest of the statement; `{ids}` in it stands
 * for a set of integers.
 */
export async function packedByIds<Cells extends readonly Cell[]>(
  session: Session,
  expressions: readonly string[],
  from: string,
  ids: readonly number[],
): Promise<Cells[]> {
  const packed = session.dialect.packedRows(expressions);
  const texts = await queryByIds<Packed>(session, `select ${packed} as packed ${from}`, ids);
  return texts.flatMap((text) => unpacked<Cells>(text));
}

/** The rows of a query as arrays of the given expressions over its columns, in no particular order. */
export async function packedFrom<Cells extends readonly Cell[]>(
  session: Session,
  expressions: readonly string[],
  query: Knex.QueryBuilder,
): Promise<Cells[]> {
  const packed = session.trx.raw(`${session.dialect.packedRows(expressions)} as packed`);
  const [text] = (await session.trx.select(packed).from(query.as('page'))) as Packed[];
  return unpacked<Cells>(text);
}

interface Packed {
  packed: string | null;
}

const unpacked = <Cells extends readonly Cell[]>(text: Packed | undefined): Cells[] =>
  JSON.parse(text?.packed ?? '[]') as Cells[];
