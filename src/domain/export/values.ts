import type { Deps } from '../deps.ts';
import type { FieldScope, FieldValue, KnownField, StoredValue } from '../field/model.ts';
import { isDropdown, shownValue } from '../field/rules.ts';
import { valuesOf } from './repository.ts';

/** The values of a record by the id of their field. */
export type ListedValues = Map<number, FieldValue>;

/** The values of records by record id, e-mails of contacts left out. */
export async function listedValues(
  deps: Deps,
  scope: FieldScope,
  fields: readonly KnownField[],
  recordIds: readonly number[],
): Promise<Map<number, ListedValues>> {
  const own = new Map(fields.filter((field) => field.scope === scope).map((field) => [field.id, field]));
  const found = new Map<number, ListedValues>();
  if (own.size === 0) return found;
  const chosen = new Map<ListedValues, Map<KnownField, StoredValue[]>>();
  for (const [recordId, fieldId, optionId, value] of await valuesOf(deps, scope, recordIds)) {
    const field = own.get(fieldId);
    if (field === undefined) continue;
    const stored = { optionId, value, sort: '' };
    const values = valuesIn(found, recordId);
    if (isDropdown(field.type)) choose(chosen, values, field, stored);
    else setShown(values, field, [stored]);
  }
  for (const [values, choices] of chosen) {
    for (const [field, stored] of choices) setShown(values, field, stored);
  }
  return found;
}

/** The values of a record, to be filled. */
export function valuesIn(found: Map<number, ListedValues>, recordId: number): ListedValues {
  let values = found.get(recordId);
  if (values === undefined) {
    values = new Map();
    found.set(recordId, values);
  }
  return values;
}

function choose(
  chosen: Map<ListedValues, Map<KnownField, StoredValue[]>>,
  values: ListedValues,
  field: KnownField,
  stored: StoredValue,
): void {
  const choices = chosen.get(values) ?? new Map<KnownField, StoredValue[]>();
  const list = choices.get(field);
  if (list === undefined) choices.set(field, [stored]);
  else list.push(stored);
  chosen.set(values, choices);
}

function setShown(values: ListedValues, field: KnownField, stored: readonly StoredValue[]): void {
  const shown = shownValue(field, stored);
  if (shown !== undefined) values.set(field.id, shown);
}
