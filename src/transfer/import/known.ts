import { accountsByKey, accountsByName } from '../../domain/account/matching.ts';
import type { AccountRow } from '../../domain/account/repository.ts';
import { decideType, generatedName } from '../../domain/account/rules.ts';
import { contactIdsByAddress, contactIdsByKey, contactsWithEmail } from '../../domain/contact/matching.ts';
import type { Deps } from '../../domain/deps.ts';
import { addressKey, comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import { contactChange, type KnownContact, type Stamp } from './changes.ts';
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
  const keyed = await accountsByKey(deps, given(drafts, 'accountKey'));
  const named = await accountsByName(
    deps,
    given(
      drafts.filter((draft) => !draft.nameIsGenerated),
      'nameKey',
    ),
  );
  const byKey = await contactIdsByKey(deps, given(drafts, 'contactKey'));
  const byAddress = await contactIdsByAddress(deps, given(drafts, 'addressKey'));
  const contacts = await knownContacts(
    deps,
    [
      ...new Set([
        ...byKey.values(),
        ...[...byAddress.values()].flat(),
        ...drafts.flatMap(({ contactRef }) => references.idOf(contactRef) ?? []),
      ]),
    ],
    stamp.filled,
  );
  return drafts.map((draft) => {
    const withKey = draft.accountKey === undefined ? undefined : keyed.get(draft.accountKey);
    const account = withKey ?? (draft.nameIsGenerated ? undefined : named.get(draft.nameKey));
    const idByKey =
      references.idOf(draft.contactRef) ??
      (draft.contactKey === undefined ? undefined : byKey.get(draft.contactKey));
    const idsByAddress = (
      draft.addressKey === undefined ? [] : (byAddress.get(draft.addressKey) ?? [])
    ).filter((id) => !references.isOther(draft.contactRef, id));
    const called = (ids: readonly number[]) => ids.flatMap((id) => contacts.get(id) ?? []);
    const contact: NamedContact =
      idByKey === undefined
        ? contactByAddress(draft, called(idsByAddress))
        : { contactBy: 'key', contact: called([idByKey])[0] };
    return {
      draft,
      account,
      accountBy: withKey !== undefined ? 'key' : account && 'name',
      contact: undefined,
      contactBy: undefined,
      mismatch: withKey === undefined && account !== undefined ? keyMismatch(draft, account) : undefined,
      ...contact,
      names: namesOf(draft, contact.contact, stamp),
    };
  });
}

/** Contacts with their e-mails and with their values in the fields that columns fill, by id. */
export async function knownContacts(
  deps: Deps,
  ids: readonly number[],
  filled: FilledFields,
): Promise<Map<number, KnownContact>> {
  const values = await storedFields(deps, 'contact', filled, ids);
  const contacts = await contactsWithEmail(deps, ids);
  return new Map(
    [...contacts].map(([id, contact]) => [id, { ...contact, values: values.get(id) ?? noValues }]),
  );
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
  const named = owners.filter(({ row }) => row.nameKey === draft.contactNameKey);
  // Who is called otherwise is somebody else where people may share an address.
  if (draft.contact.sharedEmail && draft.contactNameKey !== undefined && named.length === 0) return {};
  const [contact] = owners.length === 1 ? owners : named;
  if (contact === undefined || (owners.length > 1 && named.length > 1)) {
    const who =
      named.length === 0 ? `none of them has this name; ${sharingHint}` : 'more than one has this name';
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

/** A generated name is made from the contact as it is stored in the end (A3). */
function namesOf(draft: Draft, contact: KnownContact | undefined, stamp: Stamp): string[] {
  if (!draft.nameIsGenerated || contact === undefined) return [draft.nameKey];
  const { displayName } = contactChange(draft, contact, stamp).after.row;
  const company = tidyOrNull(draft.account.companyName);
  const name = comparisonKey(generatedName(decideType(draft.account), company, displayName));
  return [...new Set([draft.nameKey, name])];
}
