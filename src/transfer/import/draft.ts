import type { Switches } from '../../domain/access/schema.ts';
import { decideType, generatedName } from '../../domain/account/rules.ts';
import type { AccountPatch } from '../../domain/account/schema.ts';
import { displayName } from '../../domain/contact/rules.ts';
import type { NewContact } from '../../domain/contact/schema.ts';
import { ReadText } from '../../domain/field/read-text.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { optionalLinkDescription } from '../../domain/link/schema.ts';
import { addressKey, comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import { KontorError } from '../../errors.ts';
import type { ClientRow, RowProblem } from '../reading/client-row.ts';
import { fieldTarget, isFieldTarget } from '../reading/headings/fields.ts';
import { type Target, targets } from '../reading/headings/headings.ts';
import { type ColumnPlan, isExported } from '../reading/mapping.ts';
import { type FilledFields, readFields, type Values } from './field-values.ts';
import { type CheckedInput, checkedAccount, checkedContact } from './inputs.ts';
import type { ImportKind } from './model.ts';

/** A row that the rules of accounts and contacts allow, with all that it can be recognised by. */
export interface Draft {
  line: number;
  account: AccountPatch;
  contact: NewContact;
  description: string | undefined;
  /** Switches of its e-mail in its account (T1). */
  access: Switches | undefined;
  /** External keys, as compared. */
  accountKey: string | undefined;
  contactKey: string | undefined;
  /** By which rows of the file say that they are about the same contact. */
  contactRef: string | undefined;
  /** The account is to be archived. */
  archived: boolean;
  /** Comparison key of the account's name, and whether that name is generated (A3). */
  nameKey: string;
  nameIsGenerated: boolean;
  /** Comparison key of the contact's display name; undefined when it has no name but an e-mail. */
  contactNameKey: string | undefined;
  addressKey: string | undefined;
  /** What the row says in custom fields. */
  values: { account: Values; contact: Values };
  /** Whether the row itself says who the contact is; where it need not, that may be a company under its own name. */
  namesPerson: boolean;
  /** The e-mails among them (F4), as compared. */
  otherAddressKeys: readonly string[];
}

type Owner = 'account' | 'contact' | 'link';

/** What rows are checked with. */
export interface Checking {
  plan: ColumnPlan;
  nameFormat: NameFormat;
  filled: FilledFields;
  kind: ImportKind;
  sharesEmails: boolean;
  addTags?: readonly string[];
}

/** Checks a row by the rules of accounts, contacts and links. Returns the draft, or what is wrong with the row. */
export function draftOf(
  row: ClientRow,
  { plan, nameFormat, filled, kind, sharesEmails, addTags = [] }: Checking,
): Draft | RowProblem[] {
  // Cells in the wrong columns say nothing; to judge them would only bury the reason.
  if (row.problems.some(({ code }) => code === 'RAGGED_ROW')) return row.problems;
  const { tags, archived = false } = row.account;
  const person = contactOf(row, plan);
  const account = checkedAccount(row, addTags.length === 0 ? tags : withTags(tags, addTags));
  const namesPerson = kind !== 'accounts' || hasKeys(row.contact) || hasKeys(row.link) || hasKeys(row.access);
  // A contact that is known by its key need not be named again; planSteps sees to those that are new.
  const contact = checkedContact(person, { sharesEmails, isNew: namesPerson && person.key === undefined });
  const description: CheckedInput<string | null | undefined> =
    row.link.description === undefined ? {} : optionalLinkDescription.safeParse(row.link.description);
  const accountValues = readFields(row, plan, filled, 'account', row.account.fields);
  const contactValues = readFields(row, plan, filled, 'contact', row.contact.fields);
  const problems = all(
    row.problems,
    problemsOf(row, plan, 'account', account.error?.issues),
    problemsOf(row, plan, 'contact', contact.error?.issues),
    problemsOf(row, plan, 'link', description.error?.issues),
    accountValues.problems,
    contactValues.problems,
    repeatedAddresses(row, plan, filled, contactValues.values),
    namesPerson || namesAccount(row.account) ? none : [unnamedAccount(row.line)],
  );
  if (account.data === undefined || contact.data === undefined || problems.length > 0) return problems;
  // The schemas have seen the texts; the operations need not read them again.
  account.data.fields = accountValues.inputs;
  contact.data.fields = contactValues.inputs;
  try {
    const called = identities(account.data, contact.data, nameFormat);
    return {
      line: row.line,
      account: account.data,
      contact: contact.data,
      description: description.data ?? undefined,
      access: hasKeys(row.access) ? row.access : undefined,
      accountKey: called.accountKey,
      contactKey: called.contactKey,
      contactRef: person.ref,
      archived,
      nameKey: called.nameKey,
      nameIsGenerated: called.nameIsGenerated,
      contactNameKey: called.contactNameKey,
      addressKey: called.addressKey,
      values: { account: accountValues.values, contact: contactValues.values },
      namesPerson,
      otherAddressKeys: addressesAmong(contactValues.values, filled),
    };
  } catch (error) {
    if (!(error instanceof KontorError)) throw error;
    return [{ line: row.line, code: error.code, reason: error.message }];
  }
}

const none: RowProblem[] = [];

/** Problems of several kinds; most rows have none. */
const all = (...kinds: RowProblem[][]): RowProblem[] =>
  kinds.every((problems) => problems.length === 0) ? none : kinds.flat();

function hasKeys(record: object): boolean {
  for (const _ in record) return true;
  return false;
}

/** Tags of a row and of all rows, each once. */
const withTags = (own: readonly string[] = [], all: readonly string[]): string[] => {
  const keys = new Set(own.map(comparisonKey));
  return [...own, ...all.filter((tag) => !keys.has(comparisonKey(tag)))];
};

/** One address in two places of a contact (C4); the operation would refuse it as well, but only the first such row. */
function repeatedAddresses(
  row: ClientRow,
  plan: ColumnPlan,
  { contact }: FilledFields,
  values: Values,
): RowProblem[] {
  if (values.size === 0 || !holdsAddresses(contact)) return none;
  const seen = new Set(row.contact.email === undefined ? [] : [addressKey(row.contact.email)]);
  return [...values].flatMap(([key, [part]]) => {
    const field = contact.get(key);
    if (field?.type !== 'email' || part === undefined) return [];
    if (!seen.has(part.sort)) {
      seen.add(part.sort);
      return [];
    }
    const target = fieldTarget(field);
    return [
      {
        line: row.line,
        column: plan.headerOf(target),
        field: target,
        value: part.value,
        code: 'EMAIL_REPEATED',
        reason: 'the row names this e-mail already',
      },
    ];
  });
}

const addressesAmong = (values: Values, { contact }: FilledFields): readonly string[] =>
  values.size === 0 || !holdsAddresses(contact)
    ? noAddresses
    : [...values].flatMap(([key, parts]) =>
        contact.get(key)?.type === 'email' ? parts.map(({ sort }) => sort) : [],
      );

const noAddresses: readonly string[] = [];

/** Whether a column fills a field of e-mails (F4). */
function holdsAddresses(fields: FilledFields['contact']): boolean {
  for (const { type } of fields.values()) if (type === 'email') return true;
  return false;
}

/**
 * A company without a person still needs a contact (A7): it is its own, under its name. In an export, a contact with an
 * e-mail is one that has no name.
 */
function contactOf(row: ClientRow, { headerOf }: ColumnPlan): ClientRow['contact'] {
  const { contact, account } = row;
  const target = 'contact.companyName';
  if (contact.email !== undefined && isExported({ header: headerOf(target) ?? '', target })) return contact;
  const { firstName, middleName, lastName, companyName } = contact;
  const isNamed = (firstName ?? middleName ?? lastName ?? companyName) !== undefined;
  const company = account.companyName ?? (account.type === 'company' ? account.name : undefined);
  return isNamed || company === undefined ? contact : { ...contact, companyName: company };
}

const namesAccount = ({ key, name, companyName }: ClientRow['account']): boolean =>
  key !== undefined || name !== undefined || companyName !== undefined;

const unnamedAccount = (line: number): RowProblem => ({
  line,
  code: 'NAME_NEEDED',
  reason: 'the row names no account: it needs a key, a name or a company name',
});

type Identities = Pick<
  Draft,
  'accountKey' | 'contactKey' | 'nameKey' | 'nameIsGenerated' | 'contactNameKey' | 'addressKey'
>;

function identities(account: AccountPatch, contact: NewContact, format: NameFormat): Identities {
  const named = {
    firstName: tidyOrNull(contact.firstName),
    middleName: tidyOrNull(contact.middleName),
    lastName: tidyOrNull(contact.lastName),
    companyName: tidyOrNull(contact.companyName),
  };
  const email = tidyOrNull(contact.email);
  const withoutEmail = displayName(named, null, format);
  const contactName = withoutEmail || email || '';
  const company = tidyOrNull(account.companyName);
  // Keys alone name nobody; what is found by them has a name.
  const isNameless = contactName === '' && company === null;
  const name = account.name ?? (isNameless ? '' : generatedName(decideType(account), company, contactName));
  const nameKey = comparisonKey(name);
  return {
    accountKey: tidyOrNull(account.key) ?? undefined,
    contactKey: tidyOrNull(contact.key) ?? undefined,
    nameKey,
    nameIsGenerated: account.name === undefined,
    contactNameKey:
      withoutEmail === '' ? undefined : withoutEmail === name ? nameKey : comparisonKey(withoutEmail),
    addressKey: email === null ? undefined : addressKey(email),
  };
}

function problemsOf(
  row: ClientRow,
  plan: ColumnPlan,
  owner: Owner,
  issues: ReadonlyArray<{ path: PropertyKey[]; message: string }> = [],
): RowProblem[] {
  if (issues.length === 0) return none;
  return issues.map((issue) => {
    const last =
      owner === 'link' ? 'description' : issue.path.filter((key) => typeof key === 'string').at(-1);
    const field = targetOf(owner, String(last));
    return {
      line: row.line,
      column: field === undefined ? undefined : plan.headerOf(field),
      field,
      value: valueAt(
        owner === 'link' ? row.link : row[owner],
        owner === 'link' ? ['description'] : issue.path,
      ),
      code: 'INVALID_VALUE',
      reason: issue.message,
    };
  });
}

/** The target that a field of a record is filled from: `contact` and `email` → `contact.email`, `fields.fee` → `contact.field:fee`. */
export const targetOf = (owner: Owner, field: string): Target | undefined =>
  owner !== 'link' && field.startsWith('fields.')
    ? fieldTarget({ scope: owner, key: field.slice('fields.'.length) })
    : targets.find((target) => target === `${owner}.${field === 'addTags' ? 'tags' : field}`);

function valueAt(record: object, path: readonly PropertyKey[]): string | undefined {
  const keys = path.map((key) => (key === 'companyAddress' ? 'address' : key === 'addTags' ? 'tags' : key));
  const value = keys.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    record,
  );
  return typeof value === 'string' ? value : undefined;
}

/** What a row says in a field. */
export function saidIn({ account, contact, description }: Draft, field: Target): string | undefined {
  const [owner, name = ''] = field.split('.');
  if (isFieldTarget(field)) {
    const given = (owner === 'account' ? account : contact).fields?.[name.replace(/^field:/, '')];
    return given instanceof ReadText ? given.text : typeof given === 'string' ? given : undefined;
  }
  if (owner === 'link') return description;
  if (owner === 'access') return undefined;
  const record = owner === 'account' ? { ...account, address: account.companyAddress } : contact;
  return valueAt(record, [name]) ?? valueAt(record, ['address', name]);
}
