import { refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../text/comparison.ts';
import { type EmailRow, readAddressOwners } from './repository.ts';

/** A contact that wants an address. */
export interface AddressClaim {
  contactId: number;
  address: string;
  /** The caller said that others may have it, too. */
  shared: boolean;
}

/**
 * Decides who may have an address (C4): one contact, unless the caller says that it is shared. Throws EMAIL_TAKEN
 * (exit 4), naming the owner, with the index of the claim. Returns per claim whether the address is in fact shared.
 */
export async function decideAddresses(
  deps: Deps,
  claims: ReadonlyArray<AddressClaim | undefined>,
): Promise<Array<boolean | undefined>> {
  const keys = claims.map((claim) => (claim === undefined ? undefined : addressKey(claim.address)));
  const wanted = keys.filter((key) => key !== undefined);
  if (wanted.length === 0) return claims.map(() => undefined);
  const owners = new Map<string, { contactId: number; name: string }[]>();
  for (const owner of await readAddressOwners(deps, wanted)) {
    const list = owners.get(owner.addressKey);
    if (list === undefined) owners.set(owner.addressKey, [owner]);
    else list.push(owner);
  }
  const inBatch = new Map<string, number>();
  return claims.map((claim, index) => {
    const key = keys[index];
    if (claim === undefined || key === undefined) return undefined;
    const owner = owners.get(key)?.find((candidate) => candidate.contactId !== claim.contactId);
    const earlier = inBatch.get(key);
    const taken = owner !== undefined || (earlier !== undefined && earlier !== claim.contactId);
    if (taken && !claim.shared) {
      const whose =
        owner === undefined ? 'another contact of this batch' : `contact ${owner.contactId} "${owner.name}"`;
      throw refusedError('EMAIL_TAKEN', `The e-mail ${claim.address.trim()} belongs to ${whose}.`, {
        hint: 'Use that contact, or say with --shared-email that several people share the address.',
        details: { index, field: 'email', email: claim.address.trim(), contact: owner ?? null },
      });
    }
    inBatch.set(key, claim.contactId);
    return taken;
  });
}

/** The row of an address. */
export const emailRow = (
  id: number,
  contactId: number,
  source: string,
  address: string,
  shared: boolean,
): EmailRow => ({
  id,
  contactId,
  source,
  address,
  addressKey: addressKey(address),
  shared: shared ? 1 : 0,
});
