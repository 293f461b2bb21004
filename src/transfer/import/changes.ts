import type { AccountRow } from '../../domain/account/repository.ts';
import { auditedAccountFields, patchedAccount } from '../../domain/account/rules.ts';
import type { AccountPatch } from '../../domain/account/schema.ts';
import { changesBetween } from '../../domain/audit/rules.ts';
import type { Changes } from '../../domain/audit/schema.ts';
import type { ContactWithEmail } from '../../domain/contact/matching.ts';
import { auditedContactFields, patchedRow } from '../../domain/contact/rules.ts';
import type { ContactPatch } from '../../domain/contact/schema.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { addressKey, comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import type { Draft } from './draft.ts';
import { type FilledFields, fieldChange, type Values } from './field-values.ts';

/** What a row makes of a record that exists. */
export interface Change<Patch, State> {
  patch: Patch;
  after: State;
  changes: Changes;
}

/** An account, the comparison keys of the tags that it carries, and its values. */
export interface TaggedAccount {
  row: AccountRow;
  tags: ReadonlySet<string>;
  values: Values;
}

/** A contact with its e-mails and values. */
export interface KnownContact extends ContactWithEmail {
  values: Values;
}

export interface Stamp {
  now: string;
  format: NameFormat;
  filled: FilledFields;
}

/**
 * What a row says about an account that exists. Its company name makes it a company (B6); it may archive it, and never
 * restores it. Its name counts only in a row
 * with a key: a row without one has found the account by that name.
 */
export function accountChange(
  { account, accountKey, archived, values }: Draft,
  before: TaggedAccount,
  { now, filled }: Stamp,
): Change<AccountPatch, TaggedAccount> {
  const { name, type, companyName, addTags, fields, ...rest } = account;
  const changed = fieldChange(filled.account, values.account, before.values, fields);
  const missingTags = addTags?.filter((tag) => !before.tags.has(comparisonKey(tag))) ?? [];
  const patch: AccountPatch = {
    ...rest,
    ...changed.patch,
    ...(missingTags.length === 0 ? {} : { addTags: missingTags }),
    ...(companyName === undefined ? {} : { companyName }),
    ...(accountKey === undefined || name === undefined ? {} : { name }),
    ...(type !== undefined ? { type } : companyName == null ? {} : { type: 'company' as const }),
  };
  const isArchivedNow = archived && before.row.archivedAt === null;
  const patched = patchedAccount(before.row, patch, now);
  const row = isArchivedNow ? { ...patched, archivedAt: now } : patched;
  const tags =
    missingTags.length === 0 ? before.tags : new Set([...before.tags, ...missingTags.map(comparisonKey)]);
  return {
    patch,
    after: { row, tags, values: changed.after },
    changes: {
      ...changesBetween(before.row, row, auditedAccountFields),
      ...changed.changes,
      ...(missingTags.length === 0 ? {} : { tags: [null, missingTags] as const }),
      ...(isArchivedNow ? { archivedAt: [null, now] as const } : {}),
    },
  };
}

/** The parts of a contact's name. */
export const nameParts = ['firstName', 'middleName', 'lastName', 'companyName'] as const;

/**
 * What a row says about a contact that exists. Another spelling of its e-mail is no other e-mail (C4), and the same name
 * divided in another way ("Ana" "de la Cruz", "Ana de la" "Cruz") is no other name.
 */
export function contactChange(
  { contact, contactNameKey, values }: Draft,
  before: KnownContact,
  { now, format, filled }: Stamp,
): Change<ContactPatch, KnownContact> {
  const { email: given, fields, ...own } = contact;
  const changed = fieldChange(filled.contact, values.contact, before.values, fields);
  const rest: ContactPatch = { ...own, ...changed.patch };
  const address = tidyOrNull(given);
  const hasAddress =
    address === null ||
    (before.email !== null && addressKey(address) === addressKey(before.email)) ||
    before.otherAddresses.has(addressKey(address));
  const email = hasAddress ? before.email : address;
  const stamp = { id: before.row.id, now, format };
  let patch: ContactPatch = hasAddress ? rest : { ...rest, email: address };
  let row = patchedRow(before.row, patch, email, stamp);
  if (contactNameKey === before.row.nameKey && row.nameKey !== before.row.nameKey) {
    patch = { ...patch };
    for (const part of nameParts) delete patch[part];
    row = patchedRow(before.row, patch, email, stamp);
  }
  return {
    patch,
    after: { ...before, row, email, values: changed.after },
    changes: {
      ...changesBetween(before.row, row, auditedContactFields),
      ...changed.changes,
      ...(hasAddress ? {} : { email: [before.email, email] as const }),
    },
  };
}

export const isEmpty = (changes: Changes): boolean => Object.keys(changes).length === 0;
