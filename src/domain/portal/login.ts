import { type KontorError, refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Changes } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { insertLogins } from '../login/repository.ts';
import { addressKey } from '../text/comparison.ts';
import { knownAddresses } from './addresses.ts';
import type { PortalIdentity } from './model.ts';
import { isPassword } from './passwords.ts';
import { holdUser, type PortalUserRow, updateFailures } from './repository.ts';
import { openAccounts, openPlaces } from './rules.ts';
import { type OpenedSession, openSession } from './sessions.ts';

const failuresAllowed = 5;
const lockMinutes = 15;

export interface Attempt {
  email: string;
  password: string;
  origin?: string | undefined;
}

/** What became of an attempt to log in: either the session, or a refusal that was counted. */
export type Login =
  | { refusal: KontorError }
  | (PortalIdentity & { session: OpenedSession; refusal?: undefined });

/**
 * Logs a portal user in: a session, and an entry in the logins of each account that is open to them. A wrong password is
 * counted, so the refusal (LOGIN_REFUSED, exit 4) is returned, to be thrown after the commit. It is one and the same for an
 * unknown user, a wrong password, a locked user and one without an open account: whoever guesses learns nothing, also not
 * by guessing on while the user is locked.
 */
export async function logIn(deps: Deps, { email, password, origin = '' }: Attempt): Promise<Login> {
  const key = addressKey(email);
  const user = await holdUser(deps, key);
  const isRight = await isPassword(password, user?.passwordHash);
  if (user === undefined || isLocked(deps, user)) return { refusal: loginRefused() };
  if (!isRight) {
    await countFailure(deps, user, origin);
    return { refusal: loginRefused() };
  }
  const known = (await knownAddresses(deps, [key])).get(key);
  const open = openPlaces(known);
  if (open.length === 0) return { refusal: loginRefused() };
  const now = timestamp(deps);
  const session = await openSession(deps, user.id, origin);
  await insertLogins(
    deps,
    open.map(({ accountId, contactId, contactName }) => ({
      accountId,
      contactId,
      name: contactName,
      address: user.address,
      origin,
      at: now,
    })),
  );
  if (user.failedLogins > 0 || user.lockedUntil !== null) await updateFailures(deps, user.id, 0, null);
  await recordUser(deps, user, {
    session: [null, 'opened'],
    ...(user.failedLogins === 0 ? {} : { failedLogins: [user.failedLogins, 0] }),
    ...(origin === '' ? {} : { origin: [null, origin] }),
  });
  return { userId: user.id, email: user.address, accounts: openAccounts(known), session };
}

const isLocked = (deps: Deps, { lockedUntil }: PortalUserRow): boolean =>
  lockedUntil !== null && lockedUntil > timestamp(deps);

/** Counts a wrong password; the fifth in a row locks the user for a while, and the count begins anew. */
async function countFailure(deps: Deps, user: PortalUserRow, origin: string): Promise<void> {
  const failures = user.failedLogins + 1;
  const from: Changes = origin === '' ? {} : { origin: [null, origin] };
  if (failures < failuresAllowed) {
    await updateFailures(deps, user.id, failures, null);
    await recordUser(deps, user, { failedLogins: [user.failedLogins, failures], ...from });
    return;
  }
  const lockedUntil = new Date(deps.clock().getTime() + lockMinutes * 60_000).toISOString();
  await updateFailures(deps, user.id, 0, lockedUntil);
  await recordUser(deps, user, { lockedUntil: [null, lockedUntil], ...from });
}

const recordUser = (deps: Deps, { id, address }: PortalUserRow, changes: Changes): Promise<void> =>
  recordChanges(deps, [{ record: 'portal-user', recordId: id, label: address, action: 'updated', changes }]);

const loginRefused = (): KontorError =>
  refusedError('LOGIN_REFUSED', 'This e-mail and password do not open the portal.', {
    hint: `${failuresAllowed} wrong passwords in a row lock an e-mail for ${lockMinutes} minutes. The firm can send a link for a new password: kontor reset-password EMAIL`,
  });
