import { usageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { OutputSettings } from './settings.ts';
import type { AnswersView, BatchView, Field, ListView, RecordView, StreamView, TextView } from './view.ts';

// A renderer serves views of every record; which record it is matters only to the view's own functions.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyField = Field<any>;
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyRecordsView = ListView<any> | RecordView<any> | BatchView<any>;
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyView = AnyRecordsView | AnswersView<any> | TextView<any> | StreamView<any>;
export type AnyRecord = Record<string, unknown>;

/**
 * Refuses `--fields` that the view does not have, before anything runs.
 * @throws usage UNKNOWN_FIELD, naming the field, the nearest one and all valid ones
 */
export function checkFields(view: AnyView, settings: Pick<OutputSettings, 'fields' | 'format'>): void {
  if (view.kind === 'text' && (settings.format === 'ids' || settings.format === 'count')) {
    throw usageError('UNKNOWN_FORMAT', `this command prints plain text, which has no ${settings.format}`, {
      hint: 'Leave out --output, or use json.',
    });
  }
  if (settings.fields === undefined) return;
  if (view.kind === 'text' || view.kind === 'stream') {
    const printed = view.kind === 'text' ? 'prints plain text, which has no fields' : 'writes all columns';
    throw usageError('UNKNOWN_FIELD', `this command ${printed}`, {
      hint: 'Leave out --fields.',
      details: { field: settings.fields[0] ?? null, valid: [] },
    });
  }
  const valid = view.fields.map((field) => field.key);
  const unknown = settings.fields.length === 0 ? '' : settings.fields.find((name) => !valid.includes(name));
  if (unknown === undefined) return;
  const suggestion = nearest(unknown, valid);
  throw usageError(
    'UNKNOWN_FIELD',
    `unknown field "${unknown}" in --fields${suggestion === undefined ? '' : `; did you mean "${suggestion}"?`}`,
    {
      hint: `Valid fields: ${valid.join(', ')}.`,
      details: { field: unknown, nearest: suggestion ?? null, valid },
    },
  );
}

/** The fields that `--fields` names, in its order and each once; `undefined` when it was not given. */
export function namedFields(
  fields: readonly AnyField[],
  settings: Pick<OutputSettings, 'fields'>,
): AnyField[] | undefined {
  if (settings.fields === undefined) return undefined;
  const byKey = new Map(fields.map((field) => [field.key, field]));
  return [...new Set(settings.fields)].flatMap((name) => byKey.get(name) ?? []);
}

/** The record reduced to the named fields; whole, also beyond its fields, when none are named. */
export function picked(row: unknown, named: readonly AnyField[] | undefined): unknown {
  if (named === undefined) return row;
  const record = row as AnyRecord;
  return Object.fromEntries(named.map((field) => [field.key, record[field.key] ?? null]));
}

/** What people read in a field: not yet safe, not yet cut. */
export function fieldText(field: AnyField, row: unknown): string {
  if (field.text !== undefined) return field.text(row);
  const value = (row as AnyRecord)[field.key];
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return plain(value);
}

/** A value as text: objects as compact JSON, everything else as it is written. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : textOf(value);
}

const textOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
