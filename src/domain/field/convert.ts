import { insertRecords } from '../../db/table.ts';
import { type KontorError, refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { changeFieldEmails } from '../contact/field-emails.ts';
import type { Deps } from '../deps.ts';
import { compareNames } from '../text/collation.ts';
import { comparisonKey, tidy } from '../text/comparison.ts';
import type { FieldInput, FieldType, FieldValue, KnownField, StoredValue } from './model.ts';
import { noPhones, phoneReader } from './phone.ts';
import {
  deleteOptionRows,
  deleteValues,
  distinctValues,
  insertValues,
  optionTable,
  pagesOfValues,
  type RecordValue,
} from './repository.ts';
import { isDropdown, isUnfit, type PhoneReader, readValue, shownValue, valueText } from './rules.ts';
import { maxOptions, optionLabel } from './schema.ts';
import { holdsEmails } from './values.ts';

/** A value that the new type cannot have. */
interface Stubborn {
  record: { id: number; name: string };
  value: FieldValue;
  reason: string;
}

/** More different values than any dropdown can be made of. */
const mostDistinct = 100_000;

/** As many as a refusal lists. */
const mostListed = 10;

/** A value on its way from one type to the other. */
interface Conversion {
  recordId: number;
  recordName: string;
  from: FieldValue;
  /** What it is in the new type. */
  after: StoredValue[];
}

/**
 * Converts the values of a field that is to have another type (F3): each is read as the text that people know it by.
 * Dropdowns made of other types get their options from the values; between dropdowns the options stay. Returns what the
 * user should know. Throws VALUES_DO_NOT_CONVERT, TOO_MANY_OPTIONS (exit 4).
 */
export async function convertValues(deps: Deps, field: KnownField, type: FieldType): Promise<string[]> {
  const keepsOptions = isDropdown(field.type) && isDropdown(type);
  const made = isDropdown(type) && !keepsOptions ? await makeOptions(deps, field, type) : [];
  const target: KnownField = { ...field, type, options: keepsOptions ? field.options : made };
  const readPhone = type === 'phone' ? await phoneReader(deps) : noPhones;
  const stubborn: Stubborn[] = [];
  const warnings: string[] = [];
  let failed = 0;
  let converted = 0;
  const fail = (conversion: Pick<Conversion, 'recordId' | 'recordName' | 'from'>, reason: string) => {
    failed += 1;
    if (stubborn.length >= mostListed) return;
    const { recordId: id, recordName: name, from: value } = conversion;
    stubborn.push({ record: { id, name }, value, reason });
  };
  for await (const page of pagesOfValues(deps, placeOf(field))) {
    const conversions = readPage(field, target, page, readPhone, fail);
    // From the first that fails on nothing is written any more: it is all rolled back.
    if (failed > 0) continue;
    converted += conversions.length;
    const { refusals, warnings: told } = await writePage(deps, field, target, conversions);
    warnings.push(...told);
    for (const conversion of conversions) {
      const reason = refusals.get(conversion.recordId);
      if (reason !== undefined) fail(conversion, reason);
    }
  }
  if (failed > 0) throw doNotConvert(field, type, failed, stubborn);
  if (isDropdown(field.type) && !isDropdown(type)) {
    await deleteOptionRows(
      deps,
      field.options.map(({ id }) => id),
    );
  }
  return [
    ...(converted === 0 ? [] : [`${converted === 1 ? '1 value was' : `${converted} values were`} converted`]),
    ...warnings,
  ];
}

const placeOf = (field: KnownField) => ({ ...field, inEmails: holdsEmails(field) });

function readPage(
  field: KnownField,
  target: KnownField,
  page: readonly RecordValue[],
  readPhone: PhoneReader,
  fail: (conversion: Pick<Conversion, 'recordId' | 'recordName' | 'from'>, reason: string) => void,
): Conversion[] {
  return page.flatMap(({ recordId, recordName, rows }) => {
    const from = shownValue(field, rows);
    if (from === undefined) return [];
    const conversion = { recordId, recordName, from };
    const after = readValue(target, asInput(field, target, from), readPhone);
    if (!isUnfit(after)) return [{ ...conversion, after }];
    fail(conversion, after.allowed);
    return [];
  });
}

/** Labels stay apart between dropdowns; everything else is read as text. */
const asInput = (field: KnownField, target: KnownField, value: FieldValue): FieldInput => {
  if (!isDropdown(field.type) || !isDropdown(target.type)) return valueText(value);
  return Array.isArray(value) ? value : [valueText(value)];
};

async function writePage(
  deps: Deps,
  field: KnownField,
  target: KnownField,
  conversions: readonly Conversion[],
): Promise<{ refusals: Map<number, string>; warnings: string[] }> {
  const { scope, id: fieldId, key } = field;
  if (!holdsEmails(field)) {
    await deleteValues(
      deps,
      scope,
      conversions.map(({ recordId }) => ({ recordId, fieldId })),
    );
  }
  if (!holdsEmails(target)) {
    await insertValues(
      deps,
      scope,
      conversions.flatMap(({ recordId, after }) => after.map((value) => ({ recordId, fieldId, ...value }))),
    );
  }
  if (!holdsEmails(field) && !holdsEmails(target)) {
    await recordChanges(
      deps,
      conversions.flatMap((conversion) => entryOf(field, target, conversion) ?? []),
    );
    return { refusals: new Map(), warnings: [] };
  }
  return changeFieldEmails(
    deps,
    conversions.map((conversion) => ({
      contactId: conversion.recordId,
      source: key,
      address: holdsEmails(target) ? (conversion.after[0]?.value ?? null) : null,
      changes: entryOf(field, target, conversion)?.changes ?? {},
    })),
  );
}

/** The entry about a record whose value reads otherwise now; that its field has another type is the field's own entry. */
function entryOf(
  field: KnownField,
  target: KnownField,
  { recordId, recordName, from, after }: Conversion,
): AuditEntryInput | undefined {
  const to = shownValue(target, after);
  if (to === undefined || valueText(from) === valueText(to)) return undefined;
  return {
    record: field.scope,
    recordId,
    label: recordName,
    action: 'updated',
    changes: { [`fields.${field.key}`]: [from, to] },
  };
}

/** Makes the options of a dropdown from the values that there are, in alphabetical order. */
async function makeOptions(
  deps: Deps,
  field: KnownField,
  type: FieldType,
): Promise<Array<{ id: number; label: string }>> {
  // Of several spellings the first counts; which one that is must not depend on the database.
  const values = (await distinctValues(deps, placeOf(field), mostDistinct)).sort();
  const texts = type === 'multi-dropdown' ? values.flatMap((value) => value.split(',')) : values;
  const labels = new Map<string, string>();
  for (const label of texts.map(tidy)) {
    const labelKey = comparisonKey(label);
    if (!labels.has(labelKey) && optionLabel.safeParse(label).success) labels.set(labelKey, label);
  }
  if (labels.size > maxOptions) {
    throw refusedError(
      'TOO_MANY_OPTIONS',
      `The field "${field.label}" (${field.key}) has more than ${maxOptions} different values: too many for a ${type}.`,
      { details: { key: field.key, most: maxOptions } },
    );
  }
  const sorted = [...labels].sort(([, a], [, b]) => compareNames(a, b));
  if (sorted.length === 0) return [];
  const ids = await deps.dialect.reserveIds(deps.trx, optionTable.name, sorted.length);
  const rows = sorted.map(([labelKey, label], index) => ({
    id: ids[index] ?? 0,
    fieldId: field.id,
    label,
    labelKey,
    position: index + 1,
  }));
  await insertRecords(deps, optionTable, rows);
  return rows;
}

function doNotConvert(
  field: KnownField,
  type: FieldType,
  count: number,
  listed: readonly Stubborn[],
): KontorError {
  const { scope, key, label } = field;
  const lines = listed.map(
    ({ record, value, reason }) => `\n  ${record.id} "${record.name}": "${valueText(value)}" (${reason})`,
  );
  const more = count > listed.length ? `\n  and ${count - listed.length} more` : '';
  return refusedError(
    'VALUES_DO_NOT_CONVERT',
    `${count === 1 ? '1 value' : `${count} values`} of the field "${label}" (${key}) cannot become ${type}:${lines.join('')}${more}`,
    {
      hint: `Change or clear them first: kontor ${scope} edit ${listed[0]?.record.id} --set ${key}=…`,
      details: { key, scope, from: field.type, to: type, count, values: listed },
    },
  );
}
