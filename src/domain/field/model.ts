import type { ReadText } from './read-text.ts';

/** The two separate sets of fields (F1). */
export const fieldScopes = ['account', 'contact'] as const;
export type FieldScope = (typeof fieldScopes)[number];

export const fieldTypes = [
  'text',
  'number',
  'date',
  'checkbox',
  'url',
  'email',
  'phone',
  'dropdown',
  'multi-dropdown',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A choice of a dropdown. Its id stays when it is called otherwise (F3). */
export interface FieldOption {
  id: number;
  label: string;
}

/** A custom field as every command shows it. */
export interface Field {
  key: string;
  label: string;
  scope: FieldScope;
  type: FieldType;
  /** In their order; none for types other than dropdowns. */
  options: FieldOption[];
  /** The place among the fields of its scope, from 1. */
  position: number;
  /** How many records have a value. */
  uses: number;
}

/** A field as values are read and written by it. */
export type KnownField = Omit<Field, 'uses'> & { id: number };

/** A value as JSON has it: a number for `number`, a boolean for `checkbox`, labels for `multi-dropdown`. */
export type FieldValue = string | number | boolean | string[];

/** The values of one record by key, in the order of the fields; fields without a value are not there. */
export type FieldValues = Record<string, FieldValue>;

/** A value to be set: as typed, or in the types of JSON; null clears. */
export type FieldInput = FieldValue | null;

/** Values to be set, by key or label; other fields stay as they are. */
export type FieldInputs = Record<string, FieldInput | ReadText>;

/** A part of a value as it is stored: one row, several where a field holds many. */
export interface StoredValue {
  /** The chosen option; null for types other than dropdowns. */
  optionId: number | null;
  value: string;
  /** Bytes that compare like the values do within their field. */
  sort: string;
}

export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/** A condition on a record's value (Q3). */
export type FieldFilter =
  | { field: string; comparison: Comparison; value: string }
  | { field: string; present: boolean };
