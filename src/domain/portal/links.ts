import { queryByTexts, queryWithRows, type Session } from '../../db/bulk.ts';
import { defineTable, readRecords } from '../../db/table.ts';

export type LinkPurpose = 'invitation' | 'reset';
export type LinkState = 'pending' | 'accepted' | 'revoked' | 'superseded';

/** An invitation or a password reset: what the tokens in mailed and printed links stand for. */
export interface PortalLinkRow {
  id: number;
  purpose: LinkPurpose;
  address: string;
  addressKey: string;
  /** The account it speaks of; it belongs to the address. */
  accountId: number | null;
  /** The person, where only one has the address. */
  contactId: number | null;
  state: LinkState;
  /** 1 when it took the place of a pending one on request ("resend"). */
  renewal: number;
  sentAt: string;
  expiresAt: string;
  endedAt: string | null;
}

export const portalLinkTable = defineTable<PortalLinkRow>('portal_links', {
  id: ['id', 'integer'],
  purpose: ['purpose', 'text'],
  address: ['address', 'text'],
  addressKey: ['address_key', 'text'],
  accountId: ['account_id', 'integer'],
  contactId: ['contact_id', 'integer'],
  state: ['state', 'text'],
  renewal: ['renewal', 'integer'],
  sentAt: ['sent_at', 'text'],
  expiresAt: ['expires_at', 'text'],
  endedAt: ['ended_at', 'text'],
});

/**
 * The links of addresses that are neither used nor ended, expired ones among them, by address key; they are held until the
 * transaction ends, so that nobody uses one while another takes its place.
 */
export async function holdPendingLinks(
  session: Session,
  purpose: LinkPurpose,
  addressKeys: readonly string[],
): Promise<Map<string, PortalLinkRow>> {
  const rows = await queryByTexts<PortalLinkRow>(
    session,
    `select ${portalLinkTable.select()} from portal_links
     where purpose = '${purpose}' and state = 'pending' and address_key in {texts} order by id${session.dialect.lockRows}`,
    addressKeys,
  );
  return new Map(rows.map((row) => [row.addressKey, row]));
}

/** Links by id, whatever their state. */
export const readLinks = (session: Session, ids: readonly number[]): Promise<Map<number, PortalLinkRow>> =>
  readRecords<PortalLinkRow>(session, portalLinkTable, ids);

/** Ends pending links without their having been used; all their tokens are dead with them. */
export async function endLinks(
  session: Session,
  ids: readonly number[],
  state: 'revoked' | 'superseded',
  now: string,
): Promise<void> {
  await queryWithRows(
    session,
    `update portal_links set state = '${state}', ended_at = staged.ended_at from {rows} as staged
     where portal_links.id = staged.id and portal_links.state = 'pending'`,
    { id: 'integer', ended_at: 'text' },
    ids.map((id) => [id, now]),
  );
}

/**
 * Uses links up, in one statement: of two programs at once only one is told that it did (I2). The ids of those that were
 * neither used, ended nor expired.
 */
export async function consumeLinks(
  session: Session,
  ids: readonly number[],
  now: string,
): Promise<ReadonlySet<number>> {
  const used = await queryWithRows<{ id: number }>(
    session,
    `update portal_links set state = 'accepted', ended_at = staged.ended_at from {rows} as staged
     where portal_links.id = staged.id and portal_links.state = 'pending' and portal_links.expires_at > staged.ended_at
     returning portal_links.id`,
    { id: 'integer', ended_at: 'text' },
    ids.map((id) => [id, now]),
  );
  return new Set(used.map(({ id }) => id));
}

/** Lets invitations speak of other accounts. */
export async function moveLinks(
  session: Session,
  moves: ReadonlyArray<{ id: number; accountId: number }>,
): Promise<void> {
  await queryWithRows(
    session,
    `update portal_links set account_id = staged.account_id from {rows} as staged where portal_links.id = staged.id`,
    { id: 'integer', account_id: 'integer' },
    moves.map(({ id, accountId }) => [id, accountId]),
  );
}
