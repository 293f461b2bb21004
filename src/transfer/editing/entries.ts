import type { FieldValue, FieldValues, KnownField } from '../../domain/field/model.ts';
import { addressParts, type PostalAddress } from '../../domain/text/address.ts';
import type { Entry } from './record-text.ts';

/** The parts of an address, as they are. */
export const addressEntries = (address: PostalAddress | null): Entry[] =>
  addressParts.map((key) => ({ key, value: address?.[key] ?? '' }));

/** More options than that are left to the list of fields. */
const mostOptions = 30;

/** All fields of a scope, also those without a value, each with what it takes. */
export const fieldEntries = (fields: readonly KnownField[], values: FieldValues): Entry[] =>
  fields.map((field) => ({
    key: field.key,
    value: written(field, values[field.key]),
    comments: [`${field.label} (${allowed(field)})`],
  }));

function written({ type }: KnownField, value: FieldValue | undefined): string | string[] {
  if (type === 'multi-dropdown') return Array.isArray(value) ? value : [];
  return value === undefined ? '' : String(value);
}

function allowed({ type, options }: KnownField): string {
  const labels = options.slice(0, mostOptions).map(({ label }) => label);
  const listed = [...labels, ...(options.length > mostOptions ? ['…'] : [])].join(', ');
  switch (type) {
    case 'dropdown':
      return `one of: ${listed}`;
    case 'multi-dropdown':
      return `any of: ${listed}; one a line, each behind a -`;
    case 'checkbox':
      return 'true or false';
    case 'date':
      return 'a day, as 2026-03-31';
    default:
      return type;
  }
}
