import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { refusedError } from '../../errors.ts';
import { accessOfAccounts } from '../access/repository.ts';
import { settleLostLogins } from '../access/store.ts';
import { dropActivity } from '../activity/removal.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween, changesOfRemoval } from '../audit/rules.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import { createContacts } from '../contact/operations.ts';
import { resolveContacts } from '../contact/references.ts';
import { readContactNames } from '../contact/repository.ts';
import { type Deps, timestamp } from '../deps.ts';
import { requireKeysFree } from '../external-key.ts';
import { auditedRemoval, auditedValues, fieldsOfRecords, planValues, writeValues } from '../field/values.ts';
import { linkFirstContacts } from '../link/operations.ts';
import { linksOfAccounts } from '../link/repository.ts';
import { removedLinkEntries } from '../link/rules.ts';
import type { Outcome } from '../outcome.ts';
import { goneError } from '../resolve.ts';
import { refreshSearch } from '../search/refresh.ts';
import { changeTags } from '../tag/assign.ts';
import { tagsOfAccounts } from '../tag/repository.ts';
import { compareNames } from '../text/collation.ts';
import { tidy, tidyOrNull } from '../text/comparison.ts';
import { decideNames } from './names.ts';
import { type AccountRow, accountTable, deleteAccountRows } from './repository.ts';
import {
  auditedAccountFields,
  decideType,
  generatedName,
  nameWarnings,
  newRow,
  patchedAccount,
} from './rules.ts';
import type { AccountPatch, NewAccount } from './schema.ts';

/** Where the caller allows tags to be made that do not exist yet (G1). */
export interface TagAllowance {
  createTags?: boolean | undefined;
}

/**
 * Creates accounts with their contacts, links, field values and tags in one go (A1–A4, A7, F2). Throws NAME_TAKEN,
 * KEY_TAKEN, EMAIL_TAKEN (exit 4), CONTACT_NOT_FOUND, TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3), INVALID_FIELD_VALUE
 * (exit 2); `details.index` says which input it was. Results in input order.
 */
export async function createAccounts(
  deps: Deps,
  inputs: readonly NewAccount[],
  { createTags = false }: TagAllowance = {},
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const contacts = await contactsOf(deps, inputs);
  const ids = await deps.dialect.reserveIds(deps.trx, accountTable.name, inputs.length);
  const now = timestamp(deps);
  const drafts = inputs.map((input, index) => {
    const type = decideType(input);
    const first = contacts[index]?.[0]?.name ?? '';
    const name =
      input.name === undefined ? generatedName(type, tidyOrNull(input.companyName), first) : tidy(input.name);
    return { input, type, name, generated: input.name === undefined, id: ids[index] ?? 0 };
  });
  await requireKeysFree(
    deps,
    'account',
    drafts.map(({ input, id }) => {
      const key = tidyOrNull(input.key);
      return key === null ? undefined : { key, id };
    }),
  );
  const names = await decideNames(deps, drafts);
  const rows = drafts.map(({ input, type, id }, index) =>
    newRow(input, { id, type, name: names[index] ?? '', now }),
  );
  const values = await planValues(
    deps,
    'account',
    rows.map(({ id }, index) => ({ recordId: id, fields: inputs[index]?.fields })),
    { areNew: true },
  );
  await insertRecords(deps, accountTable, rows);
  await writeValues(deps, 'account', values.flat());
  await recordChanges(
    deps,
    rows.map((row, index) =>
      accountEntry(row, 'created', {
        ...changesBetween(undefined, row, auditedAccountFields),
        ...auditedValues(values[index] ?? []),
      }),
    ),
  );
  // Linking brings the search documents up to date, too: every new account has a link (A7).
  const links = await linkFirstContacts(
    deps,
    rows.flatMap((row, index) =>
      (contacts[index] ?? []).map(({ id, name, description }) => ({
        accountId: row.id,
        accountName: row.name,
        contactId: id,
        contactName: name,
        description,
        access: inputs[index]?.access,
        invite: inputs[index]?.invite,
      })),
    ),
  );
  await changeTags(
    deps,
    rows.flatMap((row, index) => {
      const add = inputs[index]?.tags ?? [];
      return add.length === 0 ? [] : [{ accountId: row.id, accountName: row.name, add }];
    }),
    { createMissing: createTags, areNew: true },
  );
  const warned = new Map<number, string[]>();
  for (const { account, warnings } of links) {
    if (warnings.length > 0) warned.set(account.id, [...(warned.get(account.id) ?? []), ...warnings]);
  }
  return rows.map((row, index) => {
    const wanted = drafts[index]?.name ?? row.name;
    const numbered =
      row.name === wanted ? [] : [`the name "${wanted}" was taken; this account is called "${row.name}"`];
    return {
      outcome: 'created',
      id: row.id,
      name: row.name,
      warnings: [...numbered, ...nameWarnings(row.name), ...(warned.get(row.id) ?? [])],
    };
  });
}

interface FirstContact {
  id: number;
  name: string;
  description: string | null | undefined;
}

/** The contacts of new accounts, in input order; new ones are created, references resolved. */
async function contactsOf(deps: Deps, inputs: readonly NewAccount[]): Promise<FirstContact[][]> {
  const wanted = inputs.flatMap((input) => input.contacts);
  const created = await createContacts(
    deps,
    wanted.flatMap((contact) => contact.create ?? []),
  );
  const referenced = await resolveContacts(
    deps,
    wanted.flatMap((contact) => contact.reference ?? []),
  );
  const names = await readContactNames(
    deps,
    wanted.flatMap((contact) => contact.id ?? []),
  );
  const existing = (id: number) => {
    const name = names.get(id);
    if (name === undefined) throw goneError('contact', id);
    return { id, name };
  };
  let nextCreated = 0;
  let nextReferenced = 0;
  return inputs.map((input) =>
    input.contacts.map((contact) => {
      const found =
        contact.create !== undefined
          ? created[nextCreated++]
          : contact.reference !== undefined
            ? referenced[nextReferenced++]
            : existing(contact.id ?? 0);
      return { id: found?.id ?? 0, name: found?.name ?? '', description: contact.description };
    }),
  );
}

/**
 * Changes accounts (A8). What an input does not name stays. Throws NAME_TAKEN, KEY_TAKEN (exit 4), ACCOUNT_NOT_FOUND,
 * TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3), INVALID_FIELD_VALUE (exit 2). Results in input order.
 */
export async function editAccounts(
  deps: Deps,
  inputs: ReadonlyArray<{ id: number; patch: AccountPatch }>,
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
  const links = await linksOfAccounts(deps, ids);
  const tags = await tagsOfAccounts(deps, ids);
  const fields = await fieldsOfRecords(deps, 'account', ids);
  const access = await accessOfAccounts(deps, ids);
  const activity = await dropActivity(deps, ids);
  await deleteAccountRows(deps, ids);
  await recordChanges(deps, [
    ...removedLinkEntries(links, access),
    ...[...rows.values()].map((row) => {
      const carried = tags.filter((tag) => tag.accountId === row.id).map((tag) => tag.tagName);
      return accountEntry(row, 'deleted', {
        ...changesOfRemoval(row, auditedAccountFields),
        ...auditedRemoval(fields.get(row.id)),
        ...(carried.length === 0 ? {} : { tags: [carried.sort(compareNames), []] }),
        ...activity.get(row.id),
      });
    }),
  ]);
  await settleLostLogins(deps, access);
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

const accountEntry = (
  row: AccountRow,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({
  record: 'account',
  recordId: row.id,
  label: row.name,
  action,
  changes,
});
