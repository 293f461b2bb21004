import type { ResetOutcome } from '../../src/domain/run/model.ts';
import type { Field, ReportLine } from '../../src/output/view.ts';
import { countedRecords, keptLines } from '../run-lines.ts';

export const resetFields: Field<ResetOutcome>[] = [
  { key: 'outcome', heading: 'Outcome' },
  { key: 'runs', heading: 'Runs' },
  { key: 'removed', heading: 'Removed' },
  { key: 'settings', heading: 'Settings' },
  { key: 'invitationsRevoked', heading: 'Invitations revoked', align: 'right' },
  { key: 'kept', heading: 'Kept' },
  { key: 'changedSince', heading: 'Changed since', align: 'right' },
  { key: 'stillChanged', heading: 'Still changed', align: 'right' },
];

/** What happens, in parts of a sentence. */
const partsOf = ({ removed, settings, invitationsRevoked, changedSince }: ResetOutcome): string[] => {
  const gone = countedRecords(removed);
  const since = changedSince === 0 ? '' : ` (${changedSince} of them changed since)`;
  return [
    ...(gone === '' ? [] : [`remove ${gone}${since}`]),
    ...(settings.length === 0 ? [] : [`put back ${settings.join(', ')}`]),
    ...(invitationsRevoked === 0
      ? []
      : [`revoke ${invitationsRevoked} ${invitationsRevoked === 1 ? 'invitation' : 'invitations'}`]),
  ];
};

const runWords = ({ runs }: ResetOutcome): string => `run${runs.length === 1 ? '' : 's'} ${runs.join(', ')}`;

/** What is asked before it is done; nothing when there is nothing to do. */
export const resetQuestion = (reset: ResetOutcome): string | undefined =>
  reset.outcome === 'unchanged'
    ? undefined
    : `Remove what was seeded (${runWords(reset)}): ${partsOf(reset).join('; ') || 'nothing of it is left'}?`;

/** What was done, line by line. */
export const resetLines = (reset: ResetOutcome): ReportLine[] => {
  if (reset.outcome === 'unchanged') return [{ tone: 'done', text: 'nothing is there that was seeded' }];
  const { kept, stillChanged } = reset;
  return [
    { tone: 'done', text: `removed what was seeded (${runWords(reset)})` },
    ...partsOf(reset).map((text) => ({ tone: 'note' as const, text })),
    ...keptLines(kept),
    ...(stillChanged === 0
      ? []
      : [
          {
            tone: 'warning' as const,
            text: `${stillChanged === 1 ? 'a record that was there before keeps' : `${stillChanged} records that were there before keep`} what seeding changed: kontor import show RUN lists it`,
          },
        ]),
  ];
};
