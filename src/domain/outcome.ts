/** What became of one record. The words are the same in every report. */
export type OutcomeWord = 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed' | 'deleted' | 'erased';

/** What a writing operation did with one of its inputs, in input order. */
export interface Outcome {
  outcome: OutcomeWord;
  id: number;
  name: string;
  /** What the user should know although it was done. */
  warnings: string[];
}

/** The answer of a command that takes several records. */
export interface Batch<Item extends { outcome: OutcomeWord }> {
  results: Item[];
  summary: Record<string, number>;
}

/** Results with how many there are of each outcome. */
export function batchOf<Item extends { outcome: OutcomeWord }>(results: Item[]): Batch<Item> {
  const summary: Record<string, number> = { total: results.length };
  for (const { outcome } of results) summary[outcome] = (summary[outcome] ?? 0) + 1;
  return { results, summary };
}
