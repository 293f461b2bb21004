import type { ContactPatch } from '../contact/schema.ts';
import type { KnownField, StoredValue } from '../field/model.ts';
import { noPhones } from '../field/phone.ts';
import { isUnfit, readValue, sameValue, shownValue, valueText } from '../field/rules.ts';
import { holdsEmails, type ValueChange } from '../field/values.ts';
import { addressOrNull, addressParts, emptyAddress, type PostalAddress } from '../text/address.ts';
import { comparisonKey } from '../text/comparison.ts';
import { type Decisions, decide, distinctOf, type Held, invalidTake, textQuestion } from './conflicts.ts';
import type { Member } from './members.ts';

/** The texts of a contact, by what `--take` calls them: as the options of `contact edit` do. */
export const textFields = {
  'first-name': 'firstName',
  'middle-name': 'middleName',
  'last-name': 'lastName',
  'company-name': 'companyName',
  phone: 'phone',
  notes: 'notes',
  key: 'key',
} as const;

/** Everything of a contact that `--take` knows beside custom fields and descriptions. */
export const ownFields = [...Object.keys(textFields), 'email', 'address'];

/** What `--take` calls a custom field: its key, unless a contact has something of that name by itself. */
export const nameOfField = (key: string): string => (ownFields.includes(key) ? `fields.${key}` : key);

/** The two texts of notes, one below the other. */
const both = 'both';

const heldBy = <Value>(
  members: readonly Member[],
  read: (member: Member) => Value | null | undefined,
): Array<Held<Value>> =>
  members.flatMap((member) => {
    const value = read(member);
    return value === null || value === undefined ? [] : [{ member, value }];
  });

/** What the contact that stays is to have of its own, without e-mails. */
export function decideOwn(decisions: Decisions): ContactPatch {
  const { members, takes } = decisions;
  const patch: ContactPatch = {};
  for (const [field, name] of Object.entries(textFields)) {
    const question = textQuestion(
      field,
      heldBy(members, ({ row }) => row[name]),
    );
    patch[name] =
      field === 'notes' && takes.get('notes')?.from === both
        ? bothNotes(distinctOf(question).map(({ value }) => value))
        : decide(decisions, question);
  }
  return { ...patch, address: decideAddress(decisions) };
}

const longestNotes = 20_000;

function bothNotes(texts: readonly string[]): string | null {
  const notes = texts.join('\n\n');
  if (notes.length > longestNotes) {
    throw invalidTake(
      'notes',
      both,
      `makes notes of more than ${longestNotes} characters`,
      'Take those of one contact.',
    );
  }
  return notes === '' ? null : notes;
}

/**
 * An address is taken as a whole: parts of two would be an address where nobody lives. One that only says less of the same is
 * none of its own.
 */
function decideAddress(decisions: Decisions): PostalAddress {
  const held = heldBy(decisions.members, ({ row }) => addressOrNull(row));
  const fullest = held.find(({ value }) => held.every((other) => isWithin(other.value, value)));
  const addresses =
    fullest === undefined || decisions.takes.has('address')
      ? held
      : held.map(({ member }) => ({ member, value: fullest.value }));
  const chosen = decide(decisions, {
    field: 'address',
    held: addresses,
    isSame: (one, other) => addressParts.every((part) => one[part] === other[part]),
    shown: (value) => value,
    isMeant: () => false,
  });
  return chosen ?? emptyAddress;
}

const isWithin = (less: PostalAddress, more: PostalAddress): boolean =>
  addressParts.every((part) => less[part] === null || less[part] === more[part]);

/** How the values of custom fields change for the contact that stays; those that are e-mails are decided with them. */
export function decideValues(decisions: Decisions, fields: readonly KnownField[]): ValueChange[] {
  const { members } = decisions;
  const [keep] = members;
  if (keep === undefined) return [];
  return fields
    .filter((field) => !holdsEmails(field))
    .flatMap((field) => {
      const held = heldBy(members, ({ values }) => values.get(field.id));
      const before = keep.values.get(field.id) ?? [];
      const after = decideValue(decisions, field, held);
      return sameValue(before, after) ? [] : [{ recordId: keep.row.id, field, before, after }];
    });
}

/** A field of many choices has all that were chosen; any other takes one value. */
function decideValue(
  decisions: Decisions,
  field: KnownField,
  held: ReadonlyArray<Held<StoredValue[]>>,
): StoredValue[] {
  const name = nameOfField(field.key);
  if (field.type === 'multi-dropdown' && !decisions.takes.has(name)) {
    const chosen = new Map(held.flatMap(({ value }) => value.map((choice) => [choice.optionId, choice])));
    return [...chosen.values()].sort((a, b) => (a.sort < b.sort ? -1 : 1));
  }
  return (
    decide(decisions, {
      field: name,
      held,
      isSame: sameValue,
      shown: (value) => shownValue(field, value) ?? null,
      isMeant: (value, text) => isMeant(field, value, text),
    }) ?? []
  );
}

function isMeant(field: KnownField, value: readonly StoredValue[], text: string): boolean {
  const shown = shownValue(field, value);
  if (shown !== undefined && comparisonKey(valueText(shown)) === comparisonKey(text)) return true;
  const read = readValue(field, text, noPhones);
  return !isUnfit(read) && sameValue(read, value);
}
