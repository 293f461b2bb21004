import { query, queryByIds } from '../../db/bulk.ts';
import type { AuditedRecord } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import type { LinkKey } from '../link/repository.ts';

/** How many records are taken away in one go. */
const pageRows = 2_000;

/**
 * Whether a run made the record that an entry is about; `made` is an alias of its own. The number of the run stands in the
 * statement: it is one, and each use of a binding would have to be counted.
 */
export const madeBy = (run: number, record: 'account' | 'contact', id: string, made: string): string =>
  `exists (select 1 from audit_entries ${made} where ${made}.record = '${record}' and ${made}.record_id = ${id}
     and ${made}.run = ${run} and ${made}.action = 'created')`;

/** The ids of the records of a kind that a run made, in pages. */
export async function* pagesOfCreated(
  deps: Deps,
  run: number,
  record: AuditedRecord,
): AsyncGenerator<number[]> {
  for (let after = 0; ; ) {
    const rows = await query<{ id: number | string; recordId: number }>(
      deps,
      `select id, record_id as "recordId" from audit_entries
       where run = ? and id > ? and record = ? and action = 'created' order by id limit ${pageRows}`,
      [run, after, record],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.id);
    yield rows.map(({ recordId }) => recordId);
  }
}

/** The links that a run made between an account and a contact that are both there, and that are still there, in pages. */
export async function* pagesOfLinks(deps: Deps, run: number): AsyncGenerator<LinkKey[]> {
  for (let after = 0; ; ) {
    const rows = await query<LinkKey & { id: number | string }>(
      deps,
      `select e.id, e.record_id as "accountId", e.contact_id as "contactId" from audit_entries e
       where e.run = ? and e.id > ? and e.record = 'link' and e.action = 'created'
         and exists (select 1 from account_contacts l
           where l.account_id = e.record_id and l.contact_id = e.contact_id)
       order by e.id limit ${pageRows}`,
      [run, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.id);
    yield rows.map(({ accountId, contactId }) => ({ accountId, contactId }));
  }
}

/** Which of these records a run made or changed. */
export async function touchedBy(
  deps: Deps,
  run: number,
  record: AuditedRecord,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await queryByIds<{ id: number }>(
    deps,
    `select distinct record_id as id from audit_entries
     where record = '${record}' and record_id in {ids} and run = ${run}`,
    [...new Set(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}
