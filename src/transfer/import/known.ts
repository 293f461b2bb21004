import { accountsByKey, accountsByName } from '../../domain/account/matching.ts';
import type { AccountRow } from '../../domain/account/repository.ts';
import { decideType, generatedName } from '../../domain/account/rules.ts';
import { contactIdsByAddress, contactIdsByKey, contactsWithEmail } from '../../domain/contact/matching.ts';
import type { Deps } from '../../domain/deps.ts';
import { addressKey, comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import { contactChange, type KnownContact, nameParts, type Stamp } from './changes.ts';
import type { References } from './claims.ts';
import type { Draft } from './draft.ts';
import { type FilledFields, noValues, storedFields } from './field-values.ts';
import type { Mismatch } from './report.ts';

/**
 * A row with what it calls by key, by given name or by e-mail, as far as that is stored. By a reference that the file has
 * used before a contact is as sure as by key.
 */
export interface Called {
  draft: Draft;
  account: AccountRow | undefined;
  accountBy: 'key' | 'name' | undefined;
  contact: KnownContact | undefined;
  contactBy: 'key' | 'email' | 'name' | undefined;
  /**
   * What the account is called, as compared. A generated name may be two: that of the person as the row has it, and as
   * it is stored with more than the row says.
   */
  names: readonly string[];
  mismatch: Mismatch | undefined;
}

/** Looks up what rows call by name. In input order. */
export async function lookUp(
  deps: Deps,
  drafts: readonly Draft[],
  stamp: Stamp,
  references: References,
): Promise<Called[]> {
  // Asked together, they wait only once for what is being written.
  const [keyed, named, byKey, byAddress] = await Promise.all([
    accountsByKey(deps, given(drafts, 'accountKey')),
    accountsByName(deps, given(drafts.filter(isNamed), 'nameKey')),
    contactIdsByKey(deps, given(drafts, 'contactKey')),
    contactIdsByAddress(deps, given(drafts, 'addressKey')),
  ]);
  const ids = new Set(byKey.values());
  for (const owners of byAddress.values()) for (const id of owners) ids.add(id);
  for (const { contactRef } of drafts) {
    const id = references.idOf(contactRef);
    if (id !== undefined) ids.add(id);
  }
  const contacts = await knownContacts(deps, [...ids], stamp.filled);
  return calledOf(drafts, { keyed, named, byKey, byAddress, contacts }, stamp, references);
}

const isNamed = (draft: Draft): boolean => !draft.nameIsGenerated;

/** What is stored of all that rows call by name. */
interface Found {
  keyed: ReadonlyMap<string, AccountRow>;
  named: ReadonlyMap<string, AccountRow>;
  byKey: ReadonlyMap<string, number>;
  byAddress: ReadonlyMap<string, readonly number[]>;
  contacts: ReadonlyMap<number, KnownContact>;
}

function calledOf(
  drafts: readonly Draft[],
  { keyed, named, ...found }: Found,
  stamp: Stamp,
  references: References,
): Called[] {
  const called: Called[] = [];
  for (const draft of drafts) {
    const { accountKey, nameIsGenerated, nameKey } = draft;
    const withKey = accountKey === undefined ? undefined : keyed.get(accountKey);
    const account = withKey ?? (nameIsGenerated ? undefined : named.get(nameKey));
    const { contact, contactBy, mismatch } = contactOf(draft, found, references);
    called.push({
      draft,
      account,
      accountBy: withKey !== undefined ? 'key' : account && 'name',
      contact,
      contactBy,
      mismatch:
        mismatch ??
        (withKey === undefined && account !== undefined ? keyMismatch(draft, account) : undefined),
      names: namesOf(draft, contact, stamp),
    });
  }
  return called;
}

/** The contact that a row calls by a reference, by key or by e-mail. */
function contactOf(
  draft: Draft,
  { byKey, byAddress, contacts }: Omit<Found, 'keyed' | 'named'>,
  references: References,
): NamedContact {
  const { contactRef, contactKey, addressKey } = draft;
  const id = references.idOf(contactRef) ?? (contactKey === undefined ? undefined : byKey.get(contactKey));
  if (id !== undefined) return { contactBy: 'key', contact: contacts.get(id) };
  const owners = addressKey === undefined ? undefined : byAddress.get(addressKey);
  if (owners === undefined) return nobody;
  return contactByAddress(
    draft,
    owners.flatMap((owner) => (references.isOther(contactRef, owner) ? [] : (contacts.get(owner) ?? []))),
  );
}

const nobody: NamedContact = {};

/** Contacts with their e-mails and with their values in the fields that columns fill, by id. */
export async function knownContacts(
  deps: Deps,
  ids: readonly number[],
  filled: FilledFields,
): Promise<Map<number, KnownContact>> {
  const [values, contacts] = await Promise.all([
    storedFields(deps, 'contact', filled, ids),
    contactsWithEmail(deps, ids),
  ]);
  const known = new Map<number, KnownContact>();
  for (const [id, { row, email, otherAddresses }] of contacts) {
    known.set(id, { row, email, otherAddresses, values: values.get(id) ?? noValues });
  }
  return known;
}

type Identity = 'accountKey' | 'nameKey' | 'contactKey' | 'addressKey';

const given = (drafts: readonly Draft[], identity: Identity): string[] => {
  const values = new Set<string>();
  for (const draft of drafts) {
    const value = draft[identity];
    if (value !== undefined) values.add(value);
  }
  return [...values];
};

/** Another key is another client, even under the same name. */
const keyMismatch = (draft: Draft, { name, key }: AccountRow): Mismatch | undefined =>
  draft.accountKey === undefined || key === null
    ? undefined
    : {
        draft,
        field: 'account.key',
        code: 'KEY_MISMATCH',
        reason: `the account "${name}" has the key "${key}" already`,
      };

/** What to do about a row whose e-mail belongs to somebody else (C4). */
export const sharingHint = 'where people share it, --allow-shared-email makes a contact of its own';

type NamedContact = Partial<Pick<Called, 'contact' | 'contactBy' | 'mismatch'>>;

/** The contact with the row's address; a shared address is decided by the name (C4). */
function contactByAddress(draft: Draft, owners: readonly KnownContact[]): NamedContact {
  const [owner] = owners;
  if (owner === undefined) return {};
  const named = owners.filter((owner) => isCalledSo(draft, owner));
  // Who is called otherwise is somebody else where people may share an address.
  if (draft.contact.sharedEmail && draft.contactNameKey !== undefined && named.length === 0) return {};
  const [contact] = owners.length === 1 ? owners : named;
  if (contact === undefined || (owners.length > 1 && named.length > 1)) {
    const none =
      draft.contactNameKey === undefined ? 'the row names none of them' : 'none of them has this name';
    const who = named.length === 0 ? `${none}; ${sharingHint}` : 'more than one has this name';
    const reason = `${owners.length} contacts share this e-mail, and ${who}`;
    return { mismatch: { draft, field: 'contact.email', code: 'EMAIL_AMBIGUOUS', reason } };
  }
  const { id, displayName, key } = contact.row;
  const isPrimary = contact.email !== null && addressKey(contact.email) === draft.addressKey;
  if (!isPrimary && draft.contactNameKey !== undefined && draft.contactNameKey !== contact.row.nameKey) {
    // A spouse's address is a way to reach the contact, not a sign that the row is about the contact.
    const reason = `the e-mail is a further one of contact ${id} "${displayName}"; ${sharingHint}`;
    return { mismatch: { draft, field: 'contact.email', code: 'EMAIL_TAKEN', reason } };
  }
  if (draft.contactKey !== undefined && key !== null) {
    const reason = `the e-mail belongs to contact ${id} "${displayName}", which has the key "${key}" already`;
    return { mismatch: { draft, field: 'contact.key', code: 'KEY_MISMATCH', reason } };
  }
  return { contact, contactBy: owners.length === 1 ? 'email' : 'name' };
}

/** Whether a contact has the row's name; to a row without one belongs the contact that has none either. */
const isCalledSo = ({ contactNameKey }: Draft, { row }: KnownContact): boolean =>
  contactNameKey === undefined
    ? nameParts.every((part) => row[part] === null)
    : row.nameKey === contactNameKey;

/** A generated name is made from the contact as it is stored in the end (A3). */
function namesOf(draft: Draft, contact: KnownContact | undefined, stamp: Stamp): string[] {
  if (!draft.nameIsGenerated || contact === undefined) return [draft.nameKey];
  const { displayName } = (stamp.changesNothing ? contact : contactChange(draft, contact, stamp).after).row;
  const company = tidyOrNull(draft.account.companyName);
  const name = comparisonKey(generatedName(decideType(draft.account), company, displayName));
  return name === draft.nameKey ? [name] : [draft.nameKey, name];
}
