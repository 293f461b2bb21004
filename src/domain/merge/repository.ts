import { queryByIds, queryWithRows, type Session } from '../../db/bulk.ts';
import type { LinkRow } from '../link/repository.ts';
import type { Moved } from './model.ts';

/** Where it is written which contact did something or is meant. */
const activity: Record<keyof Moved, string> = {
  documents: 'documents',
  messages: 'messages',
  approvals: 'approvals',
  signatures: 'signature_signers',
  logins: 'logins',
  photos: 'account_photos',
  portalLinks: 'portal_links',
};

/** Makes one contact's what others did, and says how much that was. */
export async function moveActivity(session: Session, keep: number, drop: readonly number[]): Promise<Moved> {
  const counts: Array<[string, number]> = [];
  for (const [kind, table] of Object.entries(activity)) {
    const rows = await queryByIds<{ total: number | string }>(
      session,
      `select count(*) as total from ${table} where contact_id in {ids}`,
      drop,
    );
    const total = rows.reduce((sum, row) => sum + Number(row.total), 0);
    if (total > 0) {
      await queryByIds(session, `update ${table} set contact_id = ${keep} where contact_id in {ids}`, drop);
    }
    counts.push([kind, total]);
  }
  return Object.fromEntries(counts) as Moved;
}

/** A link that takes over from another one of the same account. */
export type TakenOverLink = Pick<LinkRow, 'accountId' | 'contactId' | 'description' | 'signerRank'> & {
  /** Whose link it was. */
  formerId: number;
};

/** Links a contact as another one was, since when that one was. */
export async function takeOverLinks(session: Session, links: readonly TakenOverLink[]): Promise<void> {
  await queryWithRows(
    session,
    `insert into account_contacts (account_id, contact_id, description, signer_rank, created_at)
     select k.account_id, k.contact_id, k.description, k.signer_rank, l.created_at
     from {rows} k join account_contacts l on l.account_id = k.account_id and l.contact_id = k.former_id`,
    {
      account_id: 'integer',
      contact_id: 'integer',
      description: 'text',
      signer_rank: 'integer',
      former_id: 'integer',
    },
    links.map((link) => [link.accountId, link.contactId, link.description, link.signerRank, link.formerId]),
  );
}
