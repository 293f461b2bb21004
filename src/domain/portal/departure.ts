import { queryByTexts } from '../../db/bulk.ts';
import { recordChanges } from '../audit/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import { endLinks, holdPendingLinks } from './links.ts';
import { deleteUserRows, endSessionRows } from './repository.ts';

/** A portal user who may have to go. */
export interface Departing {
  id: number;
  address: string;
  addressKey: string;
}

/**
 * Ends what nobody needs any more of the portal users of addresses: their sessions, once login is on for them nowhere (T4),
 * so that none of them opens again with the next login; and the users themselves, with their pending resets, once their
 * address belongs to nobody: whoever has it next is somebody else, and has to be invited. Called after access or
 * addresses were taken away.
 */
export async function endUnneededUsers(deps: Deps, addressKeys: readonly string[]): Promise<void> {
  // Held, so that nobody logs in between the look at the switches and the end of the sessions.
  const users = await queryByTexts<Departing>(
    deps,
    `select id, address, address_key as "addressKey" from portal_users where address_key in {texts}
     order by id${deps.dialect.lockRows}`,
    [...new Set(addressKeys)].sort(),
  );
  if (users.length === 0) return;
  const withLogin = await havingRows(deps, users, 'account_access where login = 1 and');
  const withAccess = await havingRows(deps, users, 'account_access where');
  const withContact = await havingRows(deps, users, 'contact_emails where');
  const isOwned = ({ addressKey: key }: Departing) => withAccess.has(key) || withContact.has(key);
  await endSessions(
    deps,
    users.filter((user) => isOwned(user) && !withLogin.has(user.addressKey)),
  );
  await dismissUsers(
    deps,
    users.filter((user) => !isOwned(user)),
  );
}

/** The addresses of users that a table has rows of. */
async function havingRows(
  deps: Deps,
  users: readonly Departing[],
  tableWhere: string,
): Promise<ReadonlySet<string>> {
  const rows = await queryByTexts<{ key: string }>(
    deps,
    `select address_key as key from ${tableWhere} address_key in {texts}`,
    users.map(({ addressKey }) => addressKey),
  );
  return new Set(rows.map(({ key }) => key));
}

async function endSessions(deps: Deps, users: readonly Departing[]): Promise<void> {
  const now = timestamp(deps);
  for (const { id, address } of users) {
    const ended = await endSessionRows(deps, id, now);
    if (ended === 0) continue;
    await recordChanges(deps, [
      {
        record: 'portal-user',
        recordId: id,
        label: address,
        action: 'updated',
        changes: { openSessions: [ended, 0] },
      },
    ]);
  }
}

/** Takes portal users away, with their sessions and pending resets. The caller holds them. */
export async function dismissUsers(deps: Deps, users: readonly Departing[]): Promise<void> {
  if (users.length === 0) return;
  const resets = await holdPendingLinks(
    deps,
    'reset',
    users.map(({ addressKey }) => addressKey),
  );
  const resetIds = [...resets.values()].map(({ id }) => id);
  await endLinks(deps, resetIds, 'revoked', timestamp(deps));
  await deleteUserRows(
    deps,
    users.map(({ id }) => id),
  );
  await recordChanges(
    deps,
    users.map(({ id, address }) => ({
      record: 'portal-user' as const,
      recordId: id,
      label: address,
      action: 'deleted' as const,
      changes: { email: [address, null] as const },
    })),
  );
}
