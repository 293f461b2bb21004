import { addressKey } from '../../domain/text/comparison.ts';
import type { Called } from './known.ts';
import { nameCall, namesakeCalls } from './namesakes.ts';

/**
 * Splits rows into those that can be matched and written as one set, and those that have to wait: a row waits when an
 * earlier one may create what it has to find. Rows of one wave may share what exists, never what has yet to be made.
 * Most batches are one wave; a thousand contacts of one new company are two.
 */
export function nextWave(rows: readonly Called[]): { wave: Called[]; later: Called[] } {
  const seen = new Set<string>();
  const wave: Called[] = [];
  const later: Called[] = [];
  let isNameOpen = false;
  for (const row of rows) {
    const waits: boolean = needs(row).some((name) => seen.has(name)) || (isNameOpen && hasOnlyName(row));
    for (const name of leaves(row)) seen.add(name);
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

/** All that a later row may call the account and the contact of this one. */
function leaves(row: Called): string[] {
  const { nameIsGenerated, accountKey } = row.draft;
  const others = row.draft.otherAddressKeys.map((address) => `e-mail ${address}`);
  const people = [...idsOf(row), ...others, ...calledName(row)];
  return [
    ...(accountKey === undefined ? [] : [`account key ${accountKey}`]),
    ...people,
    ...baseNames(row).flatMap((name) => [
      `account ${name}`,
      ...(nameIsGenerated ? [] : [`given ${name}`]),
      ...people.map((person) => `${name} of ${person}`),
    ]),
  ];
}

/** What no earlier row of the wave may have left, because it does not exist yet. */
function needs(row: Called): string[] {
  const { draft, account, accountBy, contact, contactBy } = row;
  const wanted: string[] = [];
  if (accountBy !== 'key') {
    if (draft.accountKey !== undefined) wanted.push(`account key ${draft.accountKey}`);
    for (const name of baseNames(row)) {
      // Accounts of one generated name are as many clients, unless they have a person in common (B3).
      if (draft.nameIsGenerated) {
        const people = [...idsOf(row), ...namesakeCalls(draft)];
        wanted.push(`given ${name}`, ...people.map((person) => `${name} of ${person}`));
      } else if (account === undefined) wanted.push(`account ${name}`);
    }
  }
  if (contactBy !== 'key' && draft.contactKey !== undefined) wanted.push(`key ${draft.contactKey}`);
  const hasAddress = contact?.email != null && addressKey(contact.email) === draft.addressKey;
  if (!hasAddress && draft.addressKey !== undefined) wanted.push(`e-mail ${draft.addressKey}`);
  return wanted;
}

const idsOf = ({ draft }: Called): string[] => [
  ...(draft.contactKey === undefined ? [] : [`key ${draft.contactKey}`]),
  ...(draft.addressKey === undefined ? [] : [`e-mail ${draft.addressKey}`]),
];

/** The names by which a later row may call the person: as the row has it, and as it is stored with more. */
const calledName = ({ draft: { contactNameKey, contactKey, addressKey }, contact }: Called): string[] =>
  [...new Set([contactNameKey, contact?.row.nameKey])].flatMap((name) =>
    name === undefined
      ? []
      : [nameCall(name, (contactKey ?? contact?.row.key) != null, (addressKey ?? contact?.email) != null)],
  );

/** Names without their number: an earlier row of that name may be given the number that a later one is called by. */
const baseNames = ({ names }: Called): string[] => names.map((name) => name.replace(/( \(\d+\))+$/, ''));
