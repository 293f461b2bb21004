import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { type KontorError, refusedError, usageError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { comparisonKey, tidy } from '../text/comparison.ts';
import { convertValues } from './convert.ts';
import { type FieldOutcome, outcomeOf } from './list.ts';
import type { KnownField } from './model.ts';
import { knownFields, lockFields } from './references.ts';
import { type FieldRow, fieldTable, optionTable, updatePositions } from './repository.ts';
import { isDropdown, keyFromLabel } from './rules.ts';
import { type FieldPatch, fieldKey, type NewField } from './schema.ts';

/**
 * Creates fields with their options (F1). One that exists like that is `unchanged`. Throws KEY_NEEDED, OPTIONS_REPEATED,
 * NO_DROPDOWN (exit 2), FIELD_EXISTS (exit 4). Results in input order.
 */
export async function createFields(deps: Deps, inputs: readonly NewField[]): Promise<FieldOutcome[]> {
  const outcomes: FieldOutcome[] = [];
  for (const input of inputs) outcomes.push(await createField(deps, input));
  return outcomes;
}

async function createField(deps: Deps, input: NewField): Promise<FieldOutcome> {
  const label = tidy(input.label);
  const key = input.key ?? keyOf(label);
  const options = (input.options ?? []).map(tidy);
  requireOptions(input, options);
  const fields = await knownFields(deps, input.scope);
  const same = fields.find(
    (field) => field.key === key || comparisonKey(field.label) === comparisonKey(label),
  );
  if (same !== undefined) {
    if (!isLike(same, { ...input, label, options })) throw fieldExists(same, key);
    return outcomeOf(deps, same, 'unchanged');
  }
  const [id = 0] = await deps.dialect.reserveIds(deps.trx, fieldTable.name, 1);
  const now = timestamp(deps);
  const row: FieldRow = {
    id,
    scope: input.scope,
    key,
    label,
    labelKey: comparisonKey(label),
    type: input.type,
    position: fields.length + 1,
    createdAt: now,
    updatedAt: now,
  };
  await insertRecords(deps, fieldTable, [row]);
  await insertOptions(deps, id, options);
  if (input.position !== undefined) await moveTo(deps, [...fields, row], id, input.position);
  await recordChanges(deps, [
    fieldEntry(row, 'created', {
      scope: [null, input.scope],
      key: [null, key],
      label: [null, label],
      type: [null, input.type],
      ...(options.length === 0 ? {} : { options: [null, options] }),
    }),
  ]);
  return outcomeOf(deps, row, 'created');
}

function keyOf(label: string): string {
  const key = keyFromLabel(label);
  const checked = fieldKey.safeParse(key);
  if (checked.success) return key;
  throw usageError('KEY_NEEDED', `No key can be made from the label "${label}"; give one.`, {
    hint: 'Add --key, in small letters and digits joined by -.',
    details: { label },
  });
}

function requireOptions({ type }: NewField, options: readonly string[]): void {
  if (options.length === 0) return;
  if (!isDropdown(type)) {
    throw usageError('NO_DROPDOWN', `A field of type ${type} has no options.`, {
      hint: 'Use --type dropdown or --type multi-dropdown.',
    });
  }
  const seen = new Set<string>();
  for (const option of options) {
    if (seen.has(comparisonKey(option))) {
      throw usageError('OPTIONS_REPEATED', `The option "${option}" is given twice.`);
    }
    seen.add(comparisonKey(option));
  }
}

const isLike = (field: KnownField, input: NewField & { label: string; options: string[] }): boolean =>
  field.label === input.label &&
  field.type === input.type &&
  (input.key === undefined || input.key === field.key) &&
  (input.position === undefined || input.position === field.position) &&
  (input.options.length === 0 ||
    input.options.join('\n') === field.options.map((option) => option.label).join('\n'));

function fieldExists(field: KnownField, key: string): KontorError {
  const { scope, label, type } = field;
  const reference = `${scope}:${field.key}`;
  return refusedError(
    'FIELD_EXISTS',
    `There is ${scope === 'account' ? 'an account' : 'a contact'} field "${label}" (${field.key}, ${type}) already.`,
    {
      hint:
        field.key === key
          ? `Change it with kontor field edit ${reference}, or give the new one another --key.`
          : `Change it with kontor field edit ${reference}, or choose another label.`,
      details: { scope, key: field.key, label, type },
    },
  );
}

async function insertOptions(deps: Deps, fieldId: number, labels: readonly string[]): Promise<void> {
  if (labels.length === 0) return;
  const ids = await deps.dialect.reserveIds(deps.trx, optionTable.name, labels.length);
  await insertRecords(
    deps,
    optionTable,
    labels.map((label, index) => ({
      id: ids[index] ?? 0,
      fieldId,
      label,
      labelKey: comparisonKey(label),
      position: index + 1,
    })),
  );
}

/** Puts a field at a place among those of its scope, which are given in their order. */
async function moveTo(
  deps: Deps,
  fields: ReadonlyArray<{ id: number }>,
  id: number,
  position: number,
): Promise<void> {
  const others = fields.filter((field) => field.id !== id);
  const ordered = [...others.slice(0, position - 1), { id }, ...others.slice(position - 1)];
  await updatePositions(
    deps,
    ordered.map((field, index) => ({ id: field.id, position: index + 1 })),
  );
}

/**
 * Changes fields: label, place, and type, which converts the values (F3). The key stays. Throws FIELD_NOT_FOUND,
 * FIELD_AMBIGUOUS (exit 3), FIELD_EXISTS, TOO_MANY_OPTIONS, VALUES_DO_NOT_CONVERT (exit 4). Results in input order.
 */
export async function editFields(
  deps: Deps,
  inputs: ReadonlyArray<{ field: string; patch: FieldPatch }>,
): Promise<FieldOutcome[]> {
  const outcomes: FieldOutcome[] = [];
  for (const { field, patch } of inputs) outcomes.push(await editField(deps, field, patch));
  return outcomes;
}

async function editField(deps: Deps, reference: string, patch: FieldPatch): Promise<FieldOutcome> {
  const [field] = await lockFields(deps, [reference]);
  if (field === undefined) throw new Error('lockFields gave nothing for one reference');
  const fields = await knownFields(deps, field.scope);
  const label = patch.label === undefined ? field.label : tidy(patch.label);
  const other = fields.find(
    ({ id, label: taken }) => id !== field.id && comparisonKey(taken) === comparisonKey(label),
  );
  if (other !== undefined) throw fieldExists(other, '');
  const type = patch.type ?? field.type;
  const position = patch.position === undefined ? field.position : Math.min(patch.position, fields.length);
  const changes: Changes = {
    ...(label === field.label ? {} : { label: [field.label, label] }),
    ...(type === field.type ? {} : { type: [field.type, type] }),
    ...(position === field.position ? {} : { position: [field.position, position] }),
  };
  if (Object.keys(changes).length === 0) return outcomeOf(deps, field, 'unchanged');
  const warnings = type === field.type ? [] : await convertValues(deps, field, type);
  if (position !== field.position) await moveTo(deps, fields, field.id, position);
  const row = (await readRecords(deps, fieldTable, [field.id])).get(field.id);
  if (row === undefined) throw new Error(`field ${field.id} is not there`);
  const after = { ...row, label, labelKey: comparisonKey(label), type, updatedAt: timestamp(deps) };
  await updateRecords(deps, fieldTable, [after]);
  await recordChanges(deps, [fieldEntry(after, 'updated', changes)]);
  return outcomeOf(deps, field, 'updated', warnings);
}

/** The audit entry about a field. */
const fieldEntry = (
  { id, label }: Pick<KnownField, 'id' | 'label'>,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({ record: 'field', recordId: id, label, action, changes });
