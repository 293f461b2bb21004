import { query, queryByIds } from '../../db/bulk.ts';
import type { AuditedRecord } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import type { LinkKey } from '../link/repository.ts';

/** How many records are taken away in one go. */
const pageRows = 2_000;

/**
 * Whether one of some runs made the record that an entry is about; `made` is an alias of its own. Their numbers stand in
 * the statement: they are such, and each use of a binding would have to be counted. `+` keeps the index by runs out of it: it would be
 * walked whole for every record.
 */
export const madeBy = (runs: readonly number[], record: AuditedRecord, id: string, made: string): string =>
  `exists (select 1 from audit_entries ${made} where ${made}.record = '${record}' and ${made}.record_id = ${id}
     and +${made}.run in (${runs.join()}) and ${made}.action = 'created')`;

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
     where record = '${record}' and record_id in {ids} and +run = ${run}`,
    [...new Set(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** An account that has no contact but by links of some runs. */
export interface AccountLeftAlone {
  id: number;
  name: string;
}

/** Accounts that were there before some runs, and that have no contact left but by links that these made (L2). */
export const accountsLeftAlone = (deps: Deps, runs: readonly number[]): Promise<AccountLeftAlone[]> =>
  query(
    deps,
    `select a.id, a.name from accounts a
     where a.id in (select record_id from audit_entries
         where run in (${runs.join()}) and record = 'link' and action = 'created')
       and not ${madeBy(runs, 'account', 'a.id', 'm')}
       and not exists (select 1 from account_contacts l where l.account_id = a.id and not exists (
         select 1 from audit_entries k where k.record = 'link' and k.record_id = a.id
           and k.contact_id = l.contact_id and +k.run in (${runs.join()}) and k.action = 'created'))
     order by a.id`,
  );
