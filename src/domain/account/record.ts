import { readRecords } from '../../db/table.ts';
import { accessOfLinkedContacts } from '../access/record.ts';
import { portalStatusesOf } from '../access/roll-up.ts';
import { versionsOf } from '../audit/versions.ts';
import type { Deps } from '../deps.ts';
import { fieldsOfRecords } from '../field/values.ts';
import type { LinkedContact } from '../link/model.ts';
import { linksOfAccounts } from '../link/repository.ts';
import { keyOfLink } from '../link/rules.ts';
import { readPhotos } from '../photo/repository.ts';
import { tagsOfAccounts } from '../tag/repository.ts';
import { addressOrNull } from '../text/address.ts';
import { compareNames } from '../text/collation.ts';
import type { Account, AccountWithContacts } from './model.ts';
import { type AccountRow, accountTable } from './repository.ts';

/** Accounts as lists show them, in the order of their rows. */
export async function accountRecords(deps: Deps, rows: readonly AccountRow[]): Promise<Account[]> {
  const ids = rows.map((row) => row.id);
  const tags = new Map<number, string[]>();
  for (const tag of await tagsOfAccounts(deps, ids)) {
    const names = tags.get(tag.accountId);
    if (names === undefined) tags.set(tag.accountId, [tag.tagName]);
    else names.push(tag.tagName);
  }
  const fields = await fieldsOfRecords(deps, 'account', ids);
  const photos = await readPhotos(deps, ids);
  const statuses = await portalStatusesOf(deps, ids);
  const versions = await versionsOf(deps, 'account', ids);
  return rows.map((row) =>
    accountRecord(row, {
      tags: (tags.get(row.id) ?? []).sort(compareNames),
      fields: fields.get(row.id) ?? {},
      photo: photos.get(row.id) ?? null,
      portalStatus: statuses.get(row.id) ?? 'off',
      version: versions.get(row.id) ?? 0,
    }),
  );
}

/** What a company's data is stays stored when the account becomes an individual's; it is not shown then (A8). */
const accountRecord = (
  row: AccountRow,
  {
    tags,
    fields,
    photo,
    portalStatus,
    version,
  }: Pick<Account, 'tags' | 'fields' | 'photo' | 'portalStatus' | 'version'>,
): Account => ({
  id: row.id,
  name: row.name,
  type: row.type,
  companyName: row.type === 'company' ? row.companyName : null,
  companyAddress: row.type === 'company' ? addressOrNull(row) : null,
  key: row.key,
  tags,
  fields,
  photo,
  portalStatus,
  archivedAt: row.archivedAt,
  version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

/** Accounts with their contacts, by id, in the order of the ids (A12, L1). */
export async function showAccounts(deps: Deps, ids: readonly number[]): Promise<AccountWithContacts[]> {
  const rows = await readRecords<AccountRow>(deps, accountTable, ids);
  const records = await accountRecords(
    deps,
    ids.flatMap((id) => rows.get(id) ?? []),
  );
  const contacts = await contactsOfAccounts(deps, ids);
  return records.map((record) => ({ ...record, contacts: contacts.get(record.id) ?? [] }));
}

/** The names of accounts that exist, in the order of their ids. */
export async function namesOfAccounts(
  deps: Deps,
  ids: readonly number[],
): Promise<Array<Pick<AccountRow, 'id' | 'name'>>> {
  const rows = await readRecords<AccountRow>(deps, accountTable, ids);
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/** One account with its contacts. */
export async function showAccount(deps: Deps, id: number): Promise<AccountWithContacts> {
  const [account] = await showAccounts(deps, [id]);
  if (account === undefined) throw new Error(`account ${id} was not resolved`);
  return account;
}

async function contactsOfAccounts(deps: Deps, ids: readonly number[]): Promise<Map<number, LinkedContact[]>> {
  const links = await linksOfAccounts(deps, ids);
  const emails = await accessOfLinkedContacts(deps, links);
  const contacts = new Map<number, LinkedContact[]>();
  for (const link of links.sort(
    (a, b) => compareNames(a.contactName, b.contactName) || a.contactId - b.contactId,
  )) {
    const list = contacts.get(link.accountId) ?? [];
    list.push({
      contact: { id: link.contactId, name: link.contactName },
      description: link.description,
      signerRank: link.signerRank,
      emails: emails.get(keyOfLink(link)) ?? [],
    });
    contacts.set(link.accountId, list);
  }
  return contacts;
}
