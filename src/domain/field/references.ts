import { readRecords } from '../../db/table.ts';
import { type KontorError, notFoundError, type Offer } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { Deps } from '../deps.ts';
import { asMeant } from '../resolve.ts';
import { comparisonKey } from '../text/comparison.ts';
import { type FieldScope, fieldScopes, type KnownField } from './model.ts';
import { type FieldRow, fieldTable, readAllFields, readOptions } from './repository.ts';
import { isDropdown } from './rules.ts';

/** All fields with their options, those of one scope when it is named, in their order. */
export async function knownFields(deps: Deps, scope?: FieldScope): Promise<KnownField[]> {
  const rows = await readAllFields(deps);
  return withOptions(
    deps,
    rows.filter((row) => scope === undefined || row.scope === scope),
  );
}

async function withOptions(deps: Deps, rows: readonly FieldRow[]): Promise<KnownField[]> {
  const options = new Map<number, KnownField['options']>();
  const choosing = rows.filter(({ type }) => isDropdown(type)).map(({ id }) => id);
  for (const { id, fieldId, label } of choosing.length === 0 ? [] : await readOptions(deps, choosing)) {
    const list = options.get(fieldId) ?? [];
    list.push({ id, label });
    options.set(fieldId, list);
  }
  const places = new Map<FieldScope, number>();
  return rows.map(({ id, key, label, scope, type }) => {
    // Two programs that add fields at once give both the same position; the order is total all the same.
    const position = (places.get(scope) ?? 0) + 1;
    places.set(scope, position);
    return { id, key, label, scope, type, options: options.get(id) ?? [], position };
  });
}

/** The fields that a name means: by key, else by label (A4's comparison). */
const meant = (fields: readonly KnownField[], name: string): KnownField[] => {
  const wanted = comparisonKey(name);
  const byKey = fields.filter(({ key }) => key === wanted);
  return byKey.length > 0 ? byKey : fields.filter(({ label }) => comparisonKey(label) === wanted);
};

/** The field of a scope by key or label. Throws FIELD_NOT_FOUND (exit 3), naming the nearest. */
export function fieldNamed(
  fields: readonly KnownField[],
  scope: FieldScope,
  name: string,
  details: Record<string, unknown> = {},
): KnownField {
  const [field] = meant(fields, name);
  if (field === undefined) throw unknownField(fields, name, scope, details);
  return field;
}

/**
 * Fields by reference: a key, `account:key` or `contact:key`, or an exact label; in input order. Throws FIELD_NOT_FOUND,
 * FIELD_AMBIGUOUS (exit 3).
 */
export async function resolveFields(deps: Deps, references: readonly string[]): Promise<KnownField[]> {
  const fields = await knownFields(deps);
  return references.map((given) => {
    const reference = asMeant(deps, 'field', given);
    const scope = fieldScopes.find((word) => reference.startsWith(`${word}:`));
    const name = scope === undefined ? reference : reference.slice(scope.length + 1);
    const inScope = fields.filter((field) => scope === undefined || field.scope === scope);
    const [field, ...others] = meant(inScope, name);
    if (field === undefined) throw unknownField(inScope, name, scope, {}, reference);
    if (others.length > 0) throw ambiguous(reference, [field, ...others]);
    return field;
  });
}

/** One field by reference. */
export async function resolveField(deps: Deps, reference: string): Promise<KnownField> {
  const [field] = await resolveFields(deps, [reference]);
  if (field === undefined) throw new Error('resolveFields gave nothing for one reference');
  return field;
}

function unknownField(
  fields: readonly KnownField[],
  name: string,
  scope: FieldScope | undefined,
  details: Record<string, unknown> = {},
  reference?: string,
): KontorError {
  const near = nearest(
    name,
    fields.flatMap(({ key, label }) => [key, label]),
  );
  const valid = fields.map((field) => (scope === undefined ? `${field.scope}:${field.key}` : field.key));
  return notFoundError(
    'FIELD_NOT_FOUND',
    `There is no ${scope === undefined ? '' : `${scope} `}field "${name}".`,
    {
      hint: `${near === undefined ? '' : `Did you mean "${near}"? `}${validKeys(valid, scope)}`,
      details: { ...details, given: name, scope: scope ?? null, nearest: near ?? null, valid },
      offers:
        reference === undefined || near === undefined
          ? undefined
          : { noun: 'field', reference, records: meant(fields, near).map(offerOf) },
    },
  );
}

const offerOf = ({ scope, key, label, type }: KnownField): Offer => ({
  value: `${scope}:${key}`,
  label: `${scope}:${key}`,
  about: `${label} (${type})`,
});

/** More keys than that are left to the list. */
const fewKeys = 20;

function validKeys(valid: readonly string[], scope: FieldScope | undefined): string {
  const list = `kontor field list${scope === undefined ? '' : ` --scope ${scope}`}`;
  if (valid.length === 0) return `There are none yet (${list}): kontor field create makes one.`;
  const shown = valid.length > fewKeys ? [...valid.slice(0, fewKeys), '…'] : valid;
  return `Valid keys: ${shown.join(', ')} (${list} shows ${valid.length > fewKeys ? 'all' : 'them'}).`;
}

function ambiguous(reference: string, fields: readonly KnownField[]): KontorError {
  const named = fields.map(({ scope, key, label }) => `${scope}:${key} "${label}"`);
  return notFoundError(
    'FIELD_AMBIGUOUS',
    `"${reference}" means ${fields.length} fields: ${named.join(', ')}.`,
    {
      hint: `Name the scope, as in ${fields[0]?.scope}:${fields[0]?.key}.`,
      details: { reference, candidates: fields.map(({ scope, key, label }) => ({ scope, key, label })) },
      offers: { noun: 'field', reference, records: fields.map(offerOf) },
    },
  );
}

/**
 * Fields by reference, each once, held until the transaction ends: nobody sets their values or changes them meanwhile.
 * Throws FIELD_NOT_FOUND, FIELD_AMBIGUOUS (exit 3).
 */
export async function lockFields(deps: Deps, references: readonly string[]): Promise<KnownField[]> {
  const unique = async () => [
    ...new Map((await resolveFields(deps, references)).map((field) => [field.id, field])).values(),
  ];
  const fields = await unique();
  if (deps.dialect.lockRows === '') return fields;
  await readRecords(
    deps,
    fieldTable,
    fields.map(({ id }) => id),
    { lock: true },
  );
  // Waiting for the hold may have taken long enough for them to be changed or gone.
  return unique();
}
