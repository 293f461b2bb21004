import { type Cell, insertRows, queryByIds, queryWithRows, type Session } from '../../db/bulk.ts';
import type { StagedType } from '../../db/dialect/dialect.ts';

/** A link with the names at both ends. */
export interface LinkRow {
  accountId: number;
  contactId: number;
  accountName: string;
  accountArchivedAt: string | null;
  contactName: string;
  description: string | null;
  signerRank: number | null;
}

const select = `select l.account_id as "accountId", l.contact_id as "contactId", a.name as "accountName",
    a.archived_at as "accountArchivedAt", c.display_name as "contactName", l.description, l.signer_rank as "signerRank"
  from account_contacts l join accounts a on a.id = l.account_id join contacts c on c.id = l.contact_id`;

/** All links of accounts. */
export const linksOfAccounts = (session: Session, accountIds: readonly number[]): Promise<LinkRow[]> =>
  queryByIds<LinkRow>(
    session,
    `${select} where l.account_id in {ids} order by l.account_id, l.contact_id`,
    accountIds,
  );

/** All links of contacts. */
export const linksOfContacts = (session: Session, contactIds: readonly number[]): Promise<LinkRow[]> =>
  queryByIds<LinkRow>(
    session,
    `${select} where l.contact_id in {ids} order by l.account_id, l.contact_id`,
    contactIds,
  );

export interface LinkKey {
  accountId: number;
  contactId: number;
}

const keyColumns = { account_id: 'integer', contact_id: 'integer' } as const;
const keyCells = (link: LinkKey) => [link.accountId, link.contactId] as const;

/** Those of the named links that exist. */
export const findLinks = (session: Session, keys: readonly LinkKey[]): Promise<LinkRow[]> =>
  queryWithRows<LinkRow>(
    session,
    `${select} join {rows} k on k.account_id = l.account_id and k.contact_id = l.contact_id`,
    keyColumns,
    keys.map(keyCells),
  );

export const insertLinks = (
  session: Session,
  links: ReadonlyArray<LinkKey & { description: string | null }>,
  now: string,
): Promise<void> =>
  insertRows(
    session,
    'account_contacts',
    { ...keyColumns, description: 'text', created_at: 'text' },
    links.map(({ accountId, contactId, description }) => [accountId, contactId, description, now]),
  );

export const updateDescriptions = (
  session: Session,
  links: ReadonlyArray<LinkKey & { description: string | null }>,
): Promise<void> =>
  setOnLinks(
    session,
    { description: 'text' },
    links.map((link) => [...keyCells(link), link.description]),
  );

/** Sets or clears (null) what place links have among the signers of their accounts (L4). */
export const updateSignerRanks = (
  session: Session,
  links: ReadonlyArray<LinkKey & { signerRank: number | null }>,
): Promise<void> =>
  setOnLinks(
    session,
    { signer_rank: 'integer' },
    links.map((link) => [...keyCells(link), link.signerRank]),
  );

/** Sets one column of links; each row is the link's key and the value. */
async function setOnLinks(
  session: Session,
  column: Readonly<Record<string, StagedType>>,
  rows: ReadonlyArray<readonly Cell[]>,
): Promise<void> {
  const [name] = Object.keys(column);
  await queryWithRows(
    session,
    `update account_contacts set ${name} = staged.${name} from {rows} as staged
     where account_contacts.account_id = staged.account_id and account_contacts.contact_id = staged.contact_id`,
    { ...keyColumns, ...column },
    rows,
  );
}

export const deleteLinks = async (session: Session, keys: readonly LinkKey[]): Promise<void> => {
  await queryWithRows(
    session,
    'delete from account_contacts where (account_id, contact_id) in (select account_id, contact_id from {rows} k)',
    keyColumns,
    keys.map(keyCells),
  );
};

/** How many links accounts have; accounts without any are not in the map. */
export async function countLinks(
  session: Session,
  accountIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await queryByIds<{ id: number; links: number | string }>(
    session,
    'select account_id as id, count(*) as links from account_contacts where account_id in {ids} group by account_id',
    accountIds,
  );
  return new Map(rows.map((row) => [row.id, Number(row.links)]));
}

/**
 * Holds account rows until the transaction ends. Everything that takes contacts away from accounts begins with it, before
 * it counts them: otherwise two programs could each see the other's contact and both remove "not the last one" (L2).
 */
export async function lockAccounts(session: Session, accountIds: readonly number[]): Promise<void> {
  if (session.dialect.lockRows === '') return;
  const ordered = [...new Set(accountIds)].sort((a, b) => a - b);
  await queryByIds(
    session,
    `select id from accounts where id in {ids} order by id${session.dialect.lockRows}`,
    ordered,
  );
}
