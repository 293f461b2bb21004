import type { AuditEntry } from '../src/domain/audit/schema.ts';

/** A value of a field as people read it. */
export const shownValue = (value: unknown): string =>
  value === null || value === ''
    ? '–'
    : typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.join(', ') || '–'
        : JSON.stringify(value);

/** What changed from what to what, in one line. */
export const changeLine = (changes: AuditEntry['changes']): string =>
  Object.entries(changes)
    .map(([field, { from, to }]) =>
      from === null ? `${field}: ${shownValue(to)}` : `${field}: ${shownValue(from)} → ${shownValue(to)}`,
    )
    .join('; ');

/** The number and the name of the record that an entry is about. */
export const recordName = ({ label, recordId }: Pick<AuditEntry, 'label' | 'recordId'>): string =>
  [recordId, label].filter((part) => part !== null).join(' ');
