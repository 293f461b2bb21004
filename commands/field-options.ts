import * as z from 'zod';
import type { OptionSpec, Raw } from '../src/cli/define-command.ts';
import type { FieldFilter, FieldScope, FieldValues } from '../src/domain/field/model.ts';
import { comparisons } from '../src/domain/field/model.ts';
import { fieldPairs } from '../src/domain/field/values.ts';
import { usageError } from '../src/errors.ts';
import { severalConditions } from './list-options.ts';

/** The values of custom fields on one line. */
export const fieldLine = (fields: FieldValues): string =>
  fieldPairs(fields)
    .map(({ label, value }) => `${label}: ${value}`)
    .join('; ');

/** The options that set and clear custom fields (F2). */
export const setFieldOptions = (scope: FieldScope): OptionSpec[] => [
  {
    flags: '--set <key=value>',
    summary: `set the ${scope} field with this key or label; of a multi-dropdown key=A,B`,
    repeatable: true,
  },
  { flags: '--unset <key>', summary: `clear the ${scope} field with this key or label`, repeatable: true },
];

/**
 * The values that were given, by key or label, or undefined when none was; null clears. Several for one field come as a
 * list. Throws INVALID_INPUT.
 */
export function givenFields({ options }: Raw): Record<string, unknown> | undefined {
  const set = listed(options.set).map((text) => {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (name.trim() === '') throw notAnAssignment(text);
    return { name: name.trim(), value };
  });
  const unset = [...new Set(listed(options.unset).map((name) => name.trim()))];
  if (set.length === 0 && unset.length === 0) return undefined;
  const given = new Map<string, string | string[] | null>();
  for (const { name, value } of set) {
    const before = given.get(name);
    given.set(name, before === undefined || before === null ? value : [before, value].flat());
  }
  for (const name of unset) {
    if (given.has(name)) {
      throw usageError('INVALID_INPUT', `--set and --unset both name the field "${name}".`, {
        hint: 'Leave one of them out.',
      });
    }
    given.set(name, null);
  }
  return Object.fromEntries(given);
}

const notAnAssignment = (text: string) =>
  usageError('INVALID_INPUT', `--set must be key=value, not ${JSON.stringify(text)}.`, {
    hint: 'As in --set tax-number=12/345/67890; nothing behind the = clears the field.',
    details: { issues: [{ option: '--set', given: text, message: 'must be key=value' }] },
  });

const listed = (value: Raw['options'][string]): string[] => (Array.isArray(value) ? value : []);

/** The options that select by custom fields (Q3). */
export const fieldFilterOptions = (scope: FieldScope): OptionSpec[] => [
  {
    flags: '--field <key=value>',
    summary: `only ${scope}s with this value; also !=, and for numbers and dates <, <=, >, >=`,
    repeatable: true,
  },
  { flags: '--has-field <key>', summary: `only ${scope}s with a value in this field`, repeatable: true },
  { flags: '--no-field <key>', summary: `only ${scope}s without a value in this field`, repeatable: true },
];

const condition = /^(.*?)(!=|<=|>=|=|<|>)(.*)$/s;

/** Their part of the input. */
export const fieldFilterInput = {
  field: severalConditions(
    z
      .string()
      .refine(
        (text) => (condition.exec(text)?.[1] ?? '').trim() !== '',
        `must be a field, one of ${comparisons.join(' ')} and a value, as in "founded>=2024-01-01"`,
      ),
  ),
  hasField: severalConditions(z.string()),
  noField: severalConditions(z.string()),
};

/** The conditions that were given. */
export const fieldFiltersOf = ({
  field = [],
  hasField = [],
  noField = [],
}: {
  field?: string[] | undefined;
  hasField?: string[] | undefined;
  noField?: string[] | undefined;
}): FieldFilter[] => [
  ...field.map((text) => {
    const [, name = '', sign = '', value = ''] = condition.exec(text) ?? [];
    const comparison = comparisons.find((known) => known === sign) ?? '=';
    return { field: name.trim(), comparison, value };
  }),
  ...hasField.map((name) => ({ field: name, present: true })),
  ...noField.map((name) => ({ field: name, present: false })),
];

const fieldSort = /^(-?)field:(.+)$/s;

/** What the help calls an order by a custom field. */
export const fieldSortName = 'field:KEY';

/** The `--sort` of a list with these keys, or by a custom field. */
export const sortOrFieldInput = <const Sort extends string>(sorts: readonly Sort[]) =>
  z
    .string()
    .refine(
      (text) => (sorts as readonly string[]).includes(text.replace(/^-/, '')) || fieldSort.test(text),
      `must be one of ${[...sorts, fieldSortName].join(', ')} (with - in front: descending)`,
    )
    .transform((text) => {
      const [, minus, sortField] = fieldSort.exec(text) ?? [];
      if (sortField !== undefined) return { sortField, descending: minus === '-' };
      return { sort: text.replace(/^-/, '') as Sort, descending: text.startsWith('-') };
    })
    .optional();
