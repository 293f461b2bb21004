import type { Section } from '../activity/model.ts';
import type { Deps } from '../deps.ts';
import type { LastLogin } from './model.ts';
import { lastLogins } from './repository.ts';

/**
 * When each person last opened an account, newest first (O1); the total counts persons. People who are deleted are left
 * out: nobody could be shown for them.
 */
export async function loginSection(
  deps: Deps,
  accountId: number,
  limit: number | undefined,
): Promise<Section<LastLogin>> {
  const rows = await lastLogins(deps, accountId);
  return {
    items: rows.slice(0, limit).map(({ contactId, contactName, address, at, origin }) => ({
      contact: { id: contactId, name: contactName },
      email: address,
      at,
      origin: origin === '' ? null : origin,
    })),
    total: rows.length,
  };
}
