import { query } from '../../db/bulk.ts';
import { notFoundError } from '../../errors.ts';
import { listAudit } from '../audit/list.ts';
import type { AuditedRecord } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { Run, RunChanges, RunQuery, WholeRun } from './model.ts';
import { type RunRow, runOf, runTable } from './repository.ts';

/** Imports and seedings, newest first. */
export function listRuns(deps: Deps, { kind, state, ...paging }: RunQuery): Listing<Run> {
  const filtered = () => {
    const runs = deps.trx('runs');
    if (kind !== undefined) runs.where('runs.kind', kind);
    if (state === 'undone') runs.whereNotNull('runs.undone_at');
    else if (state !== undefined) {
      runs.whereNull('runs.undone_at');
      if (state === 'done') runs.whereNotNull('runs.ended_at');
      else runs.whereNull('runs.ended_at');
    }
    return runs;
  };
  return listing<RunRow, Run>(deps, {
    filtered,
    columns: runTable.select('runs'),
    table: 'runs',
    sort: { column: 'id' },
    descending: true,
    paging,
    finish: async (rows) => rows.map(runOf),
  });
}

/** The row of a run; with `lock` it is held until the transaction ends. Throws RUN_NOT_FOUND (exit 3). */
export async function requireRun(
  deps: Deps,
  id: number,
  { lock = false }: { lock?: boolean } = {},
): Promise<RunRow> {
  const [row] = await query<RunRow>(
    deps,
    `select ${runTable.select()} from runs where id = ?${lock ? deps.dialect.lockRows : ''}`,
    [id],
  );
  if (row === undefined) {
    throw notFoundError('RUN_NOT_FOUND', `There is no run ${id}.`, {
      hint: 'kontor import runs shows them; an import that changed nothing leaves none.',
      details: { run: id },
    });
  }
  return row;
}

/** No entry is higher. */
const behindAll = Number.MAX_SAFE_INTEGER;

/** One run with what it did, not with what took it back. Throws RUN_NOT_FOUND (exit 3). */
export async function showRun(
  deps: Deps,
  id: number,
  paging: Pick<RunQuery, 'limit' | 'page'> = {},
): Promise<WholeRun> {
  const row = await requireRun(deps, id);
  const before = Number(row.undoneFrom ?? behindAll);
  const { rows, total } = listAudit(deps, { run: id, before, oldestFirst: true, ...paging });
  const entries = [];
  for await (const entry of rows) entries.push(entry);
  return {
    ...runOf(row),
    changes: await changesOf(deps, id, before),
    entries,
    total: await total(),
  };
}

/** How many records of each kind a run made and changed; one that it made and then changed was made. */
async function changesOf(deps: Deps, run: number, before: number): Promise<RunChanges[]> {
  const rows = await query<{ record: AuditedRecord; made: number | string; total: number | string }>(
    deps,
    `select record, sum(made) as made, count(*) as total from (
       select record, max(case when action = 'created' then 1 else 0 end) as made from audit_entries
       where run = ? and id < ? group by record, record_id, contact_id) as touched
     group by record order by record`,
    [run, before],
  );
  return rows.map(({ record, made, total }) => ({
    record,
    created: Number(made),
    changed: Number(total) - Number(made),
  }));
}
