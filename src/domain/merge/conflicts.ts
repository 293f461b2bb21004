import { type KontorError, refusedError, usageError } from '../../errors.ts';
import { addressKey, comparisonKey, tidy } from '../text/comparison.ts';
import { parseReference, referencedId } from '../text/references.ts';
import { shellWord } from '../text/shell.ts';
import type { Member } from './members.ts';
import type { GivenUp, Take } from './model.ts';

/** A value with the contact that holds it. */
export interface Held<Value> {
  member: Member;
  value: Value;
}

/** One thing that contacts may hold different values of. */
export interface Question<Value> {
  /** As `--take` calls it. */
  field: string;
  /** Of those who have one, the contact that stays first. */
  held: ReadonlyArray<Held<Value>>;
  /** What they have in other places and what may be chosen all the same, by naming it. */
  elsewhere?: ReadonlyArray<Held<Value>> | undefined;
  isSame: (one: Value, other: Value) => boolean;
  /** As people and JSON see it. */
  shown: (value: Value) => unknown;
  /** Whether a text that was typed means it. */
  isMeant: (value: Value, text: string) => boolean;
}

/** What nobody has decided. */
export interface Conflict {
  field: string;
  values: ReadonlyArray<{ contact: { id: number; name: string }; value: unknown }>;
  /** Options that decide it. */
  options: readonly string[];
}

/** What has been decided so far, and what has not. */
export interface Decisions {
  members: readonly Member[];
  takes: ReadonlyMap<string, Take>;
  conflicts: Conflict[];
  /** Addresses that no field is there for. */
  needsFields: boolean;
  givenUp: GivenUp[];
}

/** A value of text: the same when it is written the same. */
export const textQuestion = (field: string, held: ReadonlyArray<Held<string>>): Question<string> => ({
  field,
  held,
  isSame: (one, other) => one === other,
  shown: (value) => value,
  isMeant: (value, text) => value === tidy(text),
});

/**
 * The value that stays: the only one there is, or the one that `--take` chose; null for nothing. What is not decided becomes
 * a conflict, what is not chosen is noted. Throws INVALID_TAKE (exit 2).
 */
export function decide<Value>(decisions: Decisions, question: Question<Value>): Value | null {
  const { field, held, isSame, shown } = question;
  const take = decisions.takes.get(field);
  const distinct = distinctOf(question);
  if (take === undefined && distinct.length > 1) {
    decisions.conflicts.push({
      field,
      values: held.map(({ member, value }) => ({ contact: nameOf(member), value: shown(value) })),
      options: distinct.map(({ member }) => `--take ${field}=${member.row.id}`),
    });
  }
  const chosen = take === undefined ? (distinct[0]?.value ?? null) : taken(decisions, question, take);
  for (const { member, value } of held) {
    if (chosen !== null && isSame(chosen, value)) continue;
    decisions.givenUp.push({ field, contact: nameOf(member), value: shown(value) });
  }
  return chosen;
}

/** The different values, each with the first who holds it. */
export const distinctOf = <Value>({ held, isSame }: Question<Value>): Array<Held<Value>> =>
  held.filter(({ value }, index) => held.findIndex((other) => isSame(other.value, value)) === index);

function taken<Value>(
  { members }: Decisions,
  question: Question<Value>,
  { field, from }: Take,
): Value | null {
  const { held, elsewhere = [], isMeant } = question;
  const meant = members.filter((member) => isReferenced(member, from));
  // The number of a contact is never taken for a value, so that what the refusal offers means what it says.
  const isNumber = meant.length > 0 && parseReference(from).reading === 'id';
  const literal = isNumber ? undefined : [...held, ...elsewhere].find(({ value }) => isMeant(value, from));
  if (literal !== undefined) return literal.value;
  if (meant.length === 1) return held.find(({ member }) => member === meant[0])?.value ?? null;
  throw invalidTake(
    field,
    from,
    meant.length > 1
      ? `means contacts ${meant.map(({ row }) => row.id).join(' and ')}`
      : `is neither one of the contacts ${members.map(({ row }) => row.id).join(', ')} nor a value that one of them has`,
    `Name the contact by its number, as in --take ${shellWord(field)}=${members[0]?.row.id}.`,
  );
}

/** Whether a text refers to one of the contacts, as references do everywhere. */
function isReferenced({ row, emails }: Member, text: string): boolean {
  const reference = parseReference(text);
  const { value, reading } = reference;
  if (reading === 'id') return referencedId(reference) === row.id;
  const may = (wanted: typeof reading) => reading === undefined || reading === wanted;
  return (
    (may('name') && comparisonKey(value) === row.nameKey) ||
    (may('key') && tidy(value) === row.key) ||
    (may('email') && [...emails.values()].some((email) => email.addressKey === addressKey(value)))
  );
}

export const nameOf = ({ row }: Member): { id: number; name: string } => ({
  id: row.id,
  name: row.displayName,
});

export const invalidTake = (field: string, from: string, problem: string, hint: string): KontorError =>
  usageError('INVALID_TAKE', `--take ${field}=${from}: ${JSON.stringify(from)} ${problem}.`, {
    hint,
    details: { field, given: from },
  });

const longest = 60;

/** A value in a sentence. */
function quoted(value: unknown): string {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [value];
  const text = parts.filter((part) => part !== null).join(', ');
  return `"${text.length > longest ? `${text.slice(0, longest)}…` : text}"`;
}

/** The refusal of a merge that has to be decided first (L5): every field with its values and the options that decide it. */
export function mergeConflict(
  { members, conflicts, needsFields }: Decisions,
  given: readonly string[],
): KontorError {
  const lines = conflicts.map(({ field, values, options }) => {
    const held = values.map(({ contact, value }) => `contact ${contact.id} has ${quoted(value)}`).join(', ');
    return `\n  ${field}: ${held} – ${options.join(' or ')}`;
  });
  const ids = members.map(({ row }) => row.id);
  const first = conflicts.flatMap(({ options }) => options[0] ?? []);
  return refusedError(
    'MERGE_CONFLICT',
    `These contacts hold different values, and whose is kept has to be said:${lines.join('')}`,
    {
      hint:
        (needsFields
          ? 'Another e-mail needs a field: kontor field create --scope contact --type email --label "Second e-mail". '
          : '') +
        `For what the first one has: kontor contact merge ${[...ids, ...given, ...first].join(' ')}`,
      details: { contacts: members.map(nameOf), conflicts },
    },
  );
}
