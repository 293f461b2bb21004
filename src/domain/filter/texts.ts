import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey } from '../text/comparison.ts';
import { foldings } from '../text/folding.ts';
import type { FilterField, Narrowing, Question } from './model.ts';

/** What is asked of a text. */
export type TextQuestion = Exclude<Question, { asks: 'set' }>;

/**
 * Whether a text is what is asked for: the same by A4's comparison, holding the words whatever the case, accents and spelling of
 * umlauts (Q2), or before or behind another.
 */
export function textMatcher({ asks, values }: TextQuestion): (text: string) => boolean {
  const keys = values.map(comparisonKey);
  const [key = ''] = keys;
  switch (asks) {
    case '=': {
      const wanted = new Set(keys);
      return (text) => wanted.has(comparisonKey(text));
    }
    case '~': {
      const words = values.flatMap((value) => foldings(value.trim()));
      return (text) => foldings(text).some((folded) => words.some((word) => folded.includes(word)));
    }
    case '<':
      return (text) => comparisonKey(text) < key;
    case '<=':
      return (text) => comparisonKey(text) <= key;
    case '>':
      return (text) => comparisonKey(text) > key;
    case '>=':
      return (text) => comparisonKey(text) >= key;
  }
}

/**
 * Those of the texts that a statement finds which are what is asked for. They are compared here: databases do not fold letters
 * alike, nor as search does.
 */
export async function textsFound(
  deps: Deps,
  question: TextQuestion,
  select: { sql: string; bindings?: readonly unknown[] },
): Promise<string[]> {
  const rows = await query<{ text: string }>(deps, select.sql, select.bindings);
  const matches = textMatcher(question);
  return rows.map(({ text }) => text).filter(matches);
}

/** A column of texts. */
export interface TextColumn {
  table: 'accounts' | 'contacts';
  column: string;
  /** Where it counts, if not everywhere: SQL. */
  where?: string;
  /** The folded text of the column is part of the table's search text: then not all of them need be looked at. */
  isSearched?: boolean;
}

/** A field whose values are in a column of the records. */
export const textField = (
  summary: string,
  column: TextColumn,
  kind: 'text' | 'code' = 'text',
): FilterField => ({
  kind,
  summary,
  narrowing: async (deps, question) =>
    question.asks === 'set'
      ? holding(`${presence(column)}`, [])
      : among(deps, column, await textsFound(deps, question, distinctTexts(deps, question, column))),
});

const presence = ({ table, column, where }: TextColumn): string =>
  `${table}.${column} is not null${where === undefined ? '' : ` and ${where}`}`;

/** A condition of SQL, which must not be null. */
export const holding =
  (sql: string, bindings: readonly unknown[]): Narrowing =>
  (records) => {
    records.whereRaw(`(${sql})`, bindings as string[]);
  };

/** The records whose text is one of these. */
const among = (deps: Deps, column: TextColumn, texts: readonly string[]): Narrowing =>
  holding(
    `${presence(column)} and ${column.table}.${column.column} in ${deps.dialect.stagedValues('text')}`,
    [JSON.stringify(texts)],
  );

/** Each text of a column once; those that cannot hold the words need not be among them. */
export function distinctTexts(
  deps: Deps,
  { asks, values }: TextQuestion,
  column: TextColumn,
): { sql: string; bindings: unknown[] } {
  const { table, isSearched = false } = column;
  const texts = `select ${table}.${column.column} as text`;
  const from = `from ${table} where ${presence(column)}`;
  if (!isSearched || asks !== '~')
    return { sql: `select distinct text from (${texts} ${from}) t`, bindings: [] };
  const { sql, bindings } = deps.dialect.search.contains([values.flatMap((value) => foldings(value.trim()))]);
  return {
    sql: `select distinct text from (${texts}, ${table}.search_text as body ${from}) t where ${sql}`,
    bindings,
  };
}
