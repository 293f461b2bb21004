import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween } from '../audit/rules.ts';
import { requireVersions } from '../audit/versions.ts';
import { type Deps, timestamp } from '../deps.ts';
import { requireKeysFree } from '../external-key.ts';
import { auditedValues, planValues, writeValues } from '../field/values.ts';
import { linkFirstContacts } from '../link/operations.ts';
import type { Outcome } from '../outcome.ts';
import { goneError } from '../resolve.ts';
import { refreshSearch } from '../search/refresh.ts';
import { changeTags } from '../tag/assign.ts';
import {
  claimKeys,
  claimNames,
  createdOutcomes,
  firstLinks,
  firstTags,
  newAccountEntries,
  newRows,
} from './drafts.ts';
import { firstContacts } from './first-contacts.ts';
import { decideNames } from './names.ts';
import { removeAccounts } from './removal.ts';
import { type AccountRow, accountTable } from './repository.ts';
import { accountEntry, auditedAccountFields, nameWarnings, patchedAccount } from './rules.ts';
import type { AccountPatch, NewAccount } from './schema.ts';

/** Where the caller allows tags to be made that do not exist yet (G1). */
export interface TagAllowance {
  createTags?: boolean | undefined;
}

/** What the caller of {@link createAccounts} allows and knows. */
export interface CreateOptions extends TagAllowance {
  /** Names of contacts that need not be read, by id. */
  contactNames?: ReadonlyMap<number, string> | undefined;
}

/**
 * Creates accounts with their contacts, links, field values and tags in one go (A1–A4, A7, F2). Throws NAME_TAKEN,
 * KEY_TAKEN, EMAIL_TAKEN (exit 4), CONTACT_NOT_FOUND, TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3), INVALID_FIELD_VALUE
 * (exit 2); `details.index` says which input it was. Results in input order.
 */
export async function createAccounts(
  deps: Deps,
  inputs: readonly NewAccount[],
  { createTags = false, contactNames = new Map() }: CreateOptions = {},
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const contacts = await firstContacts(deps, inputs, contactNames);
  const ids = await deps.dialect.reserveIds(deps.trx, accountTable.name, inputs.length);
  const claims = claimNames(inputs, contacts);
  await requireKeysFree(deps, 'account', claimKeys(inputs, ids));
  const names = await decideNames(deps, claims);
  const rows = newRows(inputs, ids, names, timestamp(deps));
  const values = await planValues(
    deps,
    'account',
    inputs.map(({ fields }, index) => ({ recordId: ids[index] ?? 0, fields })),
    { areNew: true },
  );
  await insertRecords(deps, accountTable, rows);
  await writeValues(deps, 'account', values.flat());
  await recordChanges(deps, newAccountEntries(rows, values));
  // Linking brings the search documents up to date, too: every new account has a link (A7).
  const links = await linkFirstContacts(deps, firstLinks(inputs, rows, contacts));
  await changeTags(deps, firstTags(inputs, rows), { createMissing: createTags, areNew: true });
  return createdOutcomes(rows, claims, links);
}

/**
 * Changes accounts (A8). What an input does not name stays. Throws NAME_TAKEN, KEY_TAKEN, VERSION_CONFLICT (exit 4),
 * ACCOUNT_NOT_FOUND, TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3), INVALID_FIELD_VALUE (exit 2). Results in input order.
 */
export async function editAccounts(
  deps: Deps,
  inputs: ReadonlyArray<{ id: number; patch: AccountPatch; ifVersion?: number | undefined }>,
  { createTags = false }: TagAllowance = {},
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const before = await readRecords<AccountRow>(
    deps,
    accountTable,
    inputs.map((input) => input.id),
    { lock: true },
  );
  const now = timestamp(deps);
  const edits = inputs.map(({ id, patch }) => {
    const row = before.get(id);
    if (row === undefined) throw goneError('account', id);
    return { row, patch, after: patchedAccount(row, patch, now) };
  });
  await requireVersions(
    deps,
    'account',
    edits.map(({ row: { id, name } }, index) => ({ id, name, ifVersion: inputs[index]?.ifVersion })),
  );
  await requireKeysFree(
    deps,
    'account',
    edits.map(({ row, after }) =>
      after.key === null || after.key === row.key ? undefined : { key: after.key, id: row.id },
    ),
  );
  const renamed = edits.filter(({ row, after }) => row.nameKey !== after.nameKey);
  await decideNames(
    deps,
    renamed.map(({ row, after }) => ({ name: after.name, generated: false, accountId: row.id })),
  );
  const values = await planValues(
    deps,
    'account',
    inputs.map(({ id, patch }) => ({ recordId: id, fields: patch.fields })),
  );
  const changes = edits.map(({ row, after }, index) => ({
    ...changesBetween(row, after, auditedAccountFields),
    ...auditedValues(values[index] ?? []),
  }));
  const isChanged = (index: number) => Object.keys(changes[index] ?? {}).length > 0;
  const changed = edits.filter((_, index) => isChanged(index)).map(({ after }) => after);
  await updateRecords(deps, accountTable, changed);
  await writeValues(deps, 'account', values.flat());
  await recordChanges(
    deps,
    edits.flatMap(({ after }, index) =>
      isChanged(index) ? [accountEntry(after, 'updated', changes[index] ?? {})] : [],
    ),
  );
  await refreshSearch(
    deps,
    changed.map((row) => row.id),
  );
  const retagged = await changeTags(
    deps,
    edits.map(({ after, patch }) => ({
      accountId: after.id,
      accountName: after.name,
      add: patch.addTags,
      remove: patch.removeTags,
    })),
    { createMissing: createTags },
  );
  return edits.map(({ row, after }, index) => ({
    outcome: isChanged(index) || retagged[index]?.outcome === 'updated' ? 'updated' : 'unchanged',
    id: after.id,
    name: after.name,
    warnings: row.name === after.name ? [] : nameWarnings(after.name),
  }));
}

/** Archives accounts (A9); those already archived are `unchanged`. */
export const archiveAccounts = (deps: Deps, ids: readonly number[]): Promise<Outcome[]> =>
  setArchived(deps, ids, timestamp(deps));

/** Brings archived accounts back (A9); the others are `unchanged`. */
export const restoreAccounts = (deps: Deps, ids: readonly number[]): Promise<Outcome[]> =>
  setArchived(deps, ids, null);

async function setArchived(
  deps: Deps,
  ids: readonly number[],
  archivedAt: string | null,
): Promise<Outcome[]> {
  const rows = await readRecords<AccountRow>(deps, accountTable, ids, { lock: true });
  const changed = [...rows.values()].filter((row) => (row.archivedAt === null) !== (archivedAt === null));
  const now = timestamp(deps);
  await updateRecords(
    deps,
    accountTable,
    changed.map((row) => ({ ...row, archivedAt, updatedAt: now })),
  );
  await recordChanges(
    deps,
    changed.map((row) =>
      accountEntry(row, archivedAt === null ? 'restored' : 'archived', {
        archivedAt: [row.archivedAt, archivedAt],
      }),
    ),
  );
  const touched = new Set(changed.map((row) => row.id));
  return outcomesOf(ids, rows, (row) => (touched.has(row.id) ? 'updated' : 'unchanged'));
}

/**
 * Deletes archived accounts with links, tags, photo and all else that is theirs; never their contacts (A10). Throws
 * NOT_ARCHIVED (exit 4).
 */
export async function deleteAccounts(deps: Deps, ids: readonly number[]): Promise<Outcome[]> {
  const rows = await readRecords<AccountRow>(deps, accountTable, ids, { lock: true });
  for (const row of rows.values()) {
    if (row.archivedAt === null) {
      throw refusedError(
        'NOT_ARCHIVED',
        `Account ${row.id} "${row.name}" is not archived; only archived ones can be deleted.`,
        {
          hint: `kontor account archive ${row.id}`,
          details: { id: row.id, name: row.name },
        },
      );
    }
  }
  await removeAccounts(deps, rows);
  return outcomesOf(ids, rows, () => 'deleted');
}

const outcomesOf = (
  ids: readonly number[],
  rows: ReadonlyMap<number, AccountRow>,
  word: (row: AccountRow) => Outcome['outcome'],
): Outcome[] =>
  ids.flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [{ outcome: word(row), id, name: row.name, warnings: [] }];
  });
