import { queryByIds, queryByTexts, queryWithRows, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';

/** The switches of one account × contact × e-mail (T1) and its notification kinds (T2); 0 and 1. No row: all off. */
export interface AccessRow {
  id: number;
  accountId: number;
  contactId: number;
  address: string;
  addressKey: string;
  login: number;
  notify: number;
  sync: number;
  documents: number;
  signatures: number;
  approvals: number;
  messages: number;
  organizers: number;
}

export const accessTable = defineTable<AccessRow>('account_access', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  contactId: ['contact_id', 'integer'],
  address: ['address', 'text'],
  addressKey: ['address_key', 'text'],
  login: ['login', 'integer'],
  notify: ['notify', 'integer'],
  sync: ['sync', 'integer'],
  documents: ['documents', 'integer'],
  signatures: ['signatures', 'integer'],
  approvals: ['approvals', 'integer'],
  messages: ['messages', 'integer'],
  organizers: ['organizers', 'integer'],
});

/** An access row with what its account and contact are called. */
export interface AccessPlace extends AccessRow {
  accountName: string;
  accountArchivedAt: string | null;
  contactName: string;
}

const places = `select ${accessTable.select('r')}, a.name as "accountName", a.archived_at as "accountArchivedAt",
    c.display_name as "contactName"
  from account_access r join accounts a on a.id = r.account_id join contacts c on c.id = r.contact_id`;
const order = 'order by r.account_id, r.contact_id, r.id';

/** All access that is stored for accounts. */
export const accessOfAccounts = (session: Session, accountIds: readonly number[]): Promise<AccessPlace[]> =>
  queryByIds<AccessPlace>(session, `${places} where r.account_id in {ids} ${order}`, accountIds);

/** All access that is stored for contacts. */
export const accessOfContacts = (session: Session, contactIds: readonly number[]): Promise<AccessPlace[]> =>
  queryByIds<AccessPlace>(session, `${places} where r.contact_id in {ids} ${order}`, contactIds);

/** All access that is stored for addresses, by address key. */
export const accessOfAddresses = (session: Session, addressKeys: readonly string[]): Promise<AccessPlace[]> =>
  queryByTexts<AccessPlace>(session, `${places} where r.address_key in {texts} ${order}`, addressKeys);

/** All access that is stored for links. */
export const accessOfLinks = (
  session: Session,
  links: ReadonlyArray<{ accountId: number; contactId: number }>,
): Promise<AccessPlace[]> =>
  queryWithRows<AccessPlace>(
    session,
    `${places} join {rows} k on k.account_id = r.account_id and k.contact_id = r.contact_id ${order}`,
    { account_id: 'integer', contact_id: 'integer' },
    links.map(({ accountId, contactId }) => [accountId, contactId]),
  );

export const deleteAccessRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from account_access where id in {ids}', ids);
};
