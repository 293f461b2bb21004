import { queryWithRows } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import { type PortalStatus, portalStatuses } from './model.ts';

/** How far an address has come on its way into the portal, whatever the account (T3). */
export type Standing = Exclude<PortalStatus, 'off'>;

/**
 * The standing of an address key (a column) as its place in `portalStatuses`, the strongest being 0: a portal user, else
 * the invitation that is pending, else none. Two looks into indexes for each row: of joins PostgreSQL makes scans while it
 * has not counted a new table. The time is the clock's own text, so it can stand in the statement.
 */
export const standingRank = (deps: Deps, addressKey: string): string =>
  `case when (select u.id from portal_users u where u.address_key = ${addressKey}) is not null then 0
     else coalesce((select case when i.expires_at > '${timestamp(deps)}' then 1 else 2 end from portal_links i
       where i.address_key = ${addressKey} and i.purpose = 'invitation' and i.state = 'pending'), 3) end`;

/** The standing of addresses, by address key. */
export async function standingsOf(
  deps: Deps,
  addressKeys: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const rows = await queryWithRows<{ key: string; rank: number }>(
    deps,
    `select k.address_key as key, ${standingRank(deps, 'k.address_key')} as rank from {rows} k`,
    { address_key: 'text' },
    [...new Set(addressKeys)].map((key) => [key]),
  );
  return new Map(rows.map(({ key, rank }) => [key, portalStatuses[rank] as Standing]));
}
