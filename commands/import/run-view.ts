import type { AuditEntry } from '../../src/domain/audit/schema.ts';
import type { Run, WholeRun } from '../../src/domain/run/model.ts';
import type { Block, Field, Tone } from '../../src/output/view.ts';
import { changeLine, recordName } from '../audit-changes.ts';
import { minute } from '../times.ts';

/** What a report counts, or the sum of what it counts for each kind of record; nothing where it has none. */
const sumOf = (counted: unknown): string =>
  typeof counted === 'number'
    ? String(counted)
    : typeof counted !== 'object' || counted === null
      ? ''
      : String(
          Object.values(counted).reduce((sum: number, one) => sum + (typeof one === 'number' ? one : 0), 0),
        );

const numberOf = (counted: unknown): number | null => (typeof counted === 'number' ? counted : null);

const toneOf = ({ state }: Run): Tone | undefined =>
  state === 'interrupted' ? 'warning' : state === 'undone' ? 'muted' : undefined;

const shownState = ({ state, undoneAt }: Run): string =>
  state === 'undone' ? `undone ${minute(undoneAt)}` : state;

/** A run as its list shows it, with the numbers of its report beside them. */
export interface ListedRun extends Run {
  /** Of the file; entries of fixtures. */
  rows: number | null;
  created: unknown;
  updated: unknown;
}

/** A run with the numbers that tables show of it. */
export const listedRun = <Shown extends Run>(run: Shown): Shown & ListedRun => ({
  ...run,
  rows: numberOf(run.counts?.rows ?? run.counts?.total),
  created: run.counts?.created ?? null,
  updated: run.counts?.updated ?? null,
});

export const runFields: Field<ListedRun>[] = [
  { key: 'run', heading: 'Run', align: 'right' },
  { key: 'kind', heading: 'Kind' },
  { key: 'startedAt', heading: 'When (UTC)', whole: true, text: ({ startedAt }) => minute(startedAt) },
  { key: 'actor', heading: 'Who' },
  { key: 'source', heading: 'Source' },
  { key: 'rows', heading: 'Rows', align: 'right' },
  { key: 'created', heading: 'Created', align: 'right', text: ({ created }) => sumOf(created) },
  { key: 'updated', heading: 'Updated', align: 'right', text: ({ updated }) => sumOf(updated) },
  { key: 'state', heading: 'State', whole: true, text: shownState, tone: toneOf },
  { key: 'endedAt', heading: 'Ended (UTC)', text: ({ endedAt }) => minute(endedAt), hidden: true },
  { key: 'undoneAt', heading: 'Undone (UTC)', text: ({ undoneAt }) => minute(undoneAt), hidden: true },
  { key: 'undoneBy', heading: 'Undone by', hidden: true },
  { key: 'counts', heading: 'Counts', hidden: true },
];

/** A run with what it did, as it is shown. */
export type ShownRun = ListedRun & WholeRun;

export const shownRunFields: Field<ShownRun>[] = [
  ...(runFields as unknown as Field<ShownRun>[]),
  { key: 'changes', heading: 'Changes' },
  { key: 'entries', heading: 'Entries' },
  { key: 'total', heading: 'Entries in all', align: 'right' },
];

const changeFields: Field<WholeRun['changes'][0]>[] = [
  { key: 'record', heading: 'Record' },
  { key: 'created', heading: 'created', align: 'right' },
  { key: 'changed', heading: 'changed', align: 'right' },
];

const entryFields: Field<AuditEntry>[] = [
  { key: 'id', heading: 'Entry', align: 'right' },
  { key: 'action', heading: 'Action' },
  { key: 'record', heading: 'Record' },
  { key: 'label', heading: 'Name', text: recordName },
  { key: 'changes', heading: 'Changes', text: ({ changes }) => changeLine(changes) },
];

/** The page about one run. */
export const runPage = (shown: ShownRun): Block[] => {
  const { run, kind, source, actor, startedAt, endedAt, state, undoneAt, undoneBy } = shown;
  const { changes, entries, total } = shown;
  const tone = toneOf(shown);
  const pairs = [
    { label: 'Source', value: source },
    { label: 'Started', value: startedAt },
    { label: 'Ended', value: endedAt ?? '' },
    { label: 'By', value: actor },
    { label: 'Undone', value: undoneAt === null ? '' : `${undoneAt} by ${undoneBy}` },
  ];
  return [
    {
      kind: 'heading',
      title: `Run ${run}: ${kind}`,
      facts: [{ text: state, ...(tone === undefined ? {} : { tone }) }],
    },
    { kind: 'pairs', pairs: pairs.filter(({ value }) => value !== '') },
    { kind: 'table', fields: changeFields, rows: changes, empty: 'Nothing was changed.' },
    { kind: 'table', title: 'Entries', fields: entryFields, rows: entries, empty: 'No entries.' },
    ...(entries.length === total
      ? []
      : [
          {
            kind: 'text' as const,
            text: `${entries.length} of ${total} entries; --limit and --page show others, kontor audit list --run ${run} all of them`,
          },
        ]),
  ];
};
