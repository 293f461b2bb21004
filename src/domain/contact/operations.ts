import { queryByIds } from '../../db/bulk.ts';
import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween, changesOfRemoval } from '../audit/rules.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { requireKeysFree } from '../external-key.ts';
import { readFirm } from '../firm/read.ts';
import { linksOfAccounts, linksOfContacts, lockAccounts } from '../link/repository.ts';
import { removedLinkEntry } from '../link/rules.ts';
import type { Outcome } from '../outcome.ts';
import { goneError } from '../resolve.ts';
import { refreshSearch } from '../search/refresh.ts';
import { tidyOrNull } from '../text/comparison.ts';
import { type AddressClaim, decideAddresses, emailRow } from './emails.ts';
import {
  type ContactRow,
  contactTable,
  deleteContactRows,
  deleteEmails,
  type EmailRow,
  emailTable,
  readEmails,
} from './repository.ts';
import { auditedContactFields, patchedRow } from './rules.ts';
import type { ContactPatch, NewContact } from './schema.ts';

/**
 * Creates contacts (C1). Throws EMPTY_CONTACT (exit 2), EMAIL_TAKEN and KEY_TAKEN (exit 4); `details.index` says
 * which input it was. Results in input order.
 */
export async function createContacts(deps: Deps, inputs: readonly NewContact[]): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const ids = await deps.dialect.reserveIds(deps.trx, contactTable.name, inputs.length);
  const { nameFormat } = await readFirm(deps);
  const now = timestamp(deps);
  const idOf = (index: number) => ids[index] ?? 0;
  const rows = inputs.map((input, index) =>
    patchedRow(undefined, input, tidyOrNull(input.email), { id: idOf(index), now, format: nameFormat }),
  );
  await requireKeysFree(
    deps,
    'contact',
    rows.map((row) => (row.key === null ? undefined : { key: row.key, id: row.id })),
  );
  const addresses = await writableEmails(
    deps,
    inputs.map((input, index) => claimOf(idOf(index), input)),
  );
  await insertRecords(deps, contactTable, rows);
  await insertRecords(
    deps,
    emailTable,
    addresses.flatMap((email) => (email === undefined ? [] : [email])),
  );
  await recordChanges(
    deps,
    rows.map((row, index) =>
      contactEntry(row, 'created', {
        ...changesBetween(undefined, row, auditedContactFields),
        ...emailChange(undefined, addresses[index]),
      }),
    ),
  );
  return rows.map((row) => ({ outcome: 'created', id: row.id, name: row.displayName, warnings: [] }));
}

/**
 * Changes contacts. What an input does not name stays. Throws EMPTY_CONTACT (exit 2), CONTACT_NOT_FOUND (exit 3),
 * EMAIL_TAKEN, KEY_TAKEN (exit 4). The names of accounts stay as they are (A3). Results in input order.
 */
export async function editContacts(
  deps: Deps,
  inputs: ReadonlyArray<{ id: number; patch: ContactPatch }>,
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const ids = inputs.map((input) => input.id);
  const before = await readRecords(deps, contactTable, ids, { lock: true });
  const emails = new Map(
    (await readEmails(deps, ids))
      .filter((email) => email.source === 'primary')
      .map((email) => [email.contactId, email]),
  );
  const { nameFormat } = await readFirm(deps);
  const now = timestamp(deps);
  const edits = inputs.map(({ id, patch }) => {
    const row = before.get(id);
    if (row === undefined) throw goneError('contact', id);
    const oldEmail = emails.get(id);
    const address = patch.email === undefined ? (oldEmail?.address ?? null) : tidyOrNull(patch.email);
    const after = patchedRow(row, patch, address, { id, now, format: nameFormat });
    return { row, after, oldEmail, address, patch, emailChanged: address !== (oldEmail?.address ?? null) };
  });
  await requireKeysFree(
    deps,
    'contact',
    edits.map(({ row, after }) =>
      after.key === null || after.key === row.key ? undefined : { key: after.key, id: row.id },
    ),
  );
  const newEmails = await writableEmails(
    deps,
    edits.map((edit) => (edit.emailChanged ? claimOf(edit.row.id, edit.patch) : undefined)),
  );
  const changes = edits.map(({ row, after, oldEmail, emailChanged }, index) => ({
    ...changesBetween(row, after, auditedContactFields),
    ...(emailChanged ? emailChange(oldEmail, newEmails[index]) : {}),
  }));
  const changed = edits.filter((_, index) => Object.keys(changes[index] ?? {}).length > 0);
  await updateRecords(
    deps,
    contactTable,
    changed.map(({ after }) => after),
  );
  await deleteEmails(
    deps,
    edits.flatMap(({ emailChanged, oldEmail }) =>
      emailChanged && oldEmail !== undefined ? [oldEmail.id] : [],
    ),
  );
  await insertRecords(
    deps,
    emailTable,
    newEmails.flatMap((email) => (email === undefined ? [] : [email])),
  );
  await recordChanges(
    deps,
    edits.flatMap(({ after }, index) => {
      const change = changes[index] ?? {};
      return Object.keys(change).length === 0 ? [] : [contactEntry(after, 'updated', change)];
    }),
  );
  await refreshSearchOfContacts(
    deps,
    changed.map(({ row }) => row.id),
  );
  return edits.map(({ after }, index) => ({
    outcome: Object.keys(changes[index] ?? {}).length === 0 ? 'unchanged' : 'updated',
    id: after.id,
    name: after.displayName,
    warnings: [],
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
  const emails = new Map(
    (await readEmails(deps, ids))
      .filter((email) => email.source === 'primary')
      .map((email) => [email.contactId, email]),
  );
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
  await deleteContactRows(deps, ids);
  await recordChanges(deps, [
    ...links.map(removedLinkEntry),
    ...[...rows.values()].map((row) =>
      contactEntry(row, 'deleted', {
        ...changesOfRemoval(row, auditedContactFields),
        ...emailChange(emails.get(row.id), undefined),
      }),
    ),
  ]);
  await refreshSearch(deps, accountIds);
  return ids.flatMap((id) => {
    const row = rows.get(id);
    return row === undefined
      ? []
      : [{ outcome: 'deleted' as const, id, name: row.displayName, warnings: [] }];
  });
}

const claimOf = (contactId: number, input: ContactPatch): AddressClaim | undefined => {
  const address = tidyOrNull(input.email);
  return address === null ? undefined : { contactId, address, shared: input.sharedEmail === true };
};

/** Rows for the addresses that may be had (C4), with ids of their own. */
async function writableEmails(
  deps: Deps,
  claims: ReadonlyArray<AddressClaim | undefined>,
): Promise<Array<EmailRow | undefined>> {
  const shared = await decideAddresses(deps, claims);
  const count = claims.filter((claim) => claim !== undefined).length;
  const ids = count === 0 ? [] : await deps.dialect.reserveIds(deps.trx, emailTable.name, count);
  let next = 0;
  return claims.map((claim, index) => {
    if (claim === undefined) return undefined;
    const id = ids[next++] ?? 0;
    return emailRow(id, claim.contactId, 'primary', claim.address, shared[index] === true);
  });
}

const emailChange = (before: EmailRow | undefined, after: EmailRow | undefined): Changes =>
  before === undefined && after === undefined
    ? {}
    : { email: [before?.address ?? null, after?.address ?? null] };

const contactEntry = (
  row: ContactRow,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({
  record: 'contact',
  recordId: row.id,
  label: row.displayName,
  action,
  changes,
});

async function refreshSearchOfContacts(deps: Deps, contactIds: readonly number[]): Promise<void> {
  const accounts = await queryByIds<{ id: number }>(
    deps,
    'select distinct account_id as id from account_contacts where contact_id in {ids}',
    contactIds,
  );
  await refreshSearch(
    deps,
    accounts.map((account) => account.id),
  );
}
