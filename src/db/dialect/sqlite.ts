import type { Knex } from 'knex';
import { type Dialect, everyWord, type Spellings, type StagedType } from './dialect.ts';

// With a path that is written out a cell is found a sixth faster than by `->>`, which makes the path anew each time.
const stagedColumn = ([name, type]: [string, StagedType], index: number) =>
  `${type === 'json' ? `value -> ${index}` : `json_extract(value, '$[${index}]')`} as ${name}`;

const contains = (words: readonly Spellings[]) => everyWord(words, 'instr(body, ?) > 0', (text) => text);

export const sqliteDialect: Dialect = {
  name: 'sqlite',

  takesNext: true,

  again: (statement) => statement.options({ isKept: true }),

  rows: <Row>(answer: unknown) => answer as Row[],

  boundJson: (text) => Buffer.from(text),

  // jsonb_each hands rows on in binary form; json_each would have each cell parse its whole row again (3 times slower). The
  // bytes of a text are bound, too: the cast says that they are no JSON in binary form.
  stagedTable: (columns: Readonly<Record<string, StagedType>>) =>
    `(select ${Object.entries(columns).map(stagedColumn).join(', ')} from jsonb_each(cast(? as text)))`,

  stagedJson: (value) => value,

  stagedValues: () => '(select value from json_each(?))',

  lockRows: '',

  holdRows: '',

  lockTexts: async () => {},

  lineBreak: 'char(10)',

  joinLines: (expression) => `group_concat(${expression}, char(10))`,

  packedColumns: (expressions) =>
    `json_array(${expressions.map((expression) => `json_group_array(${expression})`).join(', ')})`,

  readThrough: (trx) => withCache(trx, 4_000),

  // Nobody counts without being asked to: statements are planned by the indexes that are there.
  countRows: async () => {},

  // Whoever reads meanwhile reads the state before, with all its indexes.
  setIndexesAside: async (trx, names) => {
    const indexes = (await trx.raw(
      `select name, sql from sqlite_schema where type = 'index' and name in (select value from json_each(?))`,
      [JSON.stringify(names)],
    )) as Array<{ name: string; sql: string }>;
    for (const { name } of indexes) await trx.raw(`drop index ${name}`);
    return async () => {
      // What is sorted would be held in memory to the last entry, and in pieces as large as the cache otherwise.
      const putBack = await withCache(trx, 24_000);
      await trx.raw('pragma temp_store = file');
      for (const { sql } of indexes) await trx.raw(sql);
      await trx.raw('pragma temp_store = memory');
      await putBack();
    };
  },

  // AUTOINCREMENT keeps the highest id ever given in sqlite_sequence and follows explicit ids; the write lock that
  // the transaction holds makes "read, then use" safe.
  reserveIds: async (trx: Knex.Transaction, table: string, count: number) => {
    const [row] = (await trx.raw('select seq from sqlite_sequence where name = ?', [table])) as Array<{
      seq: number;
    }>;
    const first = (row?.seq ?? 0) + 1;
    return Array.from({ length: count }, (_, offset) => first + offset);
  },

  search: {
    // Every third trigram of a word finds nearly as little as all of them and reads a third of the index; instr()
    // decides. A plain LIKE would be answered from the index, too, but with all trigrams (three times slower), and its
    // wildcards could not be escaped.
    indexed: (words, limit) => {
      const match = words.map((spellings) => `(${spellings.map(trigrams).join(' OR ')})`).join(' AND ');
      const { sql, bindings } = contains(words);
      return {
        sql: `select rowid as account_id from account_search_index
          where account_search_index match ? and ${sql} limit ?`,
        bindings: [match, ...bindings, limit],
      };
    },
    contains,
  },
};

/** Gives the connection a cache of so many KiB. What it answers puts it back as it was. */
async function withCache(trx: Knex.Transaction, kibibytes: number): Promise<() => Promise<void>> {
  const [before] = (await trx.raw('pragma cache_size')) as Array<{ cache_size: number }>;
  await trx.raw(`pragma cache_size = -${kibibytes}`);
  return async () => {
    await trx.raw(`pragma cache_size = ${before?.cache_size ?? -2000}`);
  };
}

/** The trigrams that cover a word, as an FTS5 expression. */
function trigrams(word: string): string {
  const letters = [...word];
  const starts = Array.from({ length: Math.floor(letters.length / 3) }, (_, index) => index * 3);
  if (letters.length % 3 !== 0) starts.push(letters.length - 3);
  const tokens = starts.map((start) =>
    letters
      .slice(start, start + 3)
      .join('')
      .replaceAll('"', '""'),
  );
  return `(${tokens.map((token) => `"${token}"`).join(' AND ')})`;
}
