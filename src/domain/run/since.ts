import { query, queryByIds } from '../../db/bulk.ts';
import type { AuditedRecord } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { accountsLeftAlone, madeBy } from './created.ts';
import type { Obstacle, PlacedRun } from './obstacles.ts';

/** What others did behind the run: an alias of the record of changes, and its bindings. */
export const others = (run: PlacedRun) => ({
  sql: `o.id > ? and (o.run is null or o.run <> ?) and not exists (
    select 1 from runs u where u.id = o.run and u.kind = 'import' and u.undone_at is not null)`,
  bindings: [run.firstEntry, run.id],
});

export interface EntryRow {
  id: number | string;
  at: string;
  actor: string;
  command: string;
  run: number | null;
  record: AuditedRecord;
  recordId: number | null;
  label: string | null;
  action: string;
}

export const entryColumns = `e.id, e.at, e.actor, e.command, e.run, e.record, e.record_id as "recordId", e.label, e.action`;

/** The last entries of others about records that the run made or changed, and about what belongs to those that it made. */
export async function changedSince(deps: Deps, run: PlacedRun): Promise<Obstacle[]> {
  const { sql, bindings } = others(run);
  const rows = await query<EntryRow>(
    deps,
    `select ${entryColumns} from (
       select max(o.id) as last from audit_entries o where ${sql} and (
         o.record in ('account', 'contact', 'tag', 'field') and exists (select 1 from audit_entries r
           where r.record = o.record and r.record_id = o.record_id and +r.run = ${run.id} and r.id < o.id)
         or o.record in ('link', 'access') and exists (select 1 from audit_entries r
           where r.record in ('link', 'access') and r.record_id = o.record_id and r.contact_id = o.contact_id
             and +r.run = ${run.id} and r.id < o.id and (r.record = o.record
               or r.record = 'link' and r.action = 'created' or o.record = 'link' and o.action = 'deleted'))
         or o.record = 'invitation' and o.label in (select label from audit_entries
           where run = ${run.id} and record = 'invitation')
         or o.record in ('link', 'access', 'invitation') and ${madeBy([run.id], 'account', 'o.record_id', 'a')}
         or o.contact_id is not null and ${madeBy([run.id], 'contact', 'o.contact_id', 'c')})
       group by o.record, o.record_id, o.contact_id, case when o.record = 'invitation' then o.label end) as found
     join audit_entries e on e.id = found.last order by e.id`,
    bindings,
  );
  return rows.map(obstacleOf);
}

/** An entry as what stands in the way. */
export const obstacleOf = ({
  id,
  at,
  actor,
  command,
  run,
  record,
  recordId,
  label,
  action,
}: EntryRow): Obstacle => ({
  record,
  id: recordId,
  name: label ?? '',
  reason: `${action} on ${at.slice(0, 16).replace('T', ' ')} by ${actor} with ${command}${run === null ? '' : ` (run ${run})`}`,
  entry: Number(id),
  run,
});

/** What happened in accounts that the run made, and what contacts that it made did elsewhere. */
export async function usedSince(deps: Deps, run: PlacedRun): Promise<Obstacle[]> {
  const made = (record: 'account' | 'contact') =>
    `(select record_id from audit_entries where run = ${run.id} and record = '${record}' and action = 'created')`;
  const inAccounts = Object.entries(activity).map(
    ([kind, table]) =>
      `select 'account' as record, account_id as id, '${kind}' as kind, count(*) as total from ${table}
       where account_id in ${made('account')} group by account_id`,
  );
  const byContacts = Object.entries(deeds).map(
    ([kind, table]) =>
      `select 'contact' as record, contact_id as id, '${kind}' as kind, count(*) as total from ${table}
       where contact_id in ${made('contact')}${
         table === 'signature_signers' ? '' : ` and account_id not in ${made('account')}`
       } group by contact_id`,
  );
  const rows = await query<{
    record: 'account' | 'contact';
    id: number;
    kind: string;
    total: number | string;
  }>(deps, `${[...inAccounts, ...byContacts].join(' union all ')} order by 1, 2, 3`);
  const used = new Map<string, Obstacle>();
  for (const { record, id, kind, total } of rows) {
    const before = used.get(`${record}/${id}`);
    const counted = `${kind}: ${Number(total)}`;
    used.set(`${record}/${id}`, {
      record,
      id,
      name: '',
      reason: before === undefined ? `has since got ${counted}` : `${before.reason}, ${counted}`,
      entry: null,
      run: null,
    });
  }
  return named(deps, [...used.values()]);
}

/** What happens in accounts, and what contacts are named in, by what it is called. */
const activity = {
  documents: 'documents',
  messages: 'messages',
  approvals: 'approvals',
  signatures: 'signature_requests',
  notes: 'notes',
  logins: 'logins',
} as const;
const deeds = {
  documents: 'documents',
  approvals: 'approvals',
  signatures: 'signature_signers',
  logins: 'logins',
  photos: 'account_photos',
} as const;

async function named(deps: Deps, obstacles: Obstacle[]): Promise<Obstacle[]> {
  const names = new Map<string, string>();
  for (const [record, column] of [
    ['account', 'name'],
    ['contact', 'display_name'],
  ]) {
    const ids = obstacles.flatMap((one) => (one.record === record && one.id !== null ? [one.id] : []));
    const rows = await queryByIds<{ id: number; name: string }>(
      deps,
      `select id, ${column} as name from ${record}s where id in {ids}`,
      ids,
    );
    for (const { id, name } of rows) names.set(`${record}/${id}`, name);
  }
  return obstacles.map((one) => ({ ...one, name: names.get(`${one.record}/${one.id}`) ?? one.name }));
}

/** Accounts that were there before, and that have no contact left but by links of the run (L2). */
export async function leftAlone(deps: Deps, run: PlacedRun): Promise<Obstacle[]> {
  const rows = await accountsLeftAlone(deps, [run.id]);
  return rows.map(({ id, name }) => ({
    record: 'account',
    id,
    name,
    reason: 'has no other contact any more than those that the run linked to it',
    entry: null,
    run: null,
  }));
}
