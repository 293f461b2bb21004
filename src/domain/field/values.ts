import { type KontorError, usageError } from '../../errors.ts';
import type { Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import type {
  FieldInput,
  FieldInputs,
  FieldScope,
  FieldValue,
  FieldValues,
  KnownField,
  StoredValue,
} from './model.ts';
import { noPhones, phoneReader } from './phone.ts';
import { fieldNamed, knownFields } from './references.ts';
import { deleteValues, holdFields, insertValues, valuesOfRecords } from './repository.ts';
import { isUnfit, readValue, sameValue, shownValue, type Unfit } from './rules.ts';

/** A record whose values are to be set. */
export interface ValueInput {
  recordId: number;
  fields: FieldInputs | undefined;
}

/** What becomes of one value of one record. */
export interface ValueChange {
  recordId: number;
  field: KnownField;
  before: StoredValue[];
  /** Empty when it is cleared. */
  after: StoredValue[];
}

/** Whether a field's values are e-mails of contacts (F4): they are stored among those, not here. */
export const holdsEmails = ({ scope, type }: Pick<KnownField, 'scope' | 'type'>): boolean =>
  scope === 'contact' && type === 'email';

/**
 * What is to change so that records have the values that are given (F2), in input order; the same value again is no
 * change. The fields stay as they are until the transaction ends. Throws FIELD_NOT_FOUND (exit 3), INVALID_FIELD_VALUE,
 * FIELD_GIVEN_TWICE (exit 2), with the index of the input.
 */
export async function planValues(
  deps: Deps,
  scope: FieldScope,
  inputs: readonly ValueInput[],
  { areNew = false }: { areNew?: boolean } = {},
): Promise<ValueChange[][]> {
  if (inputs.every(({ fields }) => fields === undefined || Object.keys(fields).length === 0)) {
    return inputs.map(() => []);
  }
  const wanted = await wantedValues(deps, scope, inputs);
  const before = areNew
    ? new Map<string, StoredValue[]>()
    : await storedValues(
        deps,
        scope,
        inputs.filter((_, index) => (wanted[index]?.length ?? 0) > 0).map(({ recordId }) => recordId),
      );
  return inputs.map(({ recordId }, index) =>
    (wanted[index] ?? []).flatMap(({ field, after }) => {
      const old = before.get(`${recordId}/${field.id}`) ?? [];
      return sameValue(old, after) ? [] : [{ recordId, field, before: old, after }];
    }),
  );
}

interface WantedValue {
  field: KnownField;
  after: StoredValue[];
}

async function wantedValues(
  deps: Deps,
  scope: FieldScope,
  inputs: readonly ValueInput[],
): Promise<WantedValue[][]> {
  const named = (fields: readonly KnownField[]) => {
    const byName = new Map<string, KnownField>();
    const fieldOf = (name: string, index: number): KnownField => {
      const field = byName.get(name) ?? fieldNamed(fields, scope, name, { index });
      byName.set(name, field);
      return field;
    };
    return inputs.map((input, index) =>
      Object.entries(input.fields ?? {}).map(([name, given]) => ({ field: fieldOf(name, index), given })),
    );
  };
  let fields = await knownFields(deps, scope);
  let all = named(fields);
  if (deps.dialect.holdRows !== '') {
    await holdFields(deps, [...new Set(all.flat().map(({ field }) => field.id))]);
    // Waiting for the hold may have taken long enough for them to be changed or gone.
    fields = await knownFields(deps, scope);
    all = named(fields);
  }
  const needsPhones = all.flat().some(({ field, given }) => field.type === 'phone' && given !== null);
  const readPhone = needsPhones ? await phoneReader(deps) : noPhones;
  return all.map((values, index) => {
    const seen = new Set<number>();
    return values.map(({ field, given }) => {
      if (seen.has(field.id)) throw givenTwice(field, index);
      seen.add(field.id);
      const after = readValue(field, given, readPhone);
      if (isUnfit(after)) throw invalidValue(field, given, after, index);
      return { field, after };
    });
  });
}

async function storedValues(
  deps: Deps,
  scope: FieldScope,
  recordIds: readonly number[],
): Promise<Map<string, StoredValue[]>> {
  const values = new Map<string, StoredValue[]>();
  for (const { recordId, fieldId, ...value } of await valuesOfRecords(deps, scope, recordIds)) {
    const key = `${recordId}/${fieldId}`;
    const list = values.get(key);
    if (list === undefined) values.set(key, [value]);
    else list.push(value);
  }
  return values;
}

/** Writes changes of values; those that are e-mails are left to the contacts' operations (F4). */
export async function writeValues(
  deps: Deps,
  scope: FieldScope,
  changes: readonly ValueChange[],
): Promise<void> {
  const own = changes.filter(({ field }) => !holdsEmails(field));
  if (own.length === 0) return;
  await deleteValues(
    deps,
    scope,
    own
      .filter(({ before }) => before.length > 0)
      .map(({ recordId, field }) => ({ recordId, fieldId: field.id })),
  );
  await insertValues(
    deps,
    scope,
    own.flatMap(({ recordId, field, after }) =>
      after.map((value) => ({ recordId, fieldId: field.id, ...value })),
    ),
  );
}

/** What the record of changes says about changed values: `fields.<key>` from what to what. */
export const auditedValues = (changes: readonly ValueChange[]): Changes =>
  Object.fromEntries(
    changes.map(({ field, before, after }) => [
      `fields.${field.key}`,
      [shownValue(field, before) ?? null, shownValue(field, after) ?? null] as const,
    ]),
  );

/** What the record of changes says about the values of a record that is deleted. */
export const auditedRemoval = (values: FieldValues | undefined): Changes =>
  Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [`fields.${key}`, [value, null] as const]),
  );

/** The labels of values that were read. They are for pages, not part of the JSON form. */
const labels = new WeakMap<FieldValues, ReadonlyMap<string, string>>();

/** The values of records, by record id; records without any are not in the map. */
export async function fieldsOfRecords(
  deps: Deps,
  scope: FieldScope,
  recordIds: readonly number[],
): Promise<Map<number, FieldValues>> {
  const stored = await storedValues(deps, scope, recordIds);
  if (stored.size === 0) return new Map();
  const fields = await knownFields(deps, scope);
  const labelsByKey = new Map(fields.map(({ key, label }) => [key, label]));
  const found = new Map<number, FieldValues>();
  for (const recordId of new Set(recordIds)) {
    const values: Array<[string, FieldValue]> = fields.flatMap((field) => {
      const value = shownValue(field, stored.get(`${recordId}/${field.id}`) ?? []);
      return value === undefined ? [] : [[field.key, value]];
    });
    if (values.length === 0) continue;
    const record = Object.fromEntries(values);
    labels.set(record, labelsByKey);
    found.set(recordId, record);
  }
  return found;
}

/** Values with the labels of their fields, as people read them. */
export const fieldPairs = (values: FieldValues): Array<{ label: string; value: string }> =>
  Object.entries(values).map(([key, value]) => ({
    label: labels.get(values)?.get(key) ?? key,
    value: readable(value),
  }));

const readable = (value: FieldValue): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

/** The refusal of a value (F2): the field, what was given, and what is allowed. */
export function invalidValue(
  field: Pick<KnownField, 'key' | 'label'>,
  given: FieldInput,
  { allowed }: Unfit,
  index?: number,
): KontorError {
  const text = Array.isArray(given) ? given.join(', ') : String(given);
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return usageError(
    'INVALID_FIELD_VALUE',
    `The field "${field.label}" (${field.key}) does not take "${shown}": ${allowed}.`,
    {
      details: {
        ...(index === undefined ? {} : { index }),
        field: `fields.${field.key}`,
        key: field.key,
        given,
        allowed,
      },
    },
  );
}

const givenTwice = ({ key, label }: KnownField, index: number): KontorError =>
  usageError('FIELD_GIVEN_TWICE', `The field "${label}" (${key}) is given twice, by key and by label.`, {
    details: { index, field: `fields.${key}` },
  });
