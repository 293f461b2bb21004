import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import type { FieldScope, KnownField, StoredValue } from '../field/model.ts';
import { phoneReader } from '../field/phone.ts';
import { knownFields } from '../field/references.ts';
import { isDropdown, isUnfit, readValue, shownValue } from '../field/rules.ts';
import { optionSort } from '../field/sorting.ts';
import type { Look } from './model.ts';
import { lookOf, mostExamples, some } from './rules.ts';

const pageRows = 5_000;

interface ValueRow extends StoredValue {
  recordId: number;
  fieldId: number;
  place: number;
}

/** Reads all values again as if they were given, and compares: type, form and sort bytes (F2). */
export async function lookAtValues(deps: Deps, scope: FieldScope): Promise<Look> {
  const fields = new Map((await knownFields(deps, scope)).map((field) => [field.id, field]));
  const sorts = optionSorts([...fields.values()]);
  const phones = [...fields.values()].some(({ type }) => type === 'phone')
    ? await phoneReader(deps)
    : () => ({ allowed: '' });
  const isFit = ({ fieldId, ...value }: ValueRow): boolean => {
    const field = fields.get(fieldId);
    // Another check says that such a value belongs to no field of this scope.
    if (field === undefined) return true;
    if (isDropdown(field.type)) return sorts.get(value.optionId ?? 0) === value.sort;
    const shown = shownValue(field, [value]);
    const read = shown === undefined ? [] : readValue(field, shown, phones);
    if (isUnfit(read)) return false;
    return read.length === 1 && read[0]?.value === value.value && read[0].sort === value.sort;
  };
  let count = 0;
  const examples: string[] = [];
  for await (const page of pagesOf(deps, scope)) {
    for (const row of page) {
      if (isFit(row)) continue;
      count += 1;
      if (examples.length < mostExamples) {
        examples.push(`${scope} ${row.recordId}, field ${fields.get(row.fieldId)?.key ?? row.fieldId}`);
      }
    }
  }
  return lookOf(count, () => ({
    message: `${some(count, `value of ${scope} fields does`, `values of ${scope} fields do`)} not fit the type of the field`,
    examples,
    hint: `Set it anew: kontor ${scope} edit ${scope.toUpperCase()} --set FIELD=VALUE`,
  }));
}

/** The sort bytes of options, by id: they sort in their order. */
const optionSorts = (fields: readonly KnownField[]): Map<number, string> =>
  new Map(fields.flatMap(({ options }) => options.map(({ id }, place) => [id, optionSort(place)] as const)));

async function* pagesOf(deps: Deps, scope: FieldScope): AsyncGenerator<ValueRow[]> {
  let last: readonly [number, number, number] = [0, 0, 0];
  for (;;) {
    const rows: ValueRow[] = await query<ValueRow>(
      deps,
      `select ${scope}_id as "recordId", field_id as "fieldId", place, option_id as "optionId", value, sort
       from ${scope}_field_values where (${scope}_id, field_id, place) > (?, ?, ?)
       order by ${scope}_id, field_id, place limit ${pageRows}`,
      last,
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    last = [end.recordId, end.fieldId, end.place];
  }
}
