import { type Deps, timestamp } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import { type PortalLinkRow, portalLinkTable } from '../portal/links.ts';
import { addressKey } from '../text/comparison.ts';
import type { Invitation, InvitationQuery } from './model.ts';
import { invitationStatus } from './rules.ts';

interface ListedRow extends PortalLinkRow {
  accountName: string | null;
}

/** Invitations under a filter, newest first (I1). */
export function listInvitations(deps: Deps, query: InvitationQuery): Listing<Invitation> {
  const now = timestamp(deps);
  const { status, accountId, email } = query;
  const filtered = () => {
    const links = deps
      .trx('portal_links')
      .leftJoin('accounts', 'accounts.id', 'portal_links.account_id')
      .where('portal_links.purpose', 'invitation');
    if (status === 'expired' || status === 'pending') {
      links
        .where('portal_links.state', 'pending')
        .where('portal_links.expires_at', status === 'expired' ? '<=' : '>', now);
    } else if (status !== undefined) links.where('portal_links.state', status);
    if (email !== undefined) links.where('portal_links.address_key', addressKey(email));
    if (accountId !== undefined) {
      links.where((either) =>
        either
          .where('portal_links.account_id', accountId)
          .orWhereIn(
            'portal_links.address_key',
            deps.trx('account_access').select('address_key').where('account_id', accountId),
          ),
      );
    }
    return links;
  };
  return listing<ListedRow, Invitation>(deps, {
    filtered,
    columns: `${portalLinkTable.select('portal_links')}, accounts.name as "accountName"`,
    table: 'portal_links',
    sort: { column: 'id' },
    descending: true,
    paging: query,
    finish: async (rows) => rows.map((row) => invitationOf(row, now)),
  });
}

const secondsBetween = (from: string, to: string): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / 1_000);

const invitationOf = (row: ListedRow, now: string): Invitation => ({
  id: row.id,
  email: row.address,
  account: row.accountId === null ? null : { id: row.accountId, name: row.accountName ?? '' },
  status: invitationStatus(row, now),
  sentAt: row.sentAt,
  expiresAt: row.expiresAt,
  acceptedAt: row.state === 'accepted' ? row.endedAt : null,
  endedAt: row.state === 'revoked' || row.state === 'superseded' ? row.endedAt : null,
  ageSeconds: secondsBetween(row.sentAt, now),
  secondsLeft: row.state === 'pending' ? secondsBetween(now, row.expiresAt) : null,
});
