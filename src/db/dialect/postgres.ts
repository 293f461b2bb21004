import type { Knex } from 'knex';
import { type Dialect, everyWord, type StagedType } from './dialect.ts';

const escapeLike = (word: string) => word.replace(/[\\%_]/g, '\\$&');

export const postgresDialect: Dialect = {
  name: 'postgres',

  // The driver puts up with it, and warns that it will not for ever.
  takesNext: false,

  boundJson: (text) => text,

  again: (statement) => statement,

  rows: <Row>(answer: unknown) => (answer as { rows: Row[] }).rows,

  stagedTable: (columns: Readonly<Record<string, StagedType>>) => {
    const selected = Object.entries(columns).map(
      ([name, type], index) =>
        `(value ->> ${index})${type === 'integer' ? '::integer' : ' collate "C"'} as ${name}`,
    );
    return `(select ${selected.join(', ')} from jsonb_array_elements(?::jsonb) as value)`;
  },

  // jsonb would put its keys in another order.
  stagedJson: (value) => JSON.stringify(value),

  stagedValues: (type) =>
    type === 'integer'
      ? '(select value::integer from jsonb_array_elements_text(?::jsonb) as value)'
      : '(select value collate "C" from jsonb_array_elements_text(?::jsonb) as value)',

  lockRows: ' for update',

  holdRows: ' for key share',

  lockTexts: async (trx, texts) => {
    // In one order, so that two writers never wait for each other.
    for (const text of [...new Set(texts)].sort()) {
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [text]);
    }
  },

  lineBreak: 'chr(10)',

  joinLines: (expression) => `string_agg(${expression}, chr(10))`,

  packedColumns: (expressions) =>
    `json_build_array(${expressions.map((expression) => `json_agg(${expression})`).join(', ')})::text`,

  readThrough: async () => async () => {},

  // Others read and write beside an import: they would be locked out until its end.
  setIndexesAside: async () => async () => {},

  countRows: async (trx: Knex.Transaction, tables: readonly string[]) => {
    await trx.raw(`analyze (skip_locked) ${tables.join(', ')}`);
  },

  reserveIds: async (trx: Knex.Transaction, table: string, count: number) => {
    const answer = (await trx.raw(
      // Materialized, the name is looked up once instead of for each id.
      `with own as materialized (select pg_get_serial_sequence(?, 'id')::regclass as sequence)
       select nextval(own.sequence)::integer as id from own cross join generate_series(1, ?)`,
      [table, count],
    )) as { rows: Array<{ id: number }> };
    return answer.rows.map((row) => row.id).sort((a, b) => a - b);
  },

  search: {
    indexed: (words, limit) => {
      const { sql, bindings } = everyWord(words, 'body like ?', (text) => `%${escapeLike(text)}%`);
      return {
        sql: `select account_id from account_search where ${sql} limit ?`,
        bindings: [...bindings, limit],
      };
    },
    contains: (words) => everyWord(words, 'strpos(body, ?) > 0', (text) => text),
  },
};
