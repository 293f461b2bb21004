import { fold } from '../text/folding.ts';
import { type ComparedName, comparedName } from './names.ts';
import { collapsed, type Word, wordsOf } from './words.ts';

/** A contact as it is read for comparison. */
export interface PersonRow {
  id: number;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  companyName: string | null;
  phone: string | null;
  street: string | null;
  postalCode: string | null;
  city: string | null;
}

/** What a contact has beside its row. */
export interface PersonDetails {
  /** The keys of all its e-mails. */
  emails: string[];
  /** Further phone numbers, in fields of type `phone`. */
  phones: string[];
  /** Dates of birth, by the id of the field that holds them. */
  births: Map<number, string>;
}

/** A contact as it is compared. */
export interface Person {
  id: number;
  name: ComparedName;
  company: readonly Word[];
  emails: readonly string[];
  /** What of the e-mails may tell who it is, when the domains differ. */
  locals: readonly string[];
  /** Digits, without what is dialled in front of them. */
  phones: readonly string[];
  births: ReadonlyMap<number, string>;
  postalCode: string | undefined;
  city: string | undefined;
  street: string | undefined;
}

/** A contact in the form in which it is compared. */
export function personOf(row: PersonRow, { emails, phones, births }: PersonDetails): Person {
  return {
    id: row.id,
    name: comparedName(row),
    company: wordsOf(row.companyName),
    emails,
    locals: emails.flatMap((email) => localPart(email) ?? []),
    phones: [...(row.phone === null ? [] : [row.phone]), ...phones].flatMap((phone) => digits(phone) ?? []),
    births,
    postalCode: compact(row.postalCode),
    city: compact(row.city),
    street: compact(row.street === null ? null : row.street.replace(/stra(?:ß|ss)e|str\./gi, 'str')),
  };
}

/** Letters and digits alone, folded; undefined when there are none. */
const compact = (text: string | null): string | undefined =>
  text === null ? undefined : fold(text).replace(/[^\p{L}\p{N}]+/gu, '') || undefined;

/** Whoever reads these is the office, not a person. */
const offices = new Set(
  (
    'info office kontakt contact mail email post hello hallo service support admin buchhaltung rechnung rechnungen invoice ' +
    'invoices billing accounting team sekretariat kanzlei praxis verwaltung noreply webmaster sales vertrieb anfrage empfang ' +
    'personal zentrale buro firma shop privat home family familie'
  ).split(' '),
);
const leastLetters = 4;

/** The part before the @ without what mail servers pass over, in one spelling; undefined where it names nobody. */
export function localPart(email: string): string | undefined {
  const local = collapsed(email.slice(0, email.lastIndexOf('@')).replace(/\+.*$/, '').replace(/[._-]/g, ''));
  return local.length < leastLetters || offices.has(local) ? undefined : local;
}

/** A number that is shorter has no area code, or is none. */
const leastDigits = 7;

/** The digits of a phone number without 00, 0 or (0) in front of them; undefined when there are too few. */
export function digits(phone: string): string | undefined {
  const bare = phone.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '');
  return bare.length < leastDigits ? undefined : bare;
}

/** Whether two numbers are one, with or without the country in front. */
export const isSamePhone = (one: string, other: string): boolean =>
  one.endsWith(other) || other.endsWith(one);

/** What numbers have in common that are one. */
export const phoneKey = (phone: string): string => phone.slice(-leastDigits);
