import { query, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { Run, RunKind } from './model.ts';

export interface RunRow {
  id: number;
  kind: RunKind;
  source: string;
  actor: string;
  startedAt: string;
  endedAt: string | null;
  counts: string | null;
  undoneAt: string | null;
  undoneBy: string | null;
  /** The first entry of taking it back. */
  undoneFrom: number | string | null;
}

export const runTable = defineTable<RunRow>('runs', {
  id: ['id', 'integer'],
  kind: ['kind', 'text'],
  source: ['source', 'text'],
  actor: ['actor', 'text'],
  startedAt: ['started_at', 'text'],
  endedAt: ['ended_at', 'text'],
  counts: ['counts', 'text'],
  undoneAt: ['undone_at', 'text'],
  undoneBy: ['undone_by', 'text'],
  undoneFrom: ['undone_from', 'integer'],
});

/** A run as it is shown. */
export const runOf = (row: RunRow): Run => ({
  run: row.id,
  kind: row.kind,
  source: row.source,
  actor: row.actor,
  startedAt: row.startedAt,
  endedAt: row.endedAt,
  state: row.undoneAt !== null ? 'undone' : row.endedAt === null ? 'interrupted' : 'done',
  undoneAt: row.undoneAt,
  undoneBy: row.undoneBy,
  counts: row.counts === null ? null : (JSON.parse(row.counts) as Record<string, unknown>),
});

/** The texts of a column, and whose they are, of rows without something else where that is named; at most so many of them. */
export const readTexts = (
  session: Session,
  {
    table,
    name,
    owner,
    without,
    atMost,
  }: { table: string; name: string; owner: string; without: string | undefined; atMost: number },
): Promise<Array<{ text: string; owner: number }>> =>
  query(
    session,
    `select ${name} as text, ${owner} as owner from ${table}
     where ${name} is not null ${without === undefined ? '' : `and ${without} is null`} limit ${atMost}`,
  );
