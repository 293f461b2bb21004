import { decideType, generatedName } from '../../domain/account/rules.ts';
import { type AccountPatch, accountPatch } from '../../domain/account/schema.ts';
import { displayName } from '../../domain/contact/rules.ts';
import { type NewContact, newContact } from '../../domain/contact/schema.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { optionalLinkDescription } from '../../domain/link/schema.ts';
import { addressKey, comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import type { ClientRow, RowProblem } from '../reading/client-row.ts';
import { type Target, targets } from '../reading/headings/headings.ts';
import type { ColumnPlan } from '../reading/mapping.ts';

/** A row that the rules of accounts and contacts allow, with all that it can be recognised by. */
export interface Draft {
  line: number;
  account: AccountPatch;
  contact: NewContact;
  description: string | undefined;
  /** External keys, as compared. */
  accountKey: string | undefined;
  contactKey: string | undefined;
  /** Comparison key of the account's name, and whether that name is generated (A3). */
  nameKey: string;
  nameIsGenerated: boolean;
  /** Comparison key of the contact's display name; undefined when it has no name but an e-mail. */
  contactNameKey: string | undefined;
  addressKey: string | undefined;
}

/** Checks a row by the rules of accounts, contacts and links. Returns the draft, or what is wrong with the row. */
export function draftOf(row: ClientRow, plan: ColumnPlan, format: NameFormat): Draft | RowProblem[] {
  const contactFields = contactOf(row);
  const { address, tags, ...ownFields } = row.account;
  const account = accountPatch.safeParse({
    ...ownFields,
    ...(address === undefined ? {} : { companyAddress: address }),
    ...(tags === undefined ? {} : { addTags: tags }),
  });
  const contact = newContact.safeParse(contactFields);
  const description = optionalLinkDescription.safeParse(row.link.description);
  const problems = [
    ...row.problems,
    ...problemsOf(row, plan, 'account', account.error?.issues),
    ...problemsOf(row, plan, 'contact', contact.error?.issues),
    ...problemsOf(row, plan, 'link', description.error?.issues),
  ];
  if (account.data === undefined || contact.data === undefined || problems.length > 0) return problems;
  const type = decideType(account.data);
  const companyName = tidyOrNull(account.data.companyName);
  if (
    type === 'company' &&
    companyName === null &&
    account.data.name === undefined &&
    account.data.key == null
  ) {
    const reason = 'a company needs a company name';
    return [
      {
        line: row.line,
        column: plan.headerOf('account.companyName'),
        field: 'account.companyName',
        code: 'INVALID_VALUE',
        reason,
      },
    ];
  }
  return {
    ...identities(account.data, contact.data, format),
    line: row.line,
    description: description.data ?? undefined,
  };
}

/** A company without a person still needs a contact (A7): it is its own, under its name. */
function contactOf(row: ClientRow): ClientRow['contact'] {
  const { contact, account } = row;
  const isNamed = [contact.firstName, contact.middleName, contact.lastName, contact.companyName].some(
    (part) => part !== undefined,
  );
  return isNamed || account.companyName === undefined
    ? contact
    : { ...contact, companyName: account.companyName };
}

function identities(
  account: AccountPatch,
  contact: NewContact,
  format: NameFormat,
): Omit<Draft, 'line' | 'description'> {
  const named = {
    firstName: tidyOrNull(contact.firstName),
    middleName: tidyOrNull(contact.middleName),
    lastName: tidyOrNull(contact.lastName),
    companyName: tidyOrNull(contact.companyName),
  };
  const email = tidyOrNull(contact.email);
  const withoutEmail = displayName(named, null, format);
  const name =
    account.name ??
    generatedName(decideType(account), tidyOrNull(account.companyName), displayName(named, email, format));
  return {
    account,
    contact,
    accountKey: tidyOrNull(account.key) ?? undefined,
    contactKey: tidyOrNull(contact.key) ?? undefined,
    nameKey: comparisonKey(name),
    nameIsGenerated: account.name === undefined,
    contactNameKey: withoutEmail === '' ? undefined : comparisonKey(withoutEmail),
    addressKey: email === null ? undefined : addressKey(email),
  };
}

function problemsOf(
  row: ClientRow,
  plan: ColumnPlan,
  owner: 'account' | 'contact' | 'link',
  issues: ReadonlyArray<{ path: PropertyKey[]; message: string }> | undefined,
): RowProblem[] {
  return (issues ?? []).map((issue) => {
    const last =
      owner === 'link' ? 'description' : String(issue.path.filter((key) => typeof key === 'string').at(-1));
    const field = targetOf(owner, last);
    return {
      line: row.line,
      column: field === undefined ? undefined : plan.headerOf(field),
      field,
      value: valueAt(row, owner, issue.path),
      code: 'INVALID_VALUE',
      reason: issue.message,
    };
  });
}

/** The target that a field of a record is filled from: `contact` and `email` → `contact.email`. */
export const targetOf = (owner: 'account' | 'contact' | 'link', field: string): Target | undefined =>
  targets.find((target) => target === `${owner}.${field === 'addTags' ? 'tags' : field}`);

function valueAt(
  row: ClientRow,
  owner: 'account' | 'contact' | 'link',
  path: readonly PropertyKey[],
): string | undefined {
  if (owner === 'link') return row.link.description;
  const keys = path.map((key) => (key === 'companyAddress' ? 'address' : key === 'addTags' ? 'tags' : key));
  const value = keys.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    row[owner],
  );
  return typeof value === 'string' ? value : undefined;
}
