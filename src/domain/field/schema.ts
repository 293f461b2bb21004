import * as z from 'zod';
import { isPrintable, nameText } from '../text/checks.ts';
import { type FieldInput, type FieldInputs, fieldScopes, fieldTypes } from './model.ts';

/** Words that stand for other addresses where a key names the field that holds one (C3, T6). */
const reservedKeys: readonly string[] = ['primary', 'unlinked'];

/** The most options that a field may have. */
export const maxOptions = 500;

export const fieldLabel = nameText('the label', 100);

export const fieldKey = z
  .string('the key must be text')
  .max(60, 'the key must have at most 60 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'the key must be in kebab-case: small letters and digits, joined by -')
  .refine((key) => !reservedKeys.includes(key), `the key must not be ${reservedKeys.join(' or ')}`);

/** The label of an option; `id:7` would be read as the option with that id. */
export const optionLabel = nameText('the option', 200).refine(
  (label) => !/^\s*id:\d+\s*$/i.test(label),
  'the option must not look like an id (id:7)',
);

export const fieldScope = z.enum(fieldScopes, 'the scope must be account or contact');
export const fieldType = z.enum(fieldTypes, `the type must be one of ${fieldTypes.join(', ')}`);

const position = z
  .int('the position must be a whole number')
  .min(1, 'the position must be 1 or more')
  .max(100_000, 'the position must be at most 100000');

/** A field to be created (F1). */
export const newField = z.strictObject({
  scope: fieldScope,
  type: fieldType,
  label: fieldLabel,
  /** Made from the label when left out. */
  key: fieldKey.optional(),
  options: z.array(optionLabel).max(maxOptions, `a field has at most ${maxOptions} options`).optional(),
  /** Its place among the fields of the scope, from 1; the last when left out. */
  position: position.optional(),
});
export type NewField = z.infer<typeof newField>;

/** Changes to a field; what is absent stays. */
export const fieldPatch = z.strictObject({
  label: fieldLabel.optional(),
  type: fieldType.optional(),
  position: position.optional(),
});
export type FieldPatch = z.infer<typeof fieldPatch>;

/** Changes to the options of a field (F3), done in this order. Options are named by label or `id:7`. */
export const optionChanges = z.strictObject({
  rename: z.array(z.strictObject({ from: z.string(), to: optionLabel })).optional(),
  add: z.array(optionLabel).optional(),
  remove: z.array(z.string()).optional(),
  /** Those named come first; the others follow as they were. */
  order: z.array(z.string()).optional(),
});
export type OptionChanges = z.infer<typeof optionChanges>;

const isText = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed();

const isFieldInput = (value: unknown): value is FieldInput =>
  value === null ||
  isText(value) ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every(isText));

/** The values to be set, by key or label. Whether they fit is decided by the type of each field. */
export const fieldInputs = z.custom<FieldInputs>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, input]) => isPrintable(name) && isFieldInput(input)),
  'the fields must be given as key and value; a value is text, a number, true or false, or a list of texts',
);
