import type { Deps } from '../../domain/deps.ts';
import type { FieldScope } from '../../domain/field/model.ts';
import { createFields } from '../../domain/field/operations.ts';
import { newField } from '../../domain/field/schema.ts';
import { usageError } from '../../errors.ts';
import { chooseColumns, type MappingOptions } from '../reading/column-choice.ts';
import {
  type FieldColumn,
  fieldsReferenced,
  isFieldReference,
  referencedName,
} from '../reading/headings/fields.ts';

/** A field that was made for a column. */
export interface MadeField {
  scope: FieldScope;
  key: string;
  label: string;
}

/** `account.` or `contact.` in front of a heading says whose field it is. */
const prefixed = /^(account|contact)\.(?:fields?[:.])?(.+)$/is;

/**
 * Makes a text field for each column that nobody knows (F1), under its heading: of accounts, in a list of contacts of
 * contacts, or as `account.` or `contact.` in front of it says. Throws INVALID_FIELD (exit 2) and what createFields throws.
 */
export async function createMissingFields(
  deps: Deps,
  headers: readonly string[],
  options: MappingOptions & { fields: readonly FieldColumn[] },
  otherwise: FieldScope,
): Promise<MadeField[]> {
  const fieldOf = (header: string) => {
    const [, scope = otherwise, label = referencedName(header)] = prefixed.exec(header) ?? [];
    return { scope: scope.toLowerCase() as FieldScope, type: 'text' as const, label: label.trim() };
  };
  const named = headers.filter(
    (header) => isFieldReference(header) && fieldsReferenced(header, options.fields).length === 0,
  );
  const known = [...options.fields, ...named.map(fieldOf).map((field) => ({ ...field, key: field.label }))];
  const { unused } = chooseColumns(headers, { ...options, fields: known });
  const unknown = unused.filter(({ why, header }) => why === 'unknown' && header !== '');
  const inputs = [...named, ...unknown.map(({ header }) => header)].map((header) => {
    const field = newField.safeParse(fieldOf(header));
    if (field.data !== undefined) return field.data;
    throw usageError(
      'INVALID_FIELD',
      `The column "${header}" cannot become a field: ${field.error?.issues[0]?.message}.`,
      { hint: 'Give it another heading, map it with --map, or leave it out with --ignore-unknown.' },
    );
  });
  const made = await createFields(deps, inputs);
  return made.flatMap(({ outcome, scope, key, label }) =>
    outcome === 'created' ? [{ scope, key, label }] : [],
  );
}
