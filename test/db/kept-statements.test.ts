import type { Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSqlite } from '../../src/db/connect-sqlite.ts';
import { sqliteDialect } from '../../src/db/dialect/sqlite.ts';

describe('statements that a connection of SQLite keeps', () => {
  let knex: Knex;
  beforeEach(async () => {
    knex = connectSqlite(':memory:', { foreignKeys: true });
    await knex.raw('create table names (id integer primary key, name text not null unique)');
  });
  afterEach(() => knex.destroy());

  const again = async (sql: string, ...bindings: string[]): Promise<unknown> =>
    sqliteDialect.again(knex.raw(sql, bindings));
  const insert = 'insert into names (name) values (?)';
  const names = async () => {
    const rows = (await again('select name from names order by id')) as Array<{ name: string }>;
    return rows.map(({ name }) => name);
  };

  it('are run each time with what is bound then, and see what was written meanwhile', async () => {
    expect(await names()).toEqual([]);
    await again(insert, 'one');
    await again(insert, 'two');
    expect(await names()).toEqual(['one', 'two']);
    expect(await again('select id from names where name = ?', 'two')).toEqual([{ id: 2 }]);
    expect(await again('select id from names where name = ?', 'three')).toEqual([]);
  });

  it('are run again after one was refused', async () => {
    await again(insert, 'one');
    await expect(again(insert, 'one')).rejects.toThrow(
      /insert into names .*UNIQUE constraint failed: names.name/,
    );
    await again(insert, 'two');
    expect(await names()).toEqual(['one', 'two']);
  });

  it('that cannot be understood are refused, and not kept', async () => {
    await expect(again('select later from names')).rejects.toThrow(/no such column: later/);
    await knex.raw('alter table names add column later text');
    expect(await again('select later from names')).toEqual([]);
  });

  it('follow the tables and indexes, and stand in the way of no change of these', async () => {
    await again(insert, 'one');
    await knex.raw('create index names_by_name on names (name)');
    await again(insert, 'two');
    await knex.raw('drop index names_by_name');
    expect(await names()).toEqual(['one', 'two']);
    await knex.raw('drop table names');
    await expect(names()).rejects.toThrow(/no such table/);
  });

  it('take part in transactions, and end with them what they were about', async () => {
    const undone = knex.transaction(async (trx) => {
      await sqliteDialect.again(trx.raw(insert, ['undone']));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await knex.transaction(async (trx) => {
      await sqliteDialect.again(trx.raw(insert, ['done']));
    });
    expect(await names()).toEqual(['done']);
  });

  it('are few: of a thousand others each is run, and the connection can be closed', async () => {
    for (let count = 0; count < 1_000; count += 1) {
      expect(await again(`select ${count} as count`)).toEqual([{ count }]);
    }
    expect(await again('select 999 as count')).toEqual([{ count: 999 }]);
    await knex.destroy();
    await expect(again('select 1')).rejects.toThrow();
  });
});
