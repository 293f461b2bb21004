import type { Switches } from '../../domain/access/schema.ts';
import { decideType, generatedName } from '../../domain/account/rules.ts';
import { type AccountPatch, accountPatch } from '../../domain/account/schema.ts';
import { displayName } from '../../domain/contact/rules.ts';
import { contactPatch, type NewContact, newContact } from '../../domain/contact/schema.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { optionalLinkDescription } from '../../domain/link/schema.ts';
import { addressKey, comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import { KontorError } from '../../errors.ts';
import type { ClientRow, RowProblem } from '../reading/client-row.ts';
import { fieldTarget, isFieldTarget } from '../reading/headings/fields.ts';
import { type Target, targets } from '../reading/headings/headings.ts';
import { type ColumnPlan, isExported } from '../reading/mapping.ts';
import { type FilledFields, readFields, type Values } from './field-values.ts';
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
  const { address, tags, archived = false, ...ownFields } = row.account;
  const { ref: contactRef, ...person } = contactOf(row, plan);
  const account = accountPatch.safeParse({
    ...ownFields,
    ...(address === undefined ? {} : { companyAddress: address }),
    ...(tags === undefined && addTags.length === 0 ? {} : { addTags: withTags(tags, addTags) }),
  });
  const namesPerson =
    kind !== 'accounts' || Object.keys({ ...row.contact, ...row.link, ...row.access }).length > 0;
  // A contact that is known by its key need not be named again; planSteps sees to those that are new.
  const contact = (namesPerson && person.key === undefined ? newContact : contactPatch).safeParse(
    sharesEmails ? { ...person, sharedEmail: true } : person,
  );
  const description = optionalLinkDescription.safeParse(row.link.description);
  const accountValues = readFields(row, plan, filled, 'account', row.account.fields);
  const contactValues = readFields(row, plan, filled, 'contact', row.contact.fields);
  const problems = [
    ...row.problems,
    ...problemsOf(row, plan, 'account', account.error?.issues),
    ...problemsOf(row, plan, 'contact', contact.error?.issues),
    ...problemsOf(row, plan, 'link', description.error?.issues),
    ...accountValues.problems,
    ...contactValues.problems,
    ...repeatedAddresses(row, plan, filled, contactValues.values),
    ...(namesPerson || namesAccount(row.account) ? [] : [unnamedAccount(row.line)]),
  ];
  if (account.data === undefined || contact.data === undefined || problems.length > 0) return problems;
  try {
    return {
      ...identities(account.data, contact.data, nameFormat),
      line: row.line,
      contactRef,
      archived,
      namesPerson,
      description: description.data ?? undefined,
      access: Object.keys(row.access).length === 0 ? undefined : row.access,
      values: { account: accountValues.values, contact: contactValues.values },
      otherAddressKeys: addressesAmong(contactValues.values, filled),
    };
  } catch (error) {
    if (!(error instanceof KontorError)) throw error;
    return [{ line: row.line, code: error.code, reason: error.message }];
  }
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

const addressesAmong = (values: Values, { contact }: FilledFields): string[] =>
  [...values].flatMap(([key, parts]) =>
    contact.get(key)?.type === 'email' ? parts.map(({ sort }) => sort) : [],
  );

/**
 * A company without a person still needs a contact (A7): it is its own, under its name. In an export, a contact with an
 * e-mail is one that has no name.
 */
function contactOf(row: ClientRow, { headerOf }: ColumnPlan): ClientRow['contact'] {
  const { contact, account } = row;
  const target = 'contact.companyName';
  if (contact.email !== undefined && isExported({ header: headerOf(target) ?? '', target })) return contact;
  const isNamed = [contact.firstName, contact.middleName, contact.lastName, contact.companyName].some(
    (part) => part !== undefined,
  );
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

type Identities = Omit<
  Draft,
  | 'line'
  | 'contactRef'
  | 'archived'
  | 'namesPerson'
  | 'description'
  | 'access'
  | 'values'
  | 'otherAddressKeys'
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
    account,
    contact,
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
    return typeof given === 'string' ? given : undefined;
  }
  if (owner === 'link') return description;
  if (owner === 'access') return undefined;
  const record = owner === 'account' ? { ...account, address: account.companyAddress } : contact;
  return valueAt(record, [name]) ?? valueAt(record, ['address', name]);
}
