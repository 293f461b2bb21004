import type { KeptRecord, ResetOutcome, Restored } from '../src/domain/run/model.ts';
import type { ReportLine } from '../src/output/view.ts';

const words: Record<keyof ResetOutcome['removed'] | keyof Restored, readonly [one: string, many: string]> = {
  accounts: ['account', 'accounts'],
  contacts: ['contact', 'contacts'],
  links: ['link', 'links'],
  access: ['link with access', 'links with access'],
  activity: ['document or other activity', 'documents and other activity'],
  portalUsers: ['portal user', 'portal users'],
  tags: ['tag', 'tags'],
  fields: ['field', 'fields'],
};
type Counted = keyof typeof words;

/** `3 accounts, 1 contact`; nothing where there is none. */
export const countedRecords = (counts: Partial<Record<Counted, number>>): string =>
  (Object.keys(words) as Counted[])
    .flatMap((kind) => {
      const count = counts[kind] ?? 0;
      return count === 0 ? [] : [`${count} ${words[kind][count === 1 ? 0 : 1]}`];
    })
    .join(', ');

/** More records than that are counted. */
const shownRecords = 20;

/** What stays although it was made by what is taken back. */
export const keptLines = (kept: readonly KeptRecord[]): ReportLine[] => [
  ...kept.slice(0, shownRecords).map(({ record, id, name, reason }) => ({
    tone: 'warning' as const,
    text: `${record} ${id} "${name}" is kept: ${reason}`,
  })),
  ...(kept.length > shownRecords
    ? [{ tone: 'warning' as const, text: `${kept.length - shownRecords} more are kept; -o json lists them` }]
    : []),
];
