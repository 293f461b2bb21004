import { auditedAccountFields } from '../../domain/account/rules.ts';
import { auditedContactFields } from '../../domain/contact/rules.ts';
import { addressParts } from '../../domain/text/address.ts';
import { Claims, LinkClaims } from './claims.ts';
import type { Draft } from './draft.ts';
import type { Match } from './match.ts';

type AccountField = (typeof auditedAccountFields)[number];
/** `displayName` stands for the whole name, by which a row without key and e-mail finds its contact again. */
type ContactField = (typeof auditedContactFields)[number] | 'email' | 'displayName';

/** What the lines of the file have said so far. */
export interface FileClaims {
  accounts: Claims<AccountField>;
  contacts: Claims<ContactField>;
  links: LinkClaims;
}

export const noClaims = (): FileClaims => ({
  accounts: new Claims(auditedAccountFields),
  contacts: new Claims([...auditedContactFields, 'email', 'displayName']),
  links: new LinkClaims(),
});

/** Notes what a row says about its account, and that it relies on the name by which it found it. */
export function claimAccount(
  { accounts }: FileClaims,
  id: number,
  { account, accountKey, line }: Draft,
): void {
  const said: AccountField[] = addressParts.filter((part) => account.companyAddress?.[part] != null);
  if (account.key != null) said.push('key');
  if (account.companyName != null) said.push('companyName', 'type');
  if (account.type !== undefined) said.push('type');
  if (account.name !== undefined || accountKey === undefined) said.push('name');
  accounts.add(id, line, said);
}

const plainFields = [
  'firstName',
  'middleName',
  'lastName',
  'companyName',
  'phone',
  'notes',
  'key',
  'email',
] as const;

/** Notes what a row says about its contact, and that it relies on the name where it found it by that. */
export function claimContact({ contacts }: FileClaims, id: number, { draft, needsContactName }: Match): void {
  const { contact, line } = draft;
  const said: ContactField[] = addressParts.filter((part) => contact.address?.[part] != null);
  for (const field of plainFields) if (contact[field] != null) said.push(field);
  if (needsContactName) said.push('displayName');
  contacts.add(id, line, said);
}

export function claimLink(
  { links }: FileClaims,
  accountId: number,
  contactId: number,
  { description }: Draft,
): void {
  if (description !== undefined) links.add(accountId, contactId);
}
