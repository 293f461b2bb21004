import type { Outcome, OutcomeWord } from '../src/domain/outcome.ts';
import type { Field, ReportLine } from '../src/output/view.ts';

/** The fields of what became of a record, for commands that take several. */
export const outcomeFields = <Item extends Outcome = Outcome>(): Field<Item>[] => [
  { key: 'outcome', heading: 'Outcome' },
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Name' },
  { key: 'warnings', heading: 'Warnings' },
];

/** More lines than that nobody counts: a last one does. */
const fewLines = 10;

/** One line for each record, in the words for each outcome, and its warnings. */
export function outcomeLines<Item extends Outcome>(
  results: readonly Item[],
  words: Partial<Record<OutcomeWord, (item: Item) => string>>,
): ReportLine[] {
  if (results.length === 0) return [{ tone: 'note', text: 'nothing is concerned' }];
  const lines: ReportLine[] = results.flatMap((item) => [
    {
      tone: 'done' as const,
      text: words[item.outcome]?.(item) ?? `${item.outcome}: ${item.id} ${item.name}`,
    },
    ...item.warnings.map((text) => ({ tone: 'warning' as const, text })),
  ]);
  return results.length <= fewLines ? lines : [...lines, { tone: 'note', text: inAll(results) }];
}

function inAll(results: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return `in all: ${[...counts].map(([word, count]) => `${count} ${word}`).join(', ')}`;
}

/** A list of names for a sentence, cut when it is long. */
export function someNames(items: ReadonlyArray<{ id: number; name: string }>): string {
  const shown = items.slice(0, 5).map(({ id, name }) => `${id} "${name}"`);
  return items.length > shown.length
    ? `${shown.join(', ')} and ${items.length - shown.length} more`
    : shown.join(', ');
}
