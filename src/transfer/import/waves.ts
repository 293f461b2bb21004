import { addressKey } from '../../domain/text/comparison.ts';
import type { Called } from './known.ts';
import { nameCall, namesakeCalls } from './namesakes.ts';

/**
 * Splits rows into those that can be matched and written as one set, and those that have to wait: a row waits when an
 * earlier one may create what it has to find. Rows of one wave may share what exists, never what has yet to be made.
 * Most batches are one wave; a thousand contacts of one new company are two.
 */
export function nextWave(rows: readonly Called[]): { wave: Called[]; later: Called[] } {
  const left = new Leavings();
  const wave: Called[] = [];
  const later: Called[] = [];
  let isNameOpen = false;
  for (const row of rows) {
    const names = baseNames(row.names);
    const waits: boolean = left.hold(row, names) || (isNameOpen && (hasOnlyName(row) || changesPerson(row)));
    left.add(row, names);
    isNameOpen ||= waits && row.draft.nameIsGenerated && row.contact === undefined;
    (waits ? later : wave).push(row);
  }
  return { wave, later };
}

/**
 * Whether a row finds its account by the name of a person alone. What a waiting row generates is made from its contact as
 * that is stored in the end (A3), so it may be this very name, though the row says only a part of it.
 */
const hasOnlyName = ({ draft, account }: Called): boolean =>
  draft.nameIsGenerated &&
  account === undefined &&
  draft.contactKey === undefined &&
  draft.addressKey === undefined;

/** Whether a row changes that by which a waiting one may find the person: name, or whether there is a key or an e-mail. */
const changesPerson = ({ draft: { contactNameKey, contactKey, addressKey }, contact }: Called): boolean =>
  contact !== undefined &&
  ((contactNameKey !== undefined && contactNameKey !== contact.row.nameKey) ||
    (contactKey !== undefined && contact.row.key === null) ||
    (addressKey !== undefined && contact.email === null));

/** All that a later row may call the accounts and the contacts of rows by. */
class Leavings {
  private readonly accountKeys = new Set<string>();
  private readonly contactKeys = new Set<string>();
  private readonly addresses = new Set<string>();
  private readonly givenNames = new Set<string>();
  private readonly referred = new Set<string>();
  /** The people of each account name; one of them needs no list. */
  private readonly people = new Map<string, Called | People>();

  add(row: Called, names: readonly string[]): void {
    const { nameIsGenerated, accountKey, contactKey, addressKey, otherAddressKeys } = row.draft;
    if (accountKey !== undefined) this.accountKeys.add(accountKey);
    if (contactKey !== undefined) this.contactKeys.add(contactKey);
    if (addressKey !== undefined) this.addresses.add(addressKey);
    for (const address of otherAddressKeys) this.addresses.add(address);
    for (const call of referred(row.draft, names)) this.referred.add(call);
    for (const name of names) {
      if (!nameIsGenerated) this.givenNames.add(name);
      const people = this.people.get(name);
      if (people === undefined) this.people.set(name, row);
      else if (people instanceof People) people.add(row);
      else this.people.set(name, new People(people, row));
    }
  }

  private isPersonOf(name: string, row: Called): boolean {
    const people = this.people.get(name);
    if (people === undefined) return false;
    if (people instanceof People) return people.include(row);
    const list = new People(people);
    this.people.set(name, list);
    return list.include(row);
  }

  /** Whether a row has to find what an earlier one may have left, because it does not exist yet. */
  hold(row: Called, names: readonly string[]): boolean {
    const { draft, account, accountBy, contact, contactBy } = row;
    if (accountBy !== 'key') {
      if (draft.accountKey !== undefined && this.accountKeys.has(draft.accountKey)) return true;
      for (const name of names) {
        // Accounts of one generated name are as many clients, unless they have a person in common (B3).
        if (draft.nameIsGenerated) {
          if (this.givenNames.has(name) || this.isPersonOf(name, row)) return true;
        } else if (account === undefined && this.people.has(name)) return true;
      }
    }
    if (contactBy !== 'key' && referred(draft, names).some((call) => this.referred.has(call))) return true;
    if (contactBy !== 'key' && draft.contactKey !== undefined && this.contactKeys.has(draft.contactKey)) {
      return true;
    }
    if (draft.addressKey === undefined || !this.addresses.has(draft.addressKey)) return false;
    return contact?.email == null || addressKey(contact.email) !== draft.addressKey;
  }
}

/** The people whose accounts have one name. What they are called is made out only where the name comes again. */
class People {
  private readonly calls = new Set<string>();
  private unheard: Called[];

  constructor(...rows: Called[]) {
    this.unheard = rows;
  }

  add(row: Called): void {
    this.unheard.push(row);
  }

  include({ draft }: Called): boolean {
    for (const row of this.unheard) {
      for (const call of [...idsOf(row.draft), ...calledName(row)]) this.calls.add(call);
      for (const address of row.draft.otherAddressKeys) this.calls.add(`e-mail ${address}`);
    }
    this.unheard = [];
    return [...idsOf(draft), ...namesakeCalls(draft)].some((call) => this.calls.has(call));
  }
}

/**
 * What the file calls a contact by itself. Namesakes with references of their own wait for each other: which one a row
 * means depends on which the others mean.
 */
const referred = (
  { contactRef, contactNameKey }: Called['draft'],
  accountNames: readonly string[],
): readonly string[] =>
  contactRef === undefined
    ? nothing
    : [`reference ${contactRef}`, ...accountNames.map((name) => `namesake ${contactNameKey} in ${name}`)];

const nothing: readonly string[] = [];

const idsOf = ({ contactKey, addressKey }: Called['draft']): string[] => [
  ...(contactKey === undefined ? [] : [`key ${contactKey}`]),
  ...(addressKey === undefined ? [] : [`e-mail ${addressKey}`]),
];

/** The names by which a later row may call the person: as the row has it, and as it is stored with more. */
const calledName = ({ draft: { contactNameKey, contactKey, addressKey }, contact }: Called): string[] =>
  [...new Set([contactNameKey, contact?.row.nameKey])].flatMap((name) =>
    name === undefined
      ? []
      : [nameCall(name, (contactKey ?? contact?.row.key) != null, (addressKey ?? contact?.email) != null)],
  );

/** Nearly all names are their own base. */
const baseNames = (names: readonly string[]): readonly string[] =>
  names.some((name) => name.endsWith(')')) ? names.map(baseName) : names;

/** A name without its number: an earlier row of that name may be given the number that a later one is called by. */
const baseName = (name: string): string => (name.endsWith(')') ? name.replace(/( \(\d+\))+$/, '') : name);
