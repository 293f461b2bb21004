import { query, queryByIds, queryByTexts } from '../../db/bulk.ts';
import { readNameOwners } from '../account/repository.ts';
import type { AuditedRecord, Changes } from '../audit/schema.ts';
import { readAddressOwners } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import { knownFields } from '../field/references.ts';
import { pagesOfChanges } from './changed.ts';
import { touchedBy } from './created.ts';
import type { Obstacle, PlacedRun } from './obstacles.ts';
import { accountBack, type ChangeEntry, contactBack, fieldOf, identityOf, tagChange } from './rules.ts';
import { type EntryRow, entryColumns, obstacleOf, others } from './since.ts';

/** Names, keys and e-mails that records would get back and that others have by now; tags and fields that are called otherwise. */
export async function takenSince(deps: Deps, run: PlacedRun): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  const renamed = await renamedSince(deps, run);
  for await (const page of pagesOfChanges(deps, run.id, run.lastEntry)) {
    found.push(...(await takenBy(deps, run, page)));
    if (renamed.size === 0) continue;
    for (const { record, changes } of page) {
      if (record !== 'account' && record !== 'contact') continue;
      const { added, removed } = tagChange(changes);
      const fields = Object.keys(changes).flatMap((key) => fieldOf(key) ?? []);
      const names = [
        ...[...added, ...removed].map((tag) => `tag ${tag}`),
        ...fields.map((key) => `${record} ${key}`),
      ];
      for (const name of names) {
        const obstacle = renamed.get(name);
        if (obstacle !== undefined) found.push(obstacle);
        renamed.delete(name);
      }
    }
  }
  return found;
}

/** Tags that others renamed, merged or deleted since, and fields that they changed, as the changes of records call them. */
async function renamedSince(deps: Deps, run: PlacedRun): Promise<Map<string, Obstacle>> {
  const { sql, bindings } = others(run);
  const rows = await query<EntryRow & { changes: string }>(
    deps,
    `select ${entryColumns}, e.changes from audit_entries e join audit_entries o on o.id = e.id
     where ${sql} and e.record in ('tag', 'field') and e.action <> 'created' order by e.id`,
    bindings,
  );
  const keys = new Map((await knownFields(deps)).map(({ id, scope, key }) => [id, `${scope} ${key}`]));
  return new Map(
    rows.flatMap((row) => {
      const changes = JSON.parse(row.changes) as Changes;
      const tag = changes.name?.[0];
      const field = keys.get(row.recordId ?? 0);
      const name = row.record === 'field' ? field : typeof tag === 'string' ? `tag ${tag}` : undefined;
      return name === undefined ? [] : [[name, obstacleOf(row)] as const];
    }),
  );
}

/** Who has what the records of these entries would get back, without having got it by the run. */
async function takenBy(deps: Deps, run: PlacedRun, entries: readonly ChangeEntry[]): Promise<Obstacle[]> {
  const wanted = new Map<string, { record: 'account' | 'contact'; id: number; name: string }>();
  for (const entry of entries) {
    const { record, recordId: id, label: name } = entry;
    if (record !== 'account' && record !== 'contact') continue;
    const { wants } = record === 'account' ? accountBack(entry) : contactBack(entry);
    for (const identity of wants) wanted.set(`${record} ${identity}`, { record, id, name });
  }
  if (wanted.size === 0) return [];
  const valuesOf = (prefix: string) =>
    [...wanted.keys()].flatMap((text) => (text.startsWith(prefix) ? [text.slice(prefix.length)] : []));
  const keyOwners = (record: 'account' | 'contact', name: string) =>
    queryByTexts<{ id: number; name: string; value: string }>(
      deps,
      `select id, ${name} as name, external_key as value from ${record}s where external_key in {texts}`,
      valuesOf(`${record} key `),
    );
  const owned = [
    ...(await readNameOwners(deps, valuesOf('account name '))).map(({ nameKey, ...owner }) => ({
      record: 'account' as const,
      identity: `name ${nameKey}`,
      ...owner,
    })),
    ...(await keyOwners('account', 'name')).map(({ value, ...owner }) => ({
      record: 'account' as const,
      identity: `key ${value}`,
      ...owner,
    })),
    ...(await keyOwners('contact', 'display_name')).map(({ value, ...owner }) => ({
      record: 'contact' as const,
      identity: `key ${value}`,
      ...owner,
    })),
    ...(await readAddressOwners(deps, valuesOf('contact email '))).map(({ addressKey, contactId, name }) => ({
      record: 'contact' as const,
      identity: `email ${addressKey}`,
      id: contactId,
      name,
    })),
  ];
  const found: Obstacle[] = [];
  for (const record of ['account', 'contact'] as const) {
    const own = owned.filter((one) => one.record === record);
    const touched = await touchedBy(
      deps,
      run.id,
      record,
      own.map(({ id }) => id),
    );
    const strangers = own.filter(({ id }) => !touched.has(id));
    // Who shared an e-mail before the run may go on sharing it.
    const newcomers = await changedBehind(
      deps,
      run,
      record,
      strangers.map(({ id }) => id),
    );
    for (const { id, name, identity } of strangers) {
      const wants = wanted.get(`${record} ${identity}`);
      const { kind, value } = identityOf(identity);
      if (wants === undefined || (kind === 'email' && !newcomers.has(id))) continue;
      const what = kind === 'name' ? 'name' : `${kind === 'email' ? 'e-mail' : kind} "${value}"`;
      const reason = `its ${what} belongs to ${record} ${id} "${name}" now`;
      found.push({ record, id: wants.id, name: wants.name, reason, entry: null, run: null });
    }
  }
  return found;
}

/** Which of these records others changed behind the run. */
async function changedBehind(
  deps: Deps,
  { firstEntry }: PlacedRun,
  record: AuditedRecord,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await queryByIds<{ id: number }>(
    deps,
    `select distinct record_id as id from audit_entries
     where record = '${record}' and record_id in {ids} and id > ${firstEntry}`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}
