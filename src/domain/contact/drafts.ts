import { changesOfCreation } from '../audit/rules.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { addNewValues, holdsEmails, type ValueChange } from '../field/values.ts';
import type { NameFormat } from '../firm/schema.ts';
import { tidyOrNull } from '../text/comparison.ts';
import {
  type EmailChange,
  emailChanges,
  furtherOf,
  primaryOf,
  primarySource,
  requireDistinct,
} from './emails.ts';
import type { ContactRow } from './repository.ts';
import { auditedContactFields, contactEntry, patchedRow } from './rules.ts';
import type { ContactPatch, NewContact } from './schema.ts';

/** A new contact: its row, its e-mails, its values in custom fields. */
export interface ContactDraft {
  row: ContactRow;
  emails: EmailChange[];
  values: ValueChange[];
}

/** What new contacts come to (C1). Throws EMPTY_CONTACT (exit 2) and EMAIL_REPEATED (exit 4). In input order. */
export function draftContacts(
  inputs: readonly NewContact[],
  ids: readonly number[],
  values: ReadonlyArray<ValueChange[]>,
  stamp: { now: string; format: NameFormat },
): ContactDraft[] {
  const drafts: ContactDraft[] = [];
  for (const [index, input] of inputs.entries()) {
    const id = ids[index] ?? 0;
    const own = values[index] ?? [];
    const addresses = addressesAfter(undefined, input, own);
    const { now, format } = stamp;
    const row = patchedRow(undefined, input, primaryOf(addresses), { id, now, format }, furtherOf(addresses));
    requireDistinct(addresses, index);
    const emails = emailChanges({ index, contactId: id, input }, undefined, addresses);
    drafts.push({ row, emails, values: own });
  }
  return drafts;
}

/** The addresses of a contact after an input, by source: its primary one and those in its fields (C3). */
export function addressesAfter(
  before: ReadonlyMap<string, string> | undefined,
  { email }: ContactPatch,
  values: readonly ValueChange[],
): Map<string, string> {
  const after = new Map(before);
  if (email !== undefined) setAddress(after, primarySource, tidyOrNull(email));
  for (const { field, after: value } of values) {
    if (holdsEmails(field)) setAddress(after, field.key, value[0]?.value ?? null);
  }
  return after;
}

function setAddress(addresses: Map<string, string>, source: string, address: string | null): void {
  if (address === null) addresses.delete(source);
  else addresses.set(source, address);
}

/** The entries about new contacts. Their primary e-mail is named; the others are among the fields. */
export function newContactEntries(drafts: readonly ContactDraft[]): AuditEntryInput[] {
  const entries: AuditEntryInput[] = [];
  for (const { row, emails, values } of drafts) {
    const changes = changesOfCreation(row, auditedContactFields);
    const primary = emails.find(({ source }) => source === primarySource);
    if (primary !== undefined) changes.email = [null, primary.address];
    addNewValues(changes, values);
    entries.push(contactEntry(row, 'created', changes));
  }
  return entries;
}
