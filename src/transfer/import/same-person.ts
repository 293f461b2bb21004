import type { ContactWithEmail } from '../../domain/contact/matching.ts';
import { addressParts } from '../../domain/text/address.ts';
import { addressKey, tidyOrNull } from '../../domain/text/comparison.ts';
import type { Draft } from './draft.ts';

const plainFields = ['firstName', 'middleName', 'lastName', 'companyName', 'phone', 'notes', 'key'] as const;

/**
 * How much a row and a contact of the same name look like one person (B3: two people of the same name are two clients).
 * `same`: the row says nothing that is not stored; `different`: another key or another e-mail; else `possible`.
 */
export function samePerson(
  { contact, contactKey, addressKey: address }: Draft,
  { row, email }: ContactWithEmail,
) {
  if (contactKey !== undefined && row.key !== null && contactKey !== row.key) return 'different';
  if (address !== undefined && email !== null && address !== addressKey(email)) return 'different';
  const known = (given: string | null | undefined, stored: string | null) => {
    const text = tidyOrNull(given);
    return text === null || text === stored;
  };
  const all =
    plainFields.every((field) => known(contact[field], row[field])) &&
    addressParts.every((part) => known(contact.address?.[part], row[part])) &&
    (address === undefined || (email !== null && address === addressKey(email)));
  return all ? 'same' : 'possible';
}
