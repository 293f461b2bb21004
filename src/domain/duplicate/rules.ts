import { type Likeness, likenessOf, wordsOfName } from './names.ts';
import { isSamePhone, type Person } from './person.ts';
import { areSameWords } from './words.ts';

/** What speaks for two contacts being one person. */
export interface Evidence {
  /** 0 to 100. */
  score: number;
  /** The strongest first. */
  reasons: string[];
}

/** What names alone are worth, and how they are called. */
const names: Record<Exclude<Likeness, 'other'>, { score: number; reason: string | undefined }> = {
  same: { score: 50, reason: 'same name' },
  spelled: { score: 50, reason: 'same name in another spelling' },
  swapped: { score: 50, reason: 'same name, first and last exchanged' },
  similar: { score: 30, reason: 'similar name' },
  part: { score: 15, reason: 'part of the name' },
  renamed: { score: 15, reason: 'same first name' },
  unknown: { score: 10, reason: undefined },
};

/** What else contacts may have in common, and how much that says. */
const traits = {
  email: { score: 45, reason: 'same e-mail' },
  birth: { score: 40, reason: 'same date of birth' },
  local: { score: 30, reason: 'same e-mail local part' },
  phone: { score: 30, reason: 'same phone' },
  address: { score: 25, reason: 'same address' },
  postalCode: { score: 15, reason: 'same postal code' },
  company: { score: 5, reason: 'same company' },
} as const;
type Trait = keyof typeof traits;

/** What is taken off when they differ in what people rarely have two of. */
const difference = 15;

/** No two people: families share addresses, phones and e-mails, so a first name of one's own, or a birthday, decides. */
const nothing: Evidence = { score: 0, reasons: [] };

/** What speaks for two contacts being one person (L5). */
export function evidenceFor(one: Person, other: Person): Evidence {
  const likeness = likenessOf(one.name, other.name);
  if (likeness === 'other' || haveOtherBirthdays(one, other)) return nothing;
  const common = traitsInCommon(one, other);
  const name = names[likeness];
  const sum = common.reduce((total, trait) => total + traits[trait].score, name.score);
  const score = Math.min(100, sum - (doDiffer(one, other, common) ? difference : 0));
  if (score <= 0) return nothing;
  const reasons = [
    ...(name.reason === undefined ? [] : [{ score: name.score, reason: name.reason }]),
    ...common.map((trait) => traits[trait]),
  ];
  return { score, reasons: reasons.sort((a, b) => b.score - a.score).map(({ reason }) => reason) };
}

function traitsInCommon(one: Person, other: Person): Trait[] {
  const found: Trait[] = [];
  if (one.emails.some((email) => other.emails.includes(email))) found.push('email');
  else if (one.locals.some((local) => other.locals.includes(local))) found.push('local');
  if (one.phones.some((phone) => other.phones.some((theirs) => isSamePhone(phone, theirs))))
    found.push('phone');
  if ([...one.births].some(([field, date]) => other.births.get(field) === date)) found.push('birth');
  const place = placeInCommon(one, other);
  if (place !== undefined) found.push(place);
  // Of contacts without a personal name the company is the name.
  const isBeside = wordsOfName(one.name).length > 0 && wordsOfName(other.name).length > 0;
  if (isBeside && one.company.length > 0 && areSameWords(one.company, other.company)) found.push('company');
  return found;
}

function placeInCommon(one: Person, other: Person): 'address' | 'postalCode' | undefined {
  const haveCodes = one.postalCode !== undefined && other.postalCode !== undefined;
  const isSameTown = haveCodes
    ? one.postalCode === other.postalCode
    : one.city !== undefined && one.city === other.city;
  if (!isSameTown) return undefined;
  if (one.street !== undefined && one.street === other.street) return 'address';
  return haveCodes ? 'postalCode' : undefined;
}

const haveOtherBirthdays = (one: Person, other: Person): boolean =>
  [...one.births].some(([field, date]) => {
    const theirs = other.births.get(field);
    return theirs !== undefined && theirs !== date;
  });

/** Whether the e-mails differ, or, where nothing but the name is common, anything else does. */
function doDiffer(one: Person, other: Person, common: readonly Trait[]): boolean {
  const haveOtherEmails =
    one.emails.length > 0 &&
    other.emails.length > 0 &&
    !common.includes('email') &&
    !common.includes('local');
  if (haveOtherEmails || common.length > 0) return haveOtherEmails;
  return (
    (one.phones.length > 0 && other.phones.length > 0) ||
    (one.postalCode !== undefined && other.postalCode !== undefined)
  );
}
