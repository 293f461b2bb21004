import type { Changes } from '../../domain/audit/schema.ts';
import type { Deps } from '../../domain/deps.ts';
import type { FieldInputs, FieldScope, KnownField, StoredValue } from '../../domain/field/model.ts';
import { noPhones, phoneReader } from '../../domain/field/phone.ts';
import { ReadText } from '../../domain/field/read-text.ts';
import { knownFields } from '../../domain/field/references.ts';
import { type ValueRow, valuesOfRecords } from '../../domain/field/repository.ts';
import { isUnfit, type PhoneReader, shownValue } from '../../domain/field/rules.ts';
import type { RowProblem } from '../reading/client-row.ts';
import { fieldTarget } from '../reading/headings/fields.ts';
import type { ColumnPlan } from '../reading/mapping.ts';

/** Values of one record or row by the key of their field; what is not said is not there. */
export type Values = ReadonlyMap<string, readonly StoredValue[]>;

export const noValues: Values = new Map();

/** The custom fields that columns of the file fill, by key. */
export interface FilledFields {
  account: ReadonlyMap<string, KnownField>;
  contact: ReadonlyMap<string, KnownField>;
  readPhone: PhoneReader;
}

/** Which fields the columns fill. */
export async function filledFields(
  deps: Deps,
  { columns }: Pick<ColumnPlan, 'columns'>,
): Promise<FilledFields> {
  const targets = new Set<string>(columns.map(({ target }) => target));
  const filled = (await knownFields(deps)).filter((field) => targets.has(fieldTarget(field)));
  const ofScope = (scope: FieldScope) =>
    new Map(filled.filter((field) => field.scope === scope).map((field) => [field.key, field]));
  const hasPhones = filled.some(({ type }) => type === 'phone');
  return {
    account: ofScope('account'),
    contact: ofScope('contact'),
    readPhone: hasPhones ? await phoneReader(deps) : noPhones,
  };
}

/** What a row says in custom fields: its values, what operations are given for them, and what is wrong with them. */
interface ReadFields {
  values: Values;
  inputs: FieldInputs | undefined;
  problems: RowProblem[];
}

const nothingSaid: ReadFields = { values: noValues, inputs: undefined, problems: [] };

/** Reads what a row says in custom fields, checked by their types (F2). */
export function readFields(
  { line }: { line: number },
  { headerOf }: ColumnPlan,
  filled: FilledFields,
  scope: FieldScope,
  given: Readonly<Record<string, string>> | undefined,
): ReadFields {
  if (given === undefined) return nothingSaid;
  const values = new Map<string, readonly StoredValue[]>();
  const inputs: FieldInputs = {};
  const problems: RowProblem[] = [];
  for (const key in given) {
    const text = given[key] ?? '';
    const field = filled[scope].get(key);
    if (field === undefined) {
      // It is gone by now, as the operation will say.
      inputs[key] = text;
      continue;
    }
    const read = ReadText.read(field, text, filled.readPhone);
    if (!isUnfit(read)) {
      values.set(key, read.stored);
      inputs[key] = read;
    } else {
      const target = fieldTarget(field);
      problems.push({
        line,
        column: headerOf(target),
        field: target,
        value: text,
        code: 'INVALID_FIELD_VALUE',
        reason: read.allowed,
      });
    }
  }
  return { values, inputs, problems };
}

/** The values that records have in the fields that columns fill, by record id. */
export async function storedFields(
  deps: Deps,
  scope: FieldScope,
  filled: FilledFields,
  recordIds: readonly number[],
): Promise<ReadonlyMap<number, Values>> {
  const stored = new Map<number, Map<string, StoredValue[]>>();
  if (filled[scope].size === 0) return stored;
  const keys = new Map([...filled[scope].values()].map(({ id, key }) => [id, key]));
  for (const row of await valuesOfRecords(deps, scope, recordIds)) {
    const key = keys.get(row.fieldId);
    if (key !== undefined) addValue(stored, key, row);
  }
  return stored;
}

function addValue(stored: Map<number, Map<string, StoredValue[]>>, key: string, row: ValueRow): void {
  const { recordId, optionId, value, sort } = row;
  let values = stored.get(recordId);
  if (values === undefined) {
    values = new Map();
    stored.set(recordId, values);
  }
  const parts = values.get(key);
  if (parts === undefined) values.set(key, [{ optionId, value, sort }]);
  else parts.push({ optionId, value, sort });
}

/** What a row makes of the values of a record: only what is different is set. */
export function fieldChange(
  fields: ReadonlyMap<string, KnownField>,
  wanted: Values,
  before: Values,
  given: FieldInputs = {},
): { patch: { fields?: FieldInputs }; after: Values; changes: Changes } {
  const changed = [...wanted].filter(
    ([key, values]) => !isSame(fields.get(key), before.get(key) ?? [], values),
  );
  if (changed.length === 0) return { patch: {}, after: before, changes: {} };
  return {
    patch: { fields: Object.fromEntries(changed.map(([key]) => [key, given[key] ?? null])) },
    after: new Map([...before, ...changed]),
    changes: Object.fromEntries(
      changed.map(([key, values]) => [
        `fields.${key}`,
        [shown(fields.get(key), before.get(key) ?? []), shown(fields.get(key), values)] as const,
      ]),
    ),
  };
}

/** Whether a record has all the values that a row gives. */
export function isSaid(fields: ReadonlyMap<string, KnownField>, wanted: Values, before: Values): boolean {
  for (const [key, values] of wanted)
    if (!isSame(fields.get(key), before.get(key) ?? [], values)) return false;
  return true;
}

const shown = (field: KnownField | undefined, values: readonly StoredValue[]) =>
  (field && shownValue(field, values)) ?? null;

/** Another spelling of an e-mail is no other e-mail (C4). */
const isSame = (
  field: KnownField | undefined,
  one: readonly StoredValue[],
  other: readonly StoredValue[],
): boolean => {
  const by = field?.type === 'email' ? 'sort' : 'value';
  return one.length === other.length && one.every((value, index) => value[by] === other[index]?.[by]);
};
