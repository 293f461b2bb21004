import { describe, expect, it } from 'vitest';
import { describeFailure, traceOf } from '../../src/cli/failure.ts';
import { query } from '../../src/db/bulk.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../helpers/databases.ts';

describe('errors of the drivers', () => {
  onEachDatabase((db) => {
    /** Statements that the database refuses, each with a text of a client bound in it. */
    const refused: ReadonlyArray<readonly [what: string, sql: string, code: string]> = [
      [
        'a key that is taken',
        `insert into tags (name, name_key, color, created_at, updated_at) values (?, 'vip', '', '', '')`,
        'CONFLICT',
      ],
      ['a column that must not be empty', 'insert into tags (name, name_key) values (?, null)', 'CONFLICT'],
      ['a table that is gone', 'insert into erased_tags (name) values (?)', 'DATABASE_DAMAGED'],
      ['no SQL', 'select from where ? (', 'DATABASE_ERROR'],
    ];

    it.each(refused)('%s: neither what is said nor the trace holds what was bound', async (_, sql, code) => {
      await db().write((deps) => createTags(deps, [{ name: 'VIP' }]));
      const bound = sql.split('?').length - 1;
      const error = await db()
        .write((deps) => query(deps, sql, Array(bound).fill('Erika Geheim')))
        .catch((caught: unknown) => caught);
      const failure = describeFailure(error);
      expect(failure.code).toBe(code);
      expect(JSON.stringify(failure) + traceOf(error)).not.toContain('Geheim');
    });
  });
});
