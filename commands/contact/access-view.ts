import type { AccessOutcome } from '../../src/domain/access/outcome.ts';
import type { BatchView, ReportLine } from '../../src/output/view.ts';

const onOff = (value: boolean): string => (value ? 'on' : 'off');

/** What became of the access of e-mails. */
export const accessView: BatchView<AccessOutcome> = {
  kind: 'batch',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'account', heading: 'Account', text: ({ account }) => account.name },
    { key: 'contact', heading: 'Contact', text: ({ contact }) => contact.name },
    { key: 'email', heading: 'E-mail' },
    { key: 'source', heading: 'Source' },
    { key: 'login', heading: 'Login', text: ({ login }) => onOff(login) },
    { key: 'notify', heading: 'Notify', text: ({ notify }) => onOff(notify) },
    { key: 'sync', heading: 'Sync', text: ({ sync }) => onOff(sync) },
    { key: 'notifications', heading: 'Notifications' },
    { key: 'status', heading: 'Status' },
    { key: 'changes', heading: 'Changes', text: ({ changes }) => changed(changes) },
    { key: 'invited', heading: 'Invited' },
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ contact }) => contact.id,
};

const changed = (changes: AccessOutcome['changes']): string =>
  Object.entries(changes)
    .map(([name, { from, to }]) => `${name} ${onOff(from)} → ${onOff(to)}`)
    .join(', ');

/** More lines than that nobody counts: a last one does. */
const fewLines = 10;

/** One line for each e-mail that was changed, each warning, and a line that counts the others, or all of many. */
export function accessLines(results: readonly AccessOutcome[]): ReportLine[] {
  if (results.length === 0) return [{ tone: 'note', text: 'no e-mail is concerned' }];
  const count = (word: AccessOutcome['outcome']) => results.filter(({ outcome }) => outcome === word).length;
  const changedOnes = changedAccessLines(results);
  const warnings = warningLines(results);
  if (changedOnes.length + warnings.length <= fewLines) {
    return [...changedOnes, ...unchangedLine(count('unchanged')), ...warnings];
  }
  const counts = `${count('updated')} changed, ${count('unchanged')} unchanged, ${count('skipped')} skipped`;
  return [...changedOnes, ...warnings, { tone: 'note', text: `in all: ${counts}` }];
}

/** One line for each e-mail that was changed: where, whose, and what from what to what. */
export const changedAccessLines = (results: readonly AccessOutcome[]): ReportLine[] =>
  results.flatMap(lineOf);

const lineOf = ({ outcome, account, contact, email, changes, invited }: AccessOutcome): ReportLine[] => {
  if (outcome !== 'updated') return [];
  const what = [changed(changes), ...(invited ? ['invited'] : [])].filter((text) => text !== '').join(', ');
  return [{ tone: 'done', text: `${account.id} "${account.name}": ${contact.name} <${email}>: ${what}` }];
};

const unchangedLine = (count: number): ReportLine[] =>
  count === 0
    ? []
    : [{ tone: 'note', text: `${count} ${count === 1 ? 'e-mail is' : 'e-mails are'} like that already` }];

/** Each warning once, however many e-mails of an account it is about. */
const warningLines = (results: readonly AccessOutcome[]): ReportLine[] =>
  [...new Set(results.flatMap(({ warnings }) => warnings))].map((text) => ({ tone: 'warning', text }));
