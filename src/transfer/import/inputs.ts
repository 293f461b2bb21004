import { type AccountPatch, accountPatch } from '../../domain/account/schema.ts';
import { contactPatch, type NewContact, newContact } from '../../domain/contact/schema.ts';
import { isEmailAddress, isPlainText } from '../../domain/text/checks.ts';
import type { ClientRow, RowAddress } from '../reading/client-row.ts';

/** An input that was checked by its schema, or what is wrong with it. */
export interface CheckedInput<Input> {
  data?: Input | undefined;
  error?: { issues: ReadonlyArray<{ path: PropertyKey[]; message: string }> } | undefined;
}

/** What a row says about its account, as the operations take it. */
export function checkedAccount(
  { account }: Pick<ClientRow, 'account'>,
  addTags: string[] | undefined,
): CheckedInput<AccountPatch> {
  const { type, name, companyName, address, key, fields } = account;
  const input = { type, name, companyName, companyAddress: address, key, fields, addTags };
  return isPlainAccount(input) ? { data: input } : accountPatch.safeParse(input);
}

/** What a row says about its contact; one that is not new need not be named. */
export function checkedContact(
  contact: ClientRow['contact'],
  { sharesEmails, isNew }: { sharesEmails: boolean; isNew: boolean },
): CheckedInput<NewContact> {
  const { firstName, middleName, lastName, companyName, email, phone, address, notes, key, fields } = contact;
  const sharedEmail = sharesEmails ? true : undefined;
  const input = {
    firstName,
    middleName,
    lastName,
    companyName,
    email,
    sharedEmail,
    phone,
    address,
    notes,
    key,
    fields,
  };
  if ((!isNew || isSomebody(input)) && isPlainContact(input)) return { data: input };
  return (isNew ? newContact : contactPatch).safeParse(input);
}

// Nearly all cells are printable words of Latin letters. The schemas take such texts whatever their fields are, so that
// they need not be asked: it spares an import a twentieth of its time.

type Names = Partial<
  Record<'firstName' | 'middleName' | 'lastName' | 'companyName' | 'email', string | undefined>
>;

const isSomebody = ({ firstName, middleName, lastName, companyName, email }: Names): boolean =>
  (firstName ?? middleName ?? lastName ?? companyName ?? email) !== undefined;

const isPlain = (text: string | undefined): boolean => text === undefined || isPlainText(text);

const isPlainAddress = (address: RowAddress | undefined): boolean =>
  address === undefined ||
  (isPlain(address.street) &&
    isPlain(address.street2) &&
    isPlain(address.postalCode) &&
    isPlain(address.city) &&
    isPlain(address.region) &&
    isPlain(address.country));

function arePlain(values: Readonly<Record<string, string>> | undefined): boolean {
  for (const key in values) if (!isPlainText(key) || !isPlain(values[key])) return false;
  return true;
}

function arePlainTags(tags: readonly string[] = []): boolean {
  for (const tag of tags) if (!isPlainText(tag) || tagSeparator.test(tag)) return false;
  return true;
}

const tagSeparator = /[,;|]/;

const isPlainAccount = (account: {
  name: string | undefined;
  companyName: string | undefined;
  companyAddress: RowAddress | undefined;
  key: string | undefined;
  fields: Record<string, string> | undefined;
  addTags: readonly string[] | undefined;
}): boolean =>
  isPlain(account.name) &&
  isPlain(account.companyName) &&
  isPlain(account.key) &&
  isPlainAddress(account.companyAddress) &&
  arePlain(account.fields) &&
  arePlainTags(account.addTags);

const isPlainContact = (
  contact: Names & {
    phone: string | undefined;
    notes: string | undefined;
    key: string | undefined;
    address: RowAddress | undefined;
    fields: Record<string, string> | undefined;
  },
): boolean =>
  isPlain(contact.firstName) &&
  isPlain(contact.middleName) &&
  isPlain(contact.lastName) &&
  isPlain(contact.companyName) &&
  isPlain(contact.phone) &&
  isPlain(contact.notes) &&
  isPlain(contact.key) &&
  (contact.email === undefined || isEmailAddress(contact.email.trim())) &&
  isPlainAddress(contact.address) &&
  arePlain(contact.fields);
