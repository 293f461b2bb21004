import { query } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import { removeAccounts } from '../account/removal.ts';
import { type AccountRow, accountTable } from '../account/repository.ts';
import { deleteContacts } from '../contact/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import { withUses } from '../field/list.ts';
import { knownFields } from '../field/references.ts';
import { deleteFields } from '../field/removal.ts';
import { unlinkContacts } from '../link/operations.ts';
import { deleteTags, listTags } from '../tag/operations.ts';
import { pagesOfCreated, pagesOfLinks } from './created.ts';
import type { KeptRecord } from './model.ts';

/** Removes the accounts that a run made, archived or not, with all that is theirs (A10). Returns how many were there. */
export async function removeCreatedAccounts(
  deps: Deps,
  run: number,
  step: (records: number) => void,
): Promise<number> {
  let removed = 0;
  for await (const ids of pagesOfCreated(deps, run, 'account')) {
    const rows = await readRecords<AccountRow>(deps, accountTable, ids, { lock: true });
    await removeAccounts(deps, rows);
    removed += rows.size;
    step(ids.length);
  }
  return removed;
}

/**
 * Removes the links that a run made between accounts and contacts that are both there. `mayGo` says which of them. Throws
 * LAST_CONTACT (exit 4). Returns how many were there.
 */
export async function removeCreatedLinks(
  deps: Deps,
  run: number,
  mayGo: (accountId: number) => boolean = () => true,
): Promise<number> {
  let removed = 0;
  for await (const page of pagesOfLinks(deps, run)) {
    const links = page.filter(({ accountId }) => mayGo(accountId));
    await unlinkContacts(deps, links);
    removed += links.length;
  }
  return removed;
}

/**
 * Removes the contacts that a run made, but those that `keep` names of each set. Throws LAST_CONTACT_OF_ACCOUNTS (exit 4).
 * Returns how many were there.
 */
export async function removeCreatedContacts(
  deps: Deps,
  run: number,
  step: (records: number) => void,
  keep: (ids: readonly number[]) => Promise<ReadonlySet<number>> = async () => new Set(),
): Promise<number> {
  let removed = 0;
  for await (const ids of pagesOfCreated(deps, run, 'contact')) {
    const kept = await keep(ids);
    removed += (
      await deleteContacts(
        deps,
        ids.filter((id) => !kept.has(id)),
      )
    ).length;
    step(ids.length);
  }
  return removed;
}

/** Deletes the tags that a run made and that no account carries; the others are kept. */
export async function removeCreatedTags(
  deps: Deps,
  run: number,
): Promise<{ removed: number; kept: KeptRecord[] }> {
  const made = new Set<number>();
  for await (const ids of pagesOfCreated(deps, run, 'tag')) for (const id of ids) made.add(id);
  const tags = made.size === 0 ? [] : (await listTags(deps)).filter(({ id }) => made.has(id));
  await deleteTags(
    deps,
    tags.filter(({ accounts }) => accounts === 0).map(({ name }) => name),
  );
  const kept = tags.filter(({ accounts }) => accounts > 0);
  return {
    removed: tags.length - kept.length,
    kept: kept.map(({ id, name, accounts }) => ({
      record: 'tag',
      id,
      name,
      reason: `${accounts === 1 ? 'an account carries' : `${accounts} accounts carry`} it`,
    })),
  };
}

/** Deletes the fields that a run made and in which no record has a value; the others are kept. */
export async function removeCreatedFields(
  deps: Deps,
  run: number,
): Promise<{ removed: number; kept: KeptRecord[] }> {
  const made = new Set<number>();
  for await (const ids of pagesOfCreated(deps, run, 'field')) for (const id of ids) made.add(id);
  const fields = made.size === 0 ? [] : (await knownFields(deps)).filter(({ id }) => made.has(id));
  const uses = (await withUses(deps, fields)).map((field) => field.uses);
  const isUsed = (index: number) => (uses[index] ?? 0) > 0;
  await deleteFields(
    deps,
    fields.filter((_, index) => !isUsed(index)).map(({ scope, key }) => `${scope}:${key}`),
  );
  const kept = fields.filter((_, index) => isUsed(index));
  return {
    removed: fields.length - kept.length,
    kept: kept.map(({ id, label }) => ({
      record: 'field',
      id,
      name: label,
      reason: valuesIn(uses[fields.findIndex((field) => field.id === id)] ?? 0),
    })),
  };
}

const valuesIn = (uses: number): string =>
  `${uses === 1 ? 'a record has' : `${uses} records have`} a value in it`;

/**
 * Holds the contacts and accounts that a run made or changed until the transaction ends, so that nobody changes them
 * between the look at what happened to them and their removal.
 */
export async function holdRecords(deps: Deps, run: number): Promise<void> {
  if (deps.dialect.lockRows === '') return;
  for (const record of ['contact', 'account']) {
    await query(
      deps,
      `select id from ${record}s where id in (select record_id from audit_entries where run = ? and record = ?)
       order by id${deps.dialect.lockRows}`,
      [run, record],
    );
  }
}

/** The last entry of the record of changes. */
export async function lastEntry(deps: Deps): Promise<number> {
  const [row] = await query<{ last: number | string | null }>(
    deps,
    'select max(id) as last from audit_entries',
  );
  return Number(row?.last ?? 0);
}

/** Marks runs as taken back by entries behind `lastEntry`. */
export async function markUndone(deps: Deps, runs: readonly number[], lastEntry: number): Promise<void> {
  await deps
    .trx('runs')
    .whereIn('id', [...runs])
    .update({ undone_at: timestamp(deps), undone_by: deps.actor, undone_from: lastEntry + 1 });
}
