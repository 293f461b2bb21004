import { queryByTexts } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { PortalStatus } from './model.ts';

/** How far an address has come on its way into the portal, whatever the account (T3). */
export type Standing = Exclude<PortalStatus, 'off'>;

/** The standing of addresses, by address key: a portal user, else the invitation that is pending, else none. */
export async function standingsOf(
  deps: Deps,
  addressKeys: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const keys = [...new Set(addressKeys)];
  const now = timestamp(deps);
  const users = await queryByTexts<{ key: string }>(
    deps,
    'select address_key as key from portal_users where address_key in {texts}',
    keys,
  );
  const pending = await queryByTexts<{ key: string; expiresAt: string }>(
    deps,
    `select address_key as key, expires_at as "expiresAt" from portal_links
     where purpose = 'invitation' and state = 'pending' and address_key in {texts}`,
    keys,
  );
  const standings = new Map<string, Standing>(keys.map((key) => [key, 'not-invited']));
  for (const { key, expiresAt } of pending) standings.set(key, expiresAt > now ? 'invited' : 'expired');
  for (const { key } of users) standings.set(key, 'active');
  return standings;
}

/** The portal status of an e-mail in an account (T3). */
export const statusOf = (login: boolean, standing: Standing | undefined): PortalStatus =>
  login ? (standing ?? 'not-invited') : 'off';
