import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { insertRows, query } from '../../src/db/bulk.ts';
import { WriteQueue } from '../../src/db/write-behind.ts';
import { ahead, type Deps, undoable, workingAhead } from '../../src/domain/deps.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const columns = { key: 'text', value: 'text', updated_at: 'text' } as const;
const put = (deps: Deps, ...keys: string[]) =>
  insertRows(
    deps,
    'settings',
    columns,
    keys.map((key) => [key, `value of ${key}`, 'now']),
  );
const kept = async (deps: Deps) =>
  (await query<{ key: string }>(deps, `select key from settings where updated_at = 'now' order by key`)).map(
    ({ key }) => key,
  );

describe('writing behind', () => {
  onEachDatabase((db) => {
    it('reads see all that was written before them, in the order in which it was written', async () => {
      await db().write(async (deps) => {
        const ahead = workingAhead(deps);
        await put(ahead, 'a', 'b');
        await put(ahead, 'c');
        expect(await kept(ahead)).toEqual(['a', 'b', 'c']);
        await put(ahead, 'd');
        await ahead.writes.written();
        expect(await kept(deps)).toEqual(['a', 'b', 'c', 'd']);
      });
    });

    it('the first failure is told by whoever waits next, and what follows it is left out', async () => {
      const run = db().write(async (deps) => {
        const ahead = workingAhead(deps);
        await put(ahead, 'before');
        await insertRows(ahead, 'settings', columns, [['without value', null, 'now']]);
        await put(ahead, 'after');
        await expect(kept(ahead)).rejects.toMatchObject({ code: expect.any(String) });
        await ahead.writes.written();
      });
      await expect(run).rejects.toMatchObject({ code: 'CONFLICT' });
      await db().write(async (deps) => expect(await kept(deps)).toEqual([]));
    });

    it('ids are reserved behind the rows that have ids of their own', async () => {
      await db().write(async (deps) => {
        const ahead = workingAhead(deps);
        const [first = 0] = await ahead.dialect.reserveIds(ahead.trx, 'tags', 1);
        await insertRows(
          ahead,
          'tags',
          {
            id: 'integer',
            name: 'text',
            name_key: 'text',
            color: 'text',
            created_at: 'text',
            updated_at: 'text',
          },
          [[first, 'VIP', 'vip', 'red', 'now', 'now']],
        );
        const [second = 0] = await ahead.dialect.reserveIds(ahead.trx, 'tags', 1);
        expect(second).toBeGreaterThan(first);
        await ahead.writes.written();
      });
    });

    it('parts of a whole, one after the other, are given ids that nobody was given', async () => {
      await db().write(async (deps) => {
        const whole = workingAhead(deps);
        const given: number[] = [];
        for (const count of [1, 2, 1]) {
          const part = workingAhead(whole);
          for (let index = 0; index < count; index += 1) {
            given.push(...(await part.dialect.reserveIds(part.trx, 'tags', 2)));
          }
          await part.writes.written();
        }
        expect(new Set(given).size).toBe(8);
        await whole.writes.written();
      });
    });

    it('what is asked again of tables that hardly change is remembered until one of them is written', async () => {
      await db().write(async (deps) => {
        const ahead = workingAhead(deps);
        expect(await kept(ahead)).toEqual([]);
        // Past the queue: who remembers does not see it.
        await put(deps, 'aside');
        expect(await kept(ahead)).toEqual([]);
        await put(ahead, 'through');
        expect(await kept(ahead)).toEqual(['aside', 'through']);
        const [row] = await query<{ key: string }>(ahead, 'select key from settings order by key');
        if (row !== undefined) row.key = 'changed by who got it';
        expect(await query(ahead, 'select key from settings order by key')).toContainEqual({ key: 'aside' });
        await ahead.writes.written();
      });
    });

    it('what a part writes, or undoes, is remembered otherwise by nobody', async () => {
      await db().write(async (deps) => {
        const whole = workingAhead(deps);
        expect(await kept(whole)).toEqual([]);
        await put(whole, 'whole');
        expect(await kept(whole)).toEqual(['whole']);
        await ahead(whole, async (part) => {
          expect(await kept(part)).toEqual(['whole']);
          await put(part, 'part');
        });
        expect(await kept(whole)).toEqual(['part', 'whole']);
        const undone = undoable(whole, async (part) => {
          await put(part, 'undone');
          await part.writes?.written();
          expect(await kept(whole)).toEqual(['part', 'undone', 'whole']);
          throw new Error('undone');
        });
        await expect(undone).rejects.toThrow('undone');
        expect(await kept(whole)).toEqual(['part', 'whole']);
        await whole.writes.written();
      });
    });

    it('what is read of other tables is read anew', async () => {
      await db().write(async (deps) => {
        const ahead = workingAhead(deps);
        const count = async () => (await query(ahead, 'select id from runs')).length;
        const before = await count();
        await query(
          deps,
          `insert into runs (kind, source, actor, started_at) values ('import', 'f', 'a', 'now')`,
        );
        expect(await count()).toBe(before + 1);
      });
    });

    it('what was abandoned is not begun', async () => {
      await db().write(async (deps) => {
        const ahead = workingAhead(deps);
        await put(ahead, 'begun');
        await ahead.writes.abandon();
        await put(ahead, 'never');
        await ahead.writes.abandon();
        await expect(ahead.writes.written()).rejects.toThrow('abandoned');
        expect(await kept(deps)).not.toContain('never');
      });
    });
  });

  it('a read waits for the tables that it mentions, and overtakes what is written to others', async () => {
    const writes = new WriteQueue();
    const done: string[] = [];
    const statement = (name: string) => async () => {
      await setImmediate();
      done.push(name);
    };
    for (const table of ['contacts', 'accounts', 'audit_entries']) void writes.add(table, statement(table));
    const reads = [
      writes.read('select name from accounts', statement('read accounts')),
      writes.read('select name from tags', statement('read tags')),
    ];
    await Promise.all(reads);
    expect(done).toEqual(['contacts', 'read tags', 'accounts', 'read accounts']);
    await writes.written();
    expect(done.at(-1)).toBe('audit_entries');
  });

  it('what nothing refers to is written behind all else, unless it is read', async () => {
    const writes = new WriteQueue({ leaves: ['audit_entries', 'account_tags'] });
    const done: string[] = [];
    const statement = (name: string) => async () => {
      await setImmediate();
      done.push(name);
    };
    for (const table of ['audit_entries', 'account_tags', 'accounts'])
      void writes.add(table, statement(table));
    await writes.read('select tag_id from account_tags', statement('read'));
    expect(done).toEqual(['audit_entries', 'accounts', 'account_tags', 'read']);
    await writes.written();
  });

  it('what follows from other tables is written for many at once, and before it is read', async () => {
    const writes = new WriteQueue({ leaves: ['account_search'] });
    const done: string[] = [];
    const write = (ids: readonly number[]) =>
      writes.add('account_search', async () => void done.push(`${ids.length} documents`));
    const ids = (count: number) => Array.from({ length: count }, (_, id) => id);
    for (let count = 0; count < 3; count += 1)
      await writes.gather('account_search', 'refresh', ids(2_000), write);
    await writes.add('accounts', async () => void done.push('accounts'));
    await writes.gather('account_search', 'refresh', ids(10), write);
    await writes.read('select 1 from accounts', async () => void done.push('read of accounts'));
    expect(done).toEqual(['6000 documents', 'accounts', 'read of accounts']);
    await writes.read('select body from account_search', async () => void done.push('read of documents'));
    expect(done.slice(3)).toEqual(['10 documents', 'read of documents']);
    await writes.gather('account_search', 'refresh', ids(20), write);
    await writes.gather('account_search', 'refresh otherwise', ids(30), write);
    await writes.written();
    expect(done.slice(5)).toEqual(['20 documents', '30 documents']);
    await writes.gather('account_search', 'refresh', ids(40), write);
    await writes.abandon();
    expect(done).toHaveLength(7);
  });

  it('whoever writes faster than the database has to wait, so that memory stays flat', async () => {
    const writes = new WriteQueue();
    let done = 0;
    let most = 0;
    for (let count = 1; count <= 100; count += 1) {
      await writes.add('accounts', async () => {
        await setImmediate();
        done += 1;
      });
      most = Math.max(most, count - done);
    }
    expect(most).toBeLessThan(30);
    await writes.written();
    expect(done).toBe(100);
  });
});

/** Statements that end when they are told to, and what has begun by now. */
function statements() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const statement = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await setImmediate();
  };
  return { begun, statement, end };
}

describe('writes of leaf tables', () => {
  it('run beside other statements where the database takes the next one already, behind what was handed over before', async () => {
    const writes = new WriteQueue({ leaves: ['leaf'], takesNext: true });
    const { begun, statement, end } = statements();
    await writes.add('tree', statement('first tree'));
    await writes.add('leaf', statement('leaf'));
    await writes.add('tree', statement('second tree'));
    expect(begun).toEqual(['first tree']);
    await end('first tree');
    expect(begun).toEqual(['first tree', 'leaf', 'second tree']);
    const read = writes.read('select * from leaf', statement('read'));
    await end('second tree');
    expect(begun).toHaveLength(3);
    await end('leaf');
    expect(begun.at(-1)).toBe('read');
    await end('read');
    await read;
    await writes.written();
  });

  it('wait for all others where it takes one at a time', async () => {
    const writes = new WriteQueue({ leaves: ['leaf'] });
    const { begun, statement, end } = statements();
    await writes.add('leaf', statement('leaf'));
    await writes.add('leaf', statement('next leaf'));
    await writes.add('tree', statement('tree'));
    expect(begun).toEqual(['leaf']);
    await end('leaf');
    await end('tree');
    expect(begun).toEqual(['leaf', 'tree', 'next leaf']);
    await end('next leaf');
    await writes.written();
  });
});
