import type { MailKind, MailState } from '../../src/domain/mail/model.ts';
import type { OutcomeWord } from '../../src/domain/outcome.ts';
import type { Field, ReportLine } from '../../src/output/view.ts';

/** What became of a mail that was to be sent. */
export interface SentMail {
  outcome: OutcomeWord;
  id: number;
  state: MailState;
  kind: MailKind;
  recipient: string;
  reason: string | null;
}

export const sentMailFields: Field<SentMail>[] = [
  { key: 'outcome', heading: 'Outcome' },
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'state', heading: 'State' },
  { key: 'kind', heading: 'Kind' },
  { key: 'recipient', heading: 'To' },
  { key: 'reason', heading: 'Reason' },
];

/** Sent: updated; sent before: unchanged; not to be sent now, or no longer: skipped; everything else failed. */
export const sentOutcome = (
  state: MailState,
  { send, dryRun }: { send: boolean; dryRun: boolean },
): OutcomeWord => {
  if (!send) return state === 'sent' ? 'unchanged' : 'skipped';
  if (dryRun || state === 'sent') return 'updated';
  return state === 'cancelled' || state === 'sending' ? 'skipped' : 'failed';
};

/** The line about one mail. */
export function sentLine(
  { outcome, id, state, kind, recipient, reason }: SentMail,
  dryRun: boolean,
): ReportLine {
  const mail = `mail ${id} (${kind}) to ${recipient}`;
  const why = reason === null ? '' : `: ${reason}`;
  switch (outcome) {
    case 'updated':
      return { tone: 'done', text: dryRun ? `would send ${mail}` : `sent ${mail}` };
    case 'unchanged':
      return { tone: 'done', text: `${mail} is sent already` };
    case 'skipped':
      return { tone: 'note', text: `${mail} is ${state}${why}` };
    default:
      return { tone: 'warning', text: `${mail} is ${state}${why}` };
  }
}
