import type { UndoOutcome } from '../../src/domain/run/model.ts';
import type { Field, ReportLine } from '../../src/output/view.ts';
import { countedRecords, keptLines } from '../run-lines.ts';
import { minute } from '../times.ts';

export const undoFields: Field<UndoOutcome>[] = [
  { key: 'outcome', heading: 'Outcome' },
  { key: 'run', heading: 'Run', align: 'right' },
  { key: 'kind', heading: 'Kind' },
  { key: 'source', heading: 'Source' },
  { key: 'actor', heading: 'Who' },
  { key: 'startedAt', heading: 'Started' },
  { key: 'endedAt', heading: 'Ended' },
  { key: 'state', heading: 'State' },
  { key: 'undoneAt', heading: 'Undone' },
  { key: 'undoneBy', heading: 'Undone by' },
  { key: 'counts', heading: 'Counts' },
  { key: 'removed', heading: 'Removed' },
  { key: 'restored', heading: 'Restored' },
  { key: 'invitationsRevoked', heading: 'Invitations revoked', align: 'right' },
  { key: 'kept', heading: 'Kept' },
  { key: 'warnings', heading: 'Warnings' },
];

/** What happens, in parts of a sentence. */
const partsOf = ({ removed, restored, invitationsRevoked }: UndoOutcome): string[] => {
  const [gone, back] = [countedRecords(removed), countedRecords(restored)];
  return [
    ...(gone === '' ? [] : [`remove ${gone}`]),
    ...(back === '' ? [] : [`put back ${back}`]),
    ...(invitationsRevoked === 0
      ? []
      : [`revoke ${invitationsRevoked} ${invitationsRevoked === 1 ? 'invitation' : 'invitations'}`]),
  ];
};

/** What is asked before it is done; nothing when it was done before. */
export const undoQuestion = (undone: UndoOutcome): string | undefined =>
  undone.outcome === 'unchanged'
    ? undefined
    : `Take back run ${undone.run} (${undone.source}): ${partsOf(undone).join('; ')}?`;

/** More warnings than that are counted. */
const shownWarnings = 10;

/** What was done, line by line. */
export const undoLines = (undone: UndoOutcome): ReportLine[] => {
  const { outcome, run, source, undoneAt, undoneBy, kept, warnings } = undone;
  if (outcome === 'unchanged') {
    return [
      {
        tone: 'done',
        text: `run ${run} (${source}) was taken back on ${minute(undoneAt)} by ${undoneBy} already`,
      },
    ];
  }
  return [
    { tone: 'done', text: `took back run ${run} (${source})` },
    ...partsOf(undone).map((text) => ({ tone: 'note' as const, text })),
    ...keptLines(kept),
    ...warnings.slice(0, shownWarnings).map((text) => ({ tone: 'warning' as const, text })),
    ...(warnings.length > shownWarnings
      ? [
          {
            tone: 'warning' as const,
            text: `${warnings.length - shownWarnings} more warnings; -o json lists them`,
          },
        ]
      : []),
  ];
};
