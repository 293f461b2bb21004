import type { FieldScope, FieldValue, KnownField, StoredValue } from '../field/model.ts';
import { isDropdown, shownValue } from '../field/rules.ts';
import type { StoredValues } from './repository.ts';

/** Values that are being read, as those of a {@link ListedPage}. */
export type ReadValues = Map<number, Map<number, FieldValue>>;

/** The values of records; those that are e-mails of contacts are still to come. */
export function listedValues(
  scope: FieldScope,
  fields: readonly KnownField[],
  [recordIds, fieldIds, optionIds, values]: StoredValues,
): ReadValues {
  const own = new Map(fields.filter((field) => field.scope === scope).map((field) => [field.id, field]));
  const found: ReadValues = new Map([...own.keys()].map((id) => [id, new Map()]));
  const chosen = new Map<KnownField, Map<number, StoredValue[]>>();
  for (const [at, recordId] of recordIds.entries()) {
    const field = own.get(fieldIds[at] ?? 0);
    if (field === undefined) continue;
    const stored = { optionId: optionIds[at] ?? null, value: values[at] ?? '', sort: '' };
    if (isDropdown(field.type)) choose(chosen, field, recordId, stored);
    else setShown(found, field, recordId, [stored]);
  }
  for (const [field, choices] of chosen) {
    for (const [recordId, stored] of choices) setShown(found, field, recordId, stored);
  }
  return found;
}

function choose(
  chosen: Map<KnownField, Map<number, StoredValue[]>>,
  field: KnownField,
  recordId: number,
  stored: StoredValue,
): void {
  const choices = chosen.get(field) ?? new Map<number, StoredValue[]>();
  const list = choices.get(recordId);
  if (list === undefined) choices.set(recordId, [stored]);
  else list.push(stored);
  chosen.set(field, choices);
}

function setShown(
  found: ReadValues,
  field: KnownField,
  recordId: number,
  stored: readonly StoredValue[],
): void {
  const shown = shownValue(field, stored);
  if (shown !== undefined) found.get(field.id)?.set(recordId, shown);
}
