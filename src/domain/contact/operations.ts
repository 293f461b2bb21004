import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { refusedError } from '../../errors.ts';
import { followAddressChanges } from '../access/addresses.ts';
import { accessOfContacts } from '../access/repository.ts';
import { settleLostLogins } from '../access/store.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween, changesOfRemoval } from '../audit/rules.ts';
import type { Changes } from '../audit/schema.ts';
import { requireVersions } from '../audit/versions.ts';
import { type Deps, timestamp } from '../deps.ts';
import { requireKeysFree } from '../external-key.ts';
import { auditedRemoval, auditedValues, fieldsOfRecords, planValues, writeValues } from '../field/values.ts';
import { readFirm } from '../firm/read.ts';
import { linksOfAccounts, linksOfContacts, lockAccounts } from '../link/repository.ts';
import { removedLinkEntries } from '../link/rules.ts';
import type { Outcome } from '../outcome.ts';
import { endUnneededUsers } from '../portal/departure.ts';
import { goneError } from '../resolve.ts';
import { refreshSearch } from '../search/refresh.ts';
import { addressesAfter, draftContacts, newContactEntries } from './drafts.ts';
import {
  addressesOf,
  bySource,
  type EmailChange,
  emailChanges,
  furtherOf,
  primaryOf,
  primarySource,
  requireDistinct,
  writableEmails,
} from './emails.ts';
import { contactTable, deleteContactRows, deleteEmails, emailTable, readEmails } from './repository.ts';
import { auditedContactFields, contactEntry, patchedRow } from './rules.ts';
import type { ContactPatch, NewContact } from './schema.ts';
import { refreshSearchOfContacts } from './search.ts';

/**
 * Creates contacts (C1). Throws EMPTY_CONTACT, INVALID_FIELD_VALUE (exit 2), FIELD_NOT_FOUND (exit 3), EMAIL_TAKEN,
 * EMAIL_REPEATED and KEY_TAKEN (exit 4); `details.index` says which input it was. Results in input order.
 */
export async function createContacts(deps: Deps, inputs: readonly NewContact[]): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const ids = await deps.dialect.reserveIds(deps.trx, contactTable.name, inputs.length);
  const { nameFormat } = await readFirm(deps);
  const now = timestamp(deps);
  const values = await planValues(
    deps,
    'contact',
    inputs.map(({ fields }, index) => ({ recordId: ids[index] ?? 0, fields })),
    { areNew: true },
  );
  const drafts = draftContacts(inputs, ids, values, { now, format: nameFormat });
  const rows = drafts.map(({ row }) => row);
  await requireKeysFree(
    deps,
    'contact',
    rows.map((row) => (row.key === null ? undefined : { key: row.key, id: row.id })),
  );
  const emails = await writableEmails(
    deps,
    drafts.flatMap((draft) => draft.emails),
  );
  await insertRecords(deps, contactTable, rows);
  await insertRecords(deps, emailTable, emails);
  await writeValues(deps, 'contact', values.flat());
  await recordChanges(deps, newContactEntries(drafts));
  return rows.map((row) => ({ outcome: 'created', id: row.id, name: row.displayName, warnings: [] }));
}

/**
 * Changes contacts. What an input does not name stays. Access follows the addresses (T6). Throws EMPTY_CONTACT,
 * INVALID_FIELD_VALUE (exit 2), CONTACT_NOT_FOUND, FIELD_NOT_FOUND (exit 3), EMAIL_TAKEN, EMAIL_REPEATED, KEY_TAKEN,
 * VERSION_CONFLICT (exit 4). The names of accounts stay as they are (A3). Results in input order.
 */
export async function editContacts(
  deps: Deps,
  inputs: ReadonlyArray<{ id: number; patch: ContactPatch; ifVersion?: number | undefined }>,
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const ids = inputs.map((input) => input.id);
  const before = await readRecords(deps, contactTable, ids, { lock: true });
  const oldEmails = bySource(await readEmails(deps, ids));
  const { nameFormat } = await readFirm(deps);
  const now = timestamp(deps);
  for (const id of ids) if (!before.has(id)) throw goneError('contact', id);
  await requireVersions(
    deps,
    'contact',
    inputs.map(({ id, ifVersion }) => ({ id, name: before.get(id)?.displayName ?? '', ifVersion })),
  );
  const values = await planValues(
    deps,
    'contact',
    inputs.map(({ id, patch }) => ({ recordId: id, fields: patch.fields })),
  );
  const edits = inputs.map(({ id, patch }, index) => {
    const row = before.get(id);
    if (row === undefined) throw goneError('contact', id);
    const own = oldEmails.get(id);
    const addresses = addressesAfter(addressesOf(own), patch, values[index] ?? []);
    const emails = emailChanges({ index, contactId: id, input: patch }, own, addresses);
    if (emails.length > 0) requireDistinct(addresses, index);
    const stamp = { id, now, format: nameFormat };
    const after = patchedRow(row, patch, primaryOf(addresses), stamp, furtherOf(addresses));
    const changes = {
      ...changesBetween(row, after, auditedContactFields),
      ...auditedEmail(emails),
      ...auditedValues(values[index] ?? []),
    };
    return { row, after, emails, changes, isChanged: Object.keys(changes).length > 0 };
  });
  await requireKeysFree(
    deps,
    'contact',
    edits.map(({ row, after }) =>
      after.key === null || after.key === row.key ? undefined : { key: after.key, id: row.id },
    ),
  );
  const emails = edits.flatMap((edit) => edit.emails);
  const newEmails = await writableEmails(deps, emails);
  const changed = edits.filter(({ isChanged }) => isChanged);
  await updateRecords(
    deps,
    contactTable,
    changed.map(({ after }) => after),
  );
  await deleteEmails(
    deps,
    emails.flatMap((email) => email.before?.id ?? []),
  );
  await insertRecords(deps, emailTable, newEmails);
  await writeValues(deps, 'contact', values.flat());
  await recordChanges(
    deps,
    changed.map(({ after, changes }) => contactEntry(after, 'updated', changes)),
  );
  const told = await followAddressChanges(
    deps,
    emails.map(({ contactId, before: from, address }) => ({
      contactId,
      from: from?.address ?? null,
      to: address,
    })),
  );
  await refreshSearchOfContacts(
    deps,
    changed.map(({ row }) => row.id),
  );
  const warnings = new Map<number, string[]>();
  emails.forEach(({ index }, at) => {
    warnings.set(index, [...(warnings.get(index) ?? []), ...(told[at] ?? [])]);
  });
  return edits.map(({ after, isChanged }, index) => ({
    outcome: isChanged ? 'updated' : 'unchanged',
    id: after.id,
    name: after.displayName,
    warnings: warnings.get(index) ?? [],
  }));
}

/**
 * Deletes contacts with their links. Throws LAST_CONTACT_OF_ACCOUNTS (exit 4), naming the accounts that would be left
 * without a contact (C5).
 */
export async function deleteContacts(deps: Deps, ids: readonly number[]): Promise<Outcome[]> {
  // Held contacts get no new links, so that the accounts to be held are known.
  const rows = await readRecords(deps, contactTable, ids, { lock: true });
  const linkedBefore = await linksOfContacts(deps, ids);
  const accountIds = [...new Set(linkedBefore.map((link) => link.accountId))];
  await lockAccounts(deps, accountIds);
  const emails = bySource(await readEmails(deps, ids));
  const fields = await fieldsOfRecords(deps, 'contact', ids);
  const leaving = new Set(ids);
  const keepers = new Set(
    (await linksOfAccounts(deps, accountIds))
      .filter((link) => !leaving.has(link.contactId))
      .map((link) => link.accountId),
  );
  const links = await linksOfContacts(deps, ids);
  const bereft = new Map(
    links.filter((link) => !keepers.has(link.accountId)).map((link) => [link.accountId, link.accountName]),
  );
  if (bereft.size > 0) {
    const named = [...bereft].slice(0, 10).map(([id, name]) => `${id} "${name}"`);
    const more = bereft.size > named.length ? ` and ${bereft.size - named.length} more` : '';
    throw refusedError(
      'LAST_CONTACT_OF_ACCOUNTS',
      `Without this contact ${bereft.size === 1 ? 'an account' : `${bereft.size} accounts`} would have no contact: ${named.join(', ')}${more}.`,
      {
        hint: 'Link another contact to them first (kontor contact link), or archive and delete them.',
        details: { accounts: [...bereft].map(([id, name]) => ({ id, name })) },
      },
    );
  }
  const access = await accessOfContacts(deps, ids);
  await deleteContactRows(deps, ids);
  await recordChanges(deps, [
    ...removedLinkEntries(links, access),
    ...[...rows.values()].map((row) =>
      contactEntry(row, 'deleted', {
        ...changesOfRemoval(row, auditedContactFields),
        ...removedEmail(primaryOf(addressesOf(emails.get(row.id)))),
        ...auditedRemoval(fields.get(row.id)),
      }),
    ),
  ]);
  await settleLostLogins(deps, access);
  await endUnneededUsers(
    deps,
    [...emails.values()].flatMap((own) => [...own.values()].map(({ addressKey }) => addressKey)),
  );
  await refreshSearch(deps, accountIds);
  return ids.flatMap((id) => {
    const row = rows.get(id);
    return row === undefined
      ? []
      : [{ outcome: 'deleted' as const, id, name: row.displayName, warnings: [] }];
  });
}

/** What the record of changes says about the primary e-mail; the others are among the fields. */
const auditedEmail = (emails: readonly EmailChange[]): Changes => {
  const primary = emails.find(({ source }) => source === primarySource);
  return primary === undefined ? {} : { email: [primary.before?.address ?? null, primary.address] };
};

const removedEmail = (address: string | null): Changes =>
  address === null ? {} : { email: [address, null] };
