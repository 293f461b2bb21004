import { usageError } from '../../errors.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { NameFormat } from '../firm/schema.ts';
import { addressParts, changedAddress, emptyAddress } from '../text/address.ts';
import { sortKey } from '../text/collation.ts';
import { changedText, comparisonKey } from '../text/comparison.ts';
import { searchText } from '../text/folding.ts';
import type { ContactRow } from './repository.ts';
import type { ContactPatch } from './schema.ts';

/** What a display name is made from. */
interface Named {
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  companyName: string | null;
}

/** The display name (C1): the names in the firm's format, else the company, else the e-mail. */
export function displayName(named: Named, email: string | null, format: NameFormat): string {
  const given = joined(named.firstName ?? '', named.middleName ?? '');
  const last = named.lastName ?? '';
  const personal =
    format === 'last-first' && given !== '' && last !== '' ? `${last}, ${given}` : joined(given, last);
  return personal || named.companyName || email || '';
}

const joined = (one: string, other: string): string =>
  one === '' || other === '' ? one + other : `${one} ${other}`;

/**
 * The parts of a row that follow from others: display name, comparison and sort keys, search text with all e-mails (Q1).
 */
export function derivedNames(
  named: Named,
  email: string | null,
  format: NameFormat,
  further: readonly string[] = [],
) {
  const name = displayName(named, email, format);
  return {
    displayName: name,
    nameKey: comparisonKey(name),
    nameSort: sortKey(name),
    searchText: searchText([name, named.companyName, email, ...further]),
  };
}

const emptyRow = {
  firstName: null,
  middleName: null,
  lastName: null,
  companyName: null,
  phone: null,
  notes: null,
  key: null,
  ...emptyAddress,
};

const plainFields = ['firstName', 'middleName', 'lastName', 'companyName', 'phone', 'notes', 'key'] as const;

/**
 * A contact's row after a patch; `before` is absent for a new one. `further` are the e-mails beside the primary one (C3).
 * Throws EMPTY_CONTACT when neither a name nor an e-mail would be left (C1).
 */
export function patchedRow(
  before: ContactRow | undefined,
  patch: ContactPatch,
  email: string | null,
  stamp: { id: number; now: string; format: NameFormat },
  further: readonly string[] = [],
): ContactRow {
  const own = before ?? emptyRow;
  const { street, street2, postalCode, city, region, country } = changedAddress(own, patch.address);
  const named = {
    firstName: changedText(own.firstName, patch.firstName),
    middleName: changedText(own.middleName, patch.middleName),
    lastName: changedText(own.lastName, patch.lastName),
    companyName: changedText(own.companyName, patch.companyName),
  };
  const derived = derivedNames(named, email, stamp.format, further);
  if (derived.displayName === '') {
    throw usageError('EMPTY_CONTACT', 'A contact needs at least a name or an e-mail.', {
      hint: 'Give --first-name, --last-name, --company-name or --email.',
    });
  }
  return {
    id: stamp.id,
    firstName: named.firstName,
    middleName: named.middleName,
    lastName: named.lastName,
    companyName: named.companyName,
    phone: changedText(own.phone, patch.phone),
    street,
    street2,
    postalCode,
    city,
    region,
    country,
    notes: changedText(own.notes, patch.notes),
    key: changedText(own.key, patch.key),
    displayName: derived.displayName,
    nameKey: derived.nameKey,
    nameSort: derived.nameSort,
    searchText: derived.searchText,
    createdAt: before?.createdAt ?? stamp.now,
    updatedAt: stamp.now,
  };
}

/** The fields that the record of changes follows; the derived ones follow from them. */
export const auditedContactFields = [...plainFields, ...addressParts] as const satisfies ReadonlyArray<
  keyof ContactRow
>;

/** The audit entry about a contact. */
export const contactEntry = (
  row: Pick<ContactRow, 'id' | 'displayName'>,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({
  record: 'contact',
  recordId: row.id,
  label: row.displayName,
  action,
  changes,
});
