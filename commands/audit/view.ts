import type { AuditEntry } from '../../src/domain/audit/schema.ts';
import type { Block, Field } from '../../src/output/view.ts';

const shown = (value: unknown): string =>
  value === null || value === ''
    ? '–'
    : typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.join(', ') || '–'
        : JSON.stringify(value);

const changeLine = (changes: AuditEntry['changes']): string =>
  Object.entries(changes)
    .map(([field, { from, to }]) =>
      from === null ? `${field}: ${shown(to)}` : `${field}: ${shown(from)} → ${shown(to)}`,
    )
    .join('; ');

/** The fields of an entry as lists show them. */
export const auditFields: Field<AuditEntry>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'at', whole: true, heading: 'When (UTC)', text: ({ at }) => at.slice(0, 19).replace('T', ' ') },
  { key: 'actor', heading: 'Who' },
  { key: 'command', heading: 'Command' },
  { key: 'action', heading: 'Action' },
  { key: 'record', heading: 'Record' },
  { key: 'recordId', heading: 'Record ID', align: 'right', hidden: true },
  { key: 'contactId', heading: 'Contact ID', align: 'right', hidden: true },
  { key: 'run', heading: 'Run', align: 'right', hidden: true },
  {
    key: 'label',
    heading: 'Name',
    text: ({ label, recordId }) => [recordId, label].filter((part) => part !== null).join(' '),
  },
  { key: 'changes', heading: 'Changes', text: ({ changes }) => changeLine(changes) },
];

const changeFields: Field<{ field: string; from: string; to: string }>[] = [
  { key: 'field', heading: 'Field' },
  { key: 'from', heading: 'From' },
  { key: 'to', heading: 'To' },
];

/** The page about one entry. */
export const auditPage = (entry: AuditEntry): Block[] => [
  {
    kind: 'heading',
    title: `Entry ${entry.id}: ${entry.record} ${[entry.recordId, entry.label].filter((part) => part !== null).join(' ')} ${entry.action}`,
    facts: [
      { text: entry.at },
      { text: `by ${entry.actor}` },
      { text: entry.command },
      ...(entry.run === null ? [] : [{ text: `run ${entry.run}` }]),
    ],
  },
  {
    kind: 'table',
    fields: changeFields,
    rows: Object.entries(entry.changes).map(([field, { from, to }]) => ({
      field,
      from: shown(from),
      to: shown(to),
    })),
    empty: 'No fields changed.',
  },
];
