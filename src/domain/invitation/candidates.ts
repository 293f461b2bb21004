import type { Deps } from '../deps.ts';
import {
  addressKeysOfAccounts,
  emailNotFound,
  holdAccountsOfAddresses,
  knownAddresses,
} from '../portal/addresses.ts';
import { holdPendingLinks } from '../portal/links.ts';
import { userIdsOf } from '../portal/repository.ts';
import type { Scope } from '../portal/rules.ts';
import { addressKey } from '../text/comparison.ts';
import { type Candidate, notInAccount } from './rules.ts';

/** Whom to invite: e-mails by name, or all e-mails of accounts. */
export interface Selection {
  /** Named ones; one that cannot be invited is refused, and the others with it. */
  emails?: readonly string[] | undefined;
  /** Without names: the accounts whose e-mails are meant. With names: the accounts they are looked at in. */
  accountIds?: readonly number[] | undefined;
}

/**
 * The addresses of a selection with what is known about them, each once; they and their accounts are held until the
 * transaction ends. Throws EMAIL_NOT_FOUND (exit 3).
 */
export async function selectCandidates(deps: Deps, { emails, accountIds }: Selection): Promise<Candidate[]> {
  const scope = accountIds === undefined ? undefined : new Set(accountIds);
  const keys =
    emails === undefined
      ? await addressKeysOfAccounts(deps, accountIds ?? [])
      : [...new Set(emails.map(addressKey))];
  const candidates = await candidatesOf(deps, new Map(keys.map((key) => [key, scope])));
  if (emails === undefined) return candidates;
  const found = new Map(candidates.map((candidate) => [candidate.known.addressKey, candidate.known]));
  for (const email of emails) {
    const known = found.get(addressKey(email));
    if (known === undefined) throw await emailNotFound(deps, email.trim());
    if (scope !== undefined && !known.places.some((place) => scope.has(place.accountId))) {
      throw notInAccount(known.address, [...scope]);
    }
  }
  return candidates;
}

/** What is known about addresses, by key with the accounts in question; addresses that nobody has are left out. */
export async function candidatesOf(deps: Deps, scopes: ReadonlyMap<string, Scope>): Promise<Candidate[]> {
  const keys = [...scopes.keys()];
  await holdAccountsOfAddresses(deps, keys);
  const pending = await holdPendingLinks(deps, 'invitation', keys);
  // Read only now: whoever was accepting meanwhile is through, and a portal user.
  const users = await userIdsOf(deps, keys);
  const known = await knownAddresses(deps, keys);
  return keys.flatMap((key) => {
    const address = known.get(key);
    if (address === undefined) return [];
    return [{ known: address, scope: scopes.get(key), pending: pending.get(key), isActive: users.has(key) }];
  });
}
