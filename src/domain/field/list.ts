import type { Deps } from '../deps.ts';
import type { OutcomeWord } from '../outcome.ts';
import type { Field, FieldScope, KnownField } from './model.ts';
import { knownFields, resolveField } from './references.ts';
import { countUses } from './repository.ts';

/** All fields in their order, those of accounts first; those of one scope when it is named. */
export const listFields = async (deps: Deps, scope?: FieldScope): Promise<Field[]> =>
  withUses(deps, await knownFields(deps, scope));

/** One field by reference. Throws FIELD_NOT_FOUND, FIELD_AMBIGUOUS (exit 3). */
export async function showField(deps: Deps, reference: string): Promise<Field> {
  const [field] = await withUses(deps, [await resolveField(deps, reference)]);
  if (field === undefined) throw new Error('withUses gave nothing for one field');
  return field;
}

/** Fields with the number of records that have a value, in their order. */
export async function withUses(deps: Deps, fields: readonly KnownField[]): Promise<Field[]> {
  const uses = new Map<number, number>();
  for (const scope of new Set(fields.map((field) => field.scope))) {
    for (const [id, count] of await countUses(deps, scope)) uses.set(id, count);
  }
  return fields.map(({ id, key, label, scope, type, options, position }) => ({
    key,
    label,
    scope,
    type,
    options,
    position,
    uses: uses.get(id) ?? 0,
  }));
}

/** What became of a field, with the field as it is now; of one that is deleted as it was. */
export interface FieldOutcome extends Field {
  outcome: OutcomeWord;
  /** What the user should know although it was done. */
  warnings: string[];
}

/** The outcome for a field that is read anew. */
export async function outcomeOf(
  deps: Deps,
  { scope, id }: Pick<KnownField, 'scope' | 'id'>,
  outcome: OutcomeWord,
  warnings: string[] = [],
): Promise<FieldOutcome> {
  const fields = (await knownFields(deps, scope)).filter((field) => field.id === id);
  const [field] = await withUses(deps, fields);
  if (field === undefined) throw new Error(`field ${id} is not there`);
  return { outcome, ...field, warnings };
}
