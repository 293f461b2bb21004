import { readEmails } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import type { LinkKey } from '../link/repository.ts';
import { keyOfLink } from '../link/rules.ts';
import { type LinkedEmail, unlinkedSource } from './model.ts';
import { type AccessRow, accessOfLinks } from './repository.ts';
import { linkedEmail } from './rules.ts';
import { standingsOf } from './standing.ts';

/** An address of a contact inside an account, with its access where some was ever set. */
export interface PlacedAddress {
  address: string;
  addressKey: string;
  /** As in {@link LinkedEmail}. */
  source: string;
  row: AccessRow | undefined;
}

/**
 * The addresses of contacts inside accounts, by link (`keyOfLink`): the contact's own, the primary one first (C3), then
 * those that it has no more and that still have access there (T6). Each once, whatever number of fields holds it.
 */
export async function addressesOfLinks(
  deps: Deps,
  links: readonly LinkKey[],
): Promise<Map<string, PlacedAddress[]>> {
  const own = new Map<number, Array<Omit<PlacedAddress, 'row'>>>();
  for (const email of await readEmails(deps, [...new Set(links.map(({ contactId }) => contactId))])) {
    const list = own.get(email.contactId) ?? [];
    if (!list.some(({ addressKey }) => addressKey === email.addressKey)) list.push(email);
    own.set(email.contactId, list);
  }
  const rows = new Map<string, Map<string, AccessRow>>();
  for (const row of await accessOfLinks(deps, links)) {
    const byAddress = rows.get(keyOfLink(row)) ?? new Map<string, AccessRow>();
    rows.set(keyOfLink(row), byAddress.set(row.addressKey, row));
  }
  return new Map(
    links.map((link) => {
      const left = new Map(rows.get(keyOfLink(link)));
      const placed = (own.get(link.contactId) ?? []).map(({ address, addressKey, source }) => {
        const row = left.get(addressKey);
        left.delete(addressKey);
        return { address, addressKey, source, row };
      });
      const unlinked = [...left.values()].map((row) => ({
        address: row.address,
        addressKey: row.addressKey,
        source: unlinkedSource,
        row,
      }));
      return [keyOfLink(link), [...placed, ...unlinked]];
    }),
  );
}

/** The e-mails of contacts inside accounts with their switches and status (T1–T3), by link (`keyOfLink`). */
export async function accessOfLinkedContacts(
  deps: Deps,
  links: readonly LinkKey[],
): Promise<Map<string, LinkedEmail[]>> {
  const placed = await addressesOfLinks(deps, links);
  const keys = [...placed.values()].flat().flatMap(({ row }) => (row?.login === 1 ? [row.addressKey] : []));
  const standings = await standingsOf(deps, keys);
  return new Map(
    [...placed].map(([key, addresses]) => [
      key,
      addresses.map((address) => linkedEmail(address, address.row, standings.get(address.addressKey))),
    ]),
  );
}
