import type { Knex } from 'knex';
import type { Dialect, StagedType } from './dialect.ts';

const stagedColumn = (name: string, index: number) => `value ->> ${index} as ${name}`;

export const sqliteDialect: Dialect = {
  name: 'sqlite',

  rows: <Row>(answer: unknown) => answer as Row[],

  stagedTable: (columns: Readonly<Record<string, StagedType>>) =>
    `(select ${Object.keys(columns).map(stagedColumn).join(', ')} from json_each(?))`,

  stagedValues: () => '(select value from json_each(?))',

  lockRows: '',

  joinLines: (expression) => `group_concat(${expression}, char(10))`,

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
    // FTS5 uses its trigram index for LIKE only without an ESCAPE clause, so the wildcards of a word stay active
    // there and instr() removes what they let through.
    indexed: (words) => {
      const each = Array(words).fill('body like ? and instr(body, ?) > 0').join(' and ');
      return `select rowid as account_id from account_search_index where ${each} limit ?`;
    },
    bindWord: (word) => [`%${word}%`, word],
    contains: 'instr(body, ?) > 0',
  },
};
