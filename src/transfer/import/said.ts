import { auditedAccountFields } from '../../domain/account/rules.ts';
import { auditedContactFields } from '../../domain/contact/rules.ts';
import type { ContactPatch } from '../../domain/contact/schema.ts';
import { type AddressInput, addressParts } from '../../domain/text/address.ts';
import { nameParts } from './changes.ts';
import { AccessClaims, Claims, LinkClaims, References } from './claims.ts';
import type { Draft } from './draft.ts';
import type { FilledFields, Values } from './field-values.ts';
import { Journal } from './journal.ts';
import type { Match } from './match.ts';

type AccountField = (typeof auditedAccountFields)[number] | ValueField;
/** The value of a custom field, as the record of changes names it. */
type ValueField = `fields.${string}`;
/** `displayName` stands for the whole name, by which a row without key and e-mail finds its contact again. */
type ContactField = (typeof auditedContactFields)[number] | 'email' | 'displayName' | ValueField;

/** What the lines of the file have said so far. */
export interface FileClaims {
  accounts: Claims<AccountField>;
  contacts: Claims<ContactField>;
  links: LinkClaims;
  access: AccessClaims;
  references: References;
  /** What the numbers of rows count. */
  unit: 'line' | 'entry';
  /** Takes back what rows said whose writes were undone. */
  journal: Journal;
}

export function noClaims({ account, contact }: FilledFields, unit: FileClaims['unit']): FileClaims {
  const journal = new Journal();
  return {
    accounts: new Claims([...auditedAccountFields, ...valueFields(account)], journal),
    contacts: new Claims([...auditedContactFields, 'email', 'displayName', ...valueFields(contact)], journal),
    links: new LinkClaims(journal),
    access: new AccessClaims(journal),
    references: new References(journal),
    unit,
    journal,
  };
}

const valueFields = (values: ReadonlyMap<string, unknown>): ValueField[] =>
  [...values.keys()].map((key): ValueField => `fields.${key}`);

/** Notes what a row says about its account, and that it relies on the name by which it found it. */
export function claimAccount(
  { accounts }: FileClaims,
  id: number,
  { account, accountKey, line, values }: Draft,
): void {
  const said: AccountField[] = [];
  addAddress(said, account.companyAddress);
  addValues(said, values.account);
  if (account.key != null) said.push('key');
  if (account.companyName != null) said.push('companyName', 'type');
  if (account.type !== undefined) said.push('type');
  if (account.name !== undefined || accountKey === undefined) said.push('name');
  accounts.add(id, line, said);
}

function addAddress(said: string[], address: AddressInput | undefined): void {
  if (address === undefined) return;
  for (const part of addressParts) if (address[part] != null) said.push(part);
}

function addValues(said: string[], values: Values): void {
  for (const key of values.keys()) said.push(`fields.${key}`);
}

const plainFields = [...nameParts, 'phone', 'notes', 'key', 'email'] as const;

/**
 * Notes what a row says about its contact, and whether it relies on the whole name: because it found the contact by it,
 * or because it says that name and divides it otherwise.
 */
export function claimContact(
  { contacts, references }: FileClaims,
  id: number,
  { draft, needsContactName }: Match,
  patch: ContactPatch = draft.contact,
): void {
  const said: ContactField[] = [];
  addAddress(said, draft.contact.address);
  addValues(said, draft.values.contact);
  for (const field of plainFields) if (draft.contact[field] != null) said.push(field);
  const isDividedOtherwise = nameParts.some((part) => draft.contact[part] != null && patch[part] == null);
  if (needsContactName || isDividedOtherwise) said.push('displayName');
  contacts.add(id, draft.line, said);
  if (draft.contactRef !== undefined) references.add(draft.contactRef, id);
}

export function claimLink(
  { links }: FileClaims,
  accountId: number,
  contactId: number,
  { description }: Draft,
): void {
  if (description !== undefined) links.add(accountId, contactId);
}
