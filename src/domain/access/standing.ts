import { queryWithRows } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import { type PortalStatus, portalStatuses } from './model.ts';

/** How far an address has come on its way into the portal, whatever the account (T3). */
export type Standing = Exclude<PortalStatus, 'off'>;

/** Joins what the standing of an address key (a column) depends on: its portal user `u` and pending invitation `i`. */
export const standingJoins = (addressKey: string): string =>
  `left join portal_users u on u.address_key = ${addressKey}
   left join portal_links i on i.address_key = ${addressKey} and i.purpose = 'invitation' and i.state = 'pending'`;

/**
 * The standing behind {@link standingJoins} as its place in `portalStatuses`, the strongest being 0: a portal user, else
 * the invitation that is pending, else none. The time is the clock's own text, so it can stand in the statement.
 */
export const standingRank = (deps: Deps): string =>
  `case when u.id is not null then 0 when i.expires_at > '${timestamp(deps)}' then 1 when i.id is not null then 2 else 3 end`;

/** The standing of addresses, by address key. */
export async function standingsOf(
  deps: Deps,
  addressKeys: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const rows = await queryWithRows<{ key: string; rank: number }>(
    deps,
    `select k.address_key as key, ${standingRank(deps)} as rank from {rows} k ${standingJoins('k.address_key')}`,
    { address_key: 'text' },
    [...new Set(addressKeys)].map((key) => [key]),
  );
  return new Map(rows.map(({ key, rank }) => [key, portalStatuses[rank] as Standing]));
}
