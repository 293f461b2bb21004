import { type KontorError, usageError } from '../../errors.ts';
import type { ChangesOfCreation } from '../audit/rules.ts';
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
import { ReadText } from './read-text.ts';
import { fieldNamed, knownFields } from './references.ts';
import { deleteValues, holdFields, insertValues, type ValueRow, valuesOfRecords } from './repository.ts';
import { isUnfit, type PhoneReader, readValue, sameValue, shownValue, type Unfit } from './rules.ts';

/** A record whose values are to be set. */
export interface ValueInput {
  recordId: number;
  fields: FieldInputs | undefined;
}

/** What becomes of one value of one record. */
export interface ValueChange {
  recordId: number;
  field: KnownField;
  before: readonly StoredValue[];
  /** Empty when it is cleared. */
  after: readonly StoredValue[];
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
  return changesOf(inputs, wanted, before);
}

const changesOf = (
  inputs: readonly ValueInput[],
  wanted: ReadonlyArray<readonly WantedValue[]>,
  stored: ReadonlyMap<string, StoredValue[]>,
): ValueChange[][] =>
  inputs.map(({ recordId }, index) => changesOfRecord(recordId, wanted[index] ?? [], stored));

function changesOfRecord(
  recordId: number,
  wanted: readonly WantedValue[],
  stored: ReadonlyMap<string, StoredValue[]>,
): ValueChange[] {
  const changes: ValueChange[] = [];
  for (const { field, after } of wanted) {
    const before = (stored.size === 0 ? undefined : stored.get(`${recordId}/${field.id}`)) ?? none;
    if (!sameValue(before, after)) changes.push({ recordId, field, before, after });
  }
  return changes;
}

const none: readonly StoredValue[] = [];

interface WantedValue {
  field: KnownField;
  after: readonly StoredValue[];
}

async function wantedValues(
  deps: Deps,
  scope: FieldScope,
  inputs: readonly ValueInput[],
): Promise<WantedValue[][]> {
  let fields = await knownFields(deps, scope);
  if (deps.dialect.holdRows !== '') {
    await holdFields(deps, namedFields(fields, scope, inputs));
    // Waiting for the hold may have taken long enough for them to be changed or gone.
    fields = await knownFields(deps, scope);
  }
  const named = namesOf(fields, scope);
  const needsPhones = fields.some(({ type }) => type === 'phone') && givesPhones(inputs, named);
  return readInputs(inputs, named, needsPhones ? await phoneReader(deps) : noPhones);
}

/** The field of a name, which is looked for once; the index of the input is for the error. */
type FieldOf = (name: string, index: number) => KnownField;

function namesOf(fields: readonly KnownField[], scope: FieldScope): FieldOf {
  const byName = new Map<string, KnownField>();
  return (name, index) => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const field = fieldNamed(fields, scope, name, { index });
    byName.set(name, field);
    return field;
  };
}

/** The ids of the fields that inputs name. */
function namedFields(
  fields: readonly KnownField[],
  scope: FieldScope,
  inputs: readonly ValueInput[],
): number[] {
  const named = namesOf(fields, scope);
  const ids = new Set<number>();
  for (const [index, input] of inputs.entries()) {
    for (const name in input.fields) ids.add(named(name, index).id);
  }
  return [...ids];
}

function givesPhones(inputs: readonly ValueInput[], named: FieldOf): boolean {
  for (const [index, { fields }] of inputs.entries()) {
    for (const name in fields) if (fields[name] !== null && named(name, index).type === 'phone') return true;
  }
  return false;
}

function readInputs(inputs: readonly ValueInput[], named: FieldOf, readPhone: PhoneReader): WantedValue[][] {
  const wanted: WantedValue[][] = [];
  for (const [index, { fields }] of inputs.entries()) {
    const own: WantedValue[] = [];
    for (const name in fields)
      own.push(readInput(named(name, index), fields[name] ?? null, readPhone, index));
    if (own.length > 1) requireOnce(own, index);
    wanted.push(own);
  }
  return wanted;
}

function readInput(
  field: KnownField,
  given: FieldInput | ReadText,
  readPhone: PhoneReader,
  index: number,
): WantedValue {
  const isRead = given instanceof ReadText;
  const after = isRead ? given.storedIn(field, readPhone) : readValue(field, given, readPhone);
  if (isUnfit(after)) throw invalidValue(field, isRead ? given.text : given, after, index);
  return { field, after };
}

function requireOnce(values: readonly WantedValue[], index: number): void {
  for (const [place, { field }] of values.entries()) {
    for (let other = 0; other < place; other += 1) {
      if (values[other]?.field === field) throw givenTwice(field, index);
    }
  }
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
  const { replaced, added } = rowsOf(changes);
  if (replaced.length > 0) await deleteValues(deps, scope, replaced);
  if (added.length > 0) await insertValues(deps, scope, added);
}

function rowsOf(changes: readonly ValueChange[]): {
  replaced: Array<{ recordId: number; fieldId: number }>;
  added: ValueRow[];
} {
  const replaced: Array<{ recordId: number; fieldId: number }> = [];
  const added: ValueRow[] = [];
  for (const { recordId, field, before, after } of changes) {
    if (holdsEmails(field)) continue;
    if (before.length > 0) replaced.push({ recordId, fieldId: field.id });
    for (const { optionId, value, sort } of after) {
      added.push({ recordId, fieldId: field.id, optionId, value, sort });
    }
  }
  return { replaced, added };
}

/** What the record of changes says about changed values: `fields.<key>` from what to what. */
export const auditedValues = (changes: readonly ValueChange[]): Changes =>
  Object.fromEntries(
    changes.map(({ field, before, after }) => [
      `fields.${field.key}`,
      [shownValue(field, before) ?? null, shownValue(field, after) ?? null] as const,
    ]),
  );

/** Adds the values of a new record to what the record of changes says about it. */
export function addNewValues(said: ChangesOfCreation, values: readonly ValueChange[]): void {
  for (const { field, after } of values) {
    const value = shownValue(field, after);
    if (value !== undefined) said[`fields.${field.key}`] = [null, value];
  }
}

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
