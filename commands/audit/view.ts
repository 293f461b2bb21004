import type { AuditEntry } from '../../src/domain/audit/schema.ts';
import type { Block, Field } from '../../src/output/view.ts';
import { changeLine, recordName, shownValue } from '../audit-changes.ts';

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
  { key: 'label', heading: 'Name', text: recordName },
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
    title: `Entry ${entry.id}: ${entry.record} ${recordName(entry)} ${entry.action}`,
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
      from: shownValue(from),
      to: shownValue(to),
    })),
    empty: 'No fields changed.',
  },
];
