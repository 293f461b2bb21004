import type { Deps } from '../deps.ts';
import type { FilterField, Question } from './model.ts';
import { readPeriod } from './periods.ts';
import { holding } from './texts.ts';

/** A column of whole numbers that is never empty. */
export const numberField = (summary: string, column: string): FilterField => ({
  kind: 'number',
  summary,
  narrowing: async (_, question) => {
    if (question.asks === 'set') return holding('1 = 1', []);
    const numbers = question.values.map((value) => Number(value.replace('#', '')));
    return question.asks === '='
      ? holding(`${column} in (${numbers.map(() => '?').join(', ')})`, numbers)
      : holding(`${column} ${question.asks} ?`, numbers);
  },
});

/** A column of times that is never empty. */
export const timeField = (summary: string, column: string): FilterField => ({
  kind: 'time',
  summary,
  narrowing: async (deps, question) => {
    if (question.asks === 'set') return holding('1 = 1', []);
    const { sql, bindings } = inPeriod(deps, column, question);
    return holding(sql, bindings);
  },
});

/**
 * The condition on times or days of a column: `=` within the stretch of time that is named, `<` before it, `>` behind it.
 * Undefined days are for whoever calls this to have refused.
 */
export function inPeriod(
  deps: Deps,
  column: string,
  { asks, values }: Exclude<Question, { asks: 'set' }>,
  stored: (time: string) => string = (time) => time,
): { sql: string; bindings: string[] } {
  const parts = values.map((value) => {
    const period = readPeriod(value, deps.clock());
    if (period === undefined) throw new Error(`"${value}" was not checked to be a time`);
    const [from, to] = [stored(period.from), stored(period.to)];
    switch (asks) {
      case '<':
        return { sql: `${column} < ?`, bindings: [from] };
      case '<=':
        return { sql: `${column} < ?`, bindings: [to] };
      case '>':
        return { sql: `${column} >= ?`, bindings: [to] };
      case '>=':
        return { sql: `${column} >= ?`, bindings: [from] };
      default:
        return { sql: `(${column} >= ? and ${column} < ?)`, bindings: [from, to] };
    }
  });
  return {
    sql: parts.map(({ sql }) => sql).join(' or '),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** A word of a column, one of a list. */
export const wordField = (summary: string, column: string, choices: readonly string[]): FilterField => ({
  kind: 'word',
  summary,
  choices,
  narrowing: async (_, question) =>
    question.asks === 'set'
      ? holding(`${column} is not null`, [])
      : holding(`${column} in (${question.values.map(() => '?').join(', ')})`, [...question.values]),
});

/** Whether something is so: SQL that is true or false. */
export const switchField = (summary: string, condition: string): FilterField => ({
  kind: 'switch',
  summary,
  narrowing: async (_, question) => {
    const isWanted = question.asks === 'set' || isYes(question.values[0] ?? '') === true;
    return holding(isWanted ? condition : `not (${condition})`, []);
  },
});

/** What a word says to a switch; undefined for one that is neither yes nor no. */
export const isYes = (word: string): boolean | undefined => {
  const lower = word.trim().toLowerCase();
  if (['yes', 'true', 'on', 'ja', '1'].includes(lower)) return true;
  return ['no', 'false', 'off', 'nein', '0'].includes(lower) ? false : undefined;
};
