import { insertRecords, updateRecords } from '../../db/table.ts';
import { type KontorError, notFoundError, refusedError, usageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey, tidy } from '../text/comparison.ts';
import { type FieldOutcome, outcomeOf } from './list.ts';
import type { FieldOption, KnownField } from './model.ts';
import { lockFields } from './references.ts';
import {
  clearOptionKeys,
  countChoices,
  deleteOptionRows,
  type OptionRow,
  optionTable,
  pagesOfValues,
  resortOptions,
} from './repository.ts';
import { findOption, isDropdown, optionsNamed, shownValue } from './rules.ts';
import { maxOptions, type OptionChanges } from './schema.ts';
import { optionSort } from './sorting.ts';

/** What became of a field's options. */
export interface OptionsOutcome extends FieldOutcome {
  /** How many records had chosen an option that is gone. */
  cleared: number;
}

/**
 * Changes the options of a dropdown: renames, adds, removes, orders, in this order. Values follow their options: a new
 * label keeps them, removing takes them away (F3). What is so already is `unchanged`. Throws NO_DROPDOWN (exit 2),
 * FIELD_NOT_FOUND, OPTION_NOT_FOUND (exit 3), OPTION_EXISTS, TOO_MANY_OPTIONS (exit 4).
 */
export async function changeOptions(
  deps: Deps,
  { field: reference, changes }: { field: string; changes: OptionChanges },
): Promise<OptionsOutcome> {
  const [field] = await lockFields(deps, [reference]);
  if (field === undefined) throw new Error('lockFields gave nothing for one reference');
  if (!isDropdown(field.type)) {
    throw usageError(
      'NO_DROPDOWN',
      `The field "${field.label}" is of type ${field.type}: it has no options.`,
      {
        hint: `kontor field edit ${field.scope}:${field.key} --type dropdown`,
        details: { key: field.key, type: field.type },
      },
    );
  }
  const { options, removed } = await changedOptions(deps, field, changes);
  const before = field.options.map(({ label }) => label);
  const after = options.map(({ label }) => label);
  if (before.join('\n') === after.join('\n'))
    return { ...(await outcomeOf(deps, field, 'unchanged')), cleared: 0 };
  const cleared = await removeOptions(deps, field, removed);
  await storeOptions(deps, field, options);
  await recordChanges(deps, [
    {
      record: 'field',
      recordId: field.id,
      label: field.label,
      action: 'updated',
      changes: { options: [before, after] },
    },
  ]);
  return { ...(await outcomeOf(deps, field, 'updated')), cleared };
}

/** The options as they are to be, new ones with ids of their own, and those that go. */
async function changedOptions(
  deps: Deps,
  field: KnownField,
  { rename = [], add = [], remove = [], order = [] }: OptionChanges,
): Promise<{ options: FieldOption[]; removed: FieldOption[] }> {
  const labels = new Map(
    rename.map(({ from, to }) => [optionNamed(field, field.options, from).id, tidy(to)] as const),
  );
  let options = field.options.map(({ id, label }) => ({ id, label: labels.get(id) ?? label }));
  const missing = new Map<string, string>();
  for (const label of add.map(tidy)) {
    if (findOption(options, label) === undefined && !missing.has(comparisonKey(label))) {
      missing.set(comparisonKey(label), label);
    }
  }
  const ids =
    missing.size === 0 ? [] : await deps.dialect.reserveIds(deps.trx, optionTable.name, missing.size);
  options.push(...[...missing.values()].map((label, index) => ({ id: ids[index] ?? 0, label })));
  const removed = remove.map((text) => optionNamed(field, options, text));
  options = options.filter((option) => !removed.includes(option));
  const first = new Set(
    order.flatMap((text) => optionsNamed(options, text) ?? [optionNamed(field, options, text)]),
  );
  options = [...first, ...options.filter((option) => !first.has(option))];
  requireDistinct(field, options);
  return { options, removed };
}

function optionNamed(field: KnownField, options: readonly FieldOption[], text: string): FieldOption {
  const option = findOption(options, text);
  if (option !== undefined) return option;
  const near = nearest(
    text,
    options.map(({ label }) => label),
  );
  throw notFoundError(
    'OPTION_NOT_FOUND',
    `The field "${field.label}" (${field.key}) has no option "${text}".`,
    {
      hint: near === undefined ? showsOptions(field) : `Did you mean "${near}"?`,
      details: { key: field.key, option: text, nearest: near ?? null },
    },
  );
}

const showsOptions = ({ scope, key }: KnownField): string =>
  `kontor field show ${scope}:${key} shows its options.`;

function requireDistinct(field: KnownField, options: readonly FieldOption[]): void {
  const seen = new Set<string>();
  for (const { label } of options) {
    if (seen.has(comparisonKey(label))) {
      throw refusedError(
        'OPTION_EXISTS',
        `The field "${field.label}" (${field.key}) would have two options "${label}".`,
        { hint: showsOptions(field), details: { key: field.key, option: label } },
      );
    }
    seen.add(comparisonKey(label));
  }
  if (options.length > maxOptions) {
    throw refusedError('TOO_MANY_OPTIONS', `A field has at most ${maxOptions} options.`, {
      details: { key: field.key, most: maxOptions },
    });
  }
}

/** Takes options away, with an entry for each record that had chosen one; gives the number of those records. */
async function removeOptions(
  deps: Deps,
  field: KnownField,
  removed: readonly FieldOption[],
): Promise<number> {
  if (removed.length === 0) return 0;
  const ids = new Set(removed.map(({ id }) => id));
  const uses = await countChoices(deps, field.scope, [...ids]);
  if (uses > 0) {
    for await (const page of pagesOfValues(deps, { ...field, inEmails: false })) {
      await recordChanges(
        deps,
        page.flatMap(({ recordId, recordName, rows }) => {
          const left = rows.filter(({ optionId }) => !ids.has(optionId ?? 0));
          if (left.length === rows.length) return [];
          const change = [shownValue(field, rows) ?? null, shownValue(field, left) ?? null] as const;
          return {
            record: field.scope,
            recordId,
            label: recordName,
            action: 'updated' as const,
            changes: { [`fields.${field.key}`]: change },
          };
        }),
      );
    }
  }
  await deleteOptionRows(deps, [...ids]);
  return uses;
}

async function storeOptions(deps: Deps, field: KnownField, options: readonly FieldOption[]): Promise<void> {
  const before = new Map(field.options.map((option) => [option.id, option]));
  const rows = options.map(
    ({ id, label }, index): OptionRow => ({
      id,
      fieldId: field.id,
      label,
      labelKey: comparisonKey(label),
      position: index + 1,
    }),
  );
  const kept = rows.filter(({ id }) => before.has(id));
  await clearOptionKeys(
    deps,
    kept.filter(({ id, label }) => before.get(id)?.label !== label).map(({ id }) => id),
  );
  await updateRecords(deps, optionTable, kept);
  await insertRecords(
    deps,
    optionTable,
    rows.filter(({ id }) => !before.has(id)),
  );
  await resortOptions(
    deps,
    field.scope,
    rows.map(({ id }, index) => ({ id, sort: optionSort(index) })),
  );
}

/** The refusal to remove options that are in use unless that is confirmed (F3). */
export const optionInUse = ({ key, label, scope, cleared }: OptionsOutcome): KontorError =>
  refusedError(
    'OPTION_IN_USE',
    `${cleared} ${scope}${cleared === 1 ? ' has' : 's have'} chosen what would be removed from the field "${label}" (${key}).`,
    {
      hint: 'Add --yes to take it from them, or --dry-run to see what would happen; --rename keeps it.',
      details: { key, scope, uses: cleared },
    },
  );
