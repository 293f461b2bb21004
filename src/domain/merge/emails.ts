import type { Changes } from '../audit/schema.ts';
import { primarySource } from '../contact/emails.ts';
import type { EmailRow } from '../contact/repository.ts';
import type { KnownField } from '../field/model.ts';
import { holdsEmails } from '../field/values.ts';
import { addressKey } from '../text/comparison.ts';
import { type Decisions, decide, type Held, nameOf } from './conflicts.ts';
import { nameOfField } from './fields.ts';
import type { Member } from './members.ts';

/** The e-mails of the contact that stays, by source. */
export type PlacedEmails = Map<string, EmailRow>;

/**
 * Puts all addresses of the contacts into places of the one that stays: none is lost. Where two want the same place, the
 * caller says which has it, and in which field (`keepAs`) the other is kept; an address that is wanted in two places is in
 * the first: the primary one, then in the order of the fields. The rows are those of the addresses, whoever has them.
 */
export function decideEmails(
  decisions: Decisions,
  fields: readonly KnownField[],
  keepAs: readonly KnownField[],
): PlacedEmails {
  const emailFields = fields.filter(holdsEmails);
  const placed: PlacedEmails = new Map();
  const isPlaced = ({ addressKey: key }: EmailRow) =>
    [...placed.values()].some((email) => email.addressKey === key);
  const conflictsBefore = decisions.conflicts.length;
  for (const source of [primarySource, ...emailFields.map(({ key }) => key)]) {
    const chosen = decidePlace(decisions, source, isPlaced);
    if (chosen !== null) placed.set(source, chosen);
  }
  const left = leftOver(decisions.members, isPlaced);
  for (const field of keepAs) {
    const next = placed.has(field.key) ? undefined : left.shift();
    if (next !== undefined) placed.set(field.key, next.value);
  }
  const free = emailFields.filter(({ key }) => !placed.has(key));
  const asked = decisions.conflicts.slice(conflictsBefore);
  if (left.length > 0) sayWhereTheyGo(decisions, asked, left, free);
  return placed;
}

function decidePlace(
  decisions: Decisions,
  source: string,
  isPlaced: (email: EmailRow) => boolean,
): EmailRow | null {
  const { members, givenUp } = decisions;
  const field = source === primarySource ? 'email' : nameOfField(source);
  const own = members.flatMap((member): Array<Held<EmailRow>> => {
    const value = member.emails.get(source);
    return value === undefined || isPlaced(value) ? [] : [{ member, value }];
  });
  const elsewhere = members.flatMap((member) =>
    [...member.emails.values()].flatMap((value) => (isPlaced(value) ? [] : [{ member, value }])),
  );
  const before = givenUp.length;
  const chosen = decide(decisions, {
    field,
    held: own,
    elsewhere,
    isSame: (one, other) => one.addressKey === other.addressKey,
    shown: ({ address }) => address,
    isMeant: (value, text) => value.addressKey === addressKey(text),
  });
  // What has no place here is kept in another one.
  givenUp.length = before;
  return chosen;
}

/** The addresses without a place, each once. */
function leftOver(members: readonly Member[], isPlaced: (email: EmailRow) => boolean): Array<Held<EmailRow>> {
  const left = new Map<string, Held<EmailRow>>();
  for (const member of members) {
    for (const value of member.emails.values()) {
      if (!isPlaced(value) && !left.has(value.addressKey)) left.set(value.addressKey, { member, value });
    }
  }
  return [...left.values()];
}

/** No address is dropped: a merge that has no place for one is refused, saying how it gets one. */
function sayWhereTheyGo(
  decisions: Decisions,
  asked: ReadonlyArray<{ field: string; options: readonly string[] }>,
  left: ReadonlyArray<Held<EmailRow>>,
  free: readonly KnownField[],
): void {
  const { conflicts } = decisions;
  decisions.needsFields = free.length < left.length;
  const places = left.map((_, index) => `--keep-email-as ${free[index]?.key ?? 'FIELD'}`).join(' ');
  const [first] = asked;
  if (first !== undefined) {
    const at = conflicts.findIndex(({ field }) => field === first.field);
    const conflict = conflicts[at];
    if (conflict === undefined) return;
    conflicts[at] = { ...conflict, options: conflict.options.map((option) => `${option} ${places}`) };
    return;
  }
  conflicts.push({
    field: 'email',
    values: left.map(({ member, value }) => ({ contact: nameOf(member), value: value.address })),
    options: [places],
  });
}

/** What the record of changes says about the addresses of the contact that stays. */
export function auditedEmails(before: ReadonlyMap<string, EmailRow>, placed: PlacedEmails): Changes {
  const sources = new Set([...before.keys(), ...placed.keys()]);
  return Object.fromEntries(
    [...sources].flatMap((source) => {
      const [from, to] = [before.get(source)?.address ?? null, placed.get(source)?.address ?? null];
      const field = source === primarySource ? 'email' : `fields.${source}`;
      return from === to ? [] : [[field, [from, to] as const]];
    }),
  );
}
