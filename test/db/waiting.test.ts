import { setTimeout as later } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { stillnessOf } from '../../src/db/waiting.ts';
import { gate } from '../domain/fixtures.ts';
import { dispose, freshDatabase, onEachDatabase } from '../helpers/databases.ts';
import { onServer } from '../helpers/global-setup.ts';
import { realApplication } from '../helpers/run-cli.ts';

describe('a database that another program holds', () => {
  onEachDatabase((db) => {
    let other: Database;
    beforeEach(async () => {
      await db().run('account', 'create', '--new-contact', 'Ada');
      other = openDatabase(db().location);
    });
    afterEach(() => other.close());

    const command = (seconds: number, ...argv: string[]) =>
      db().runWith(
        { env: { KONTOR_LOCK_TIMEOUT: String(seconds) }, application: realApplication },
        ...argv,
        '--name',
        'Changed',
      );

    /** Runs `work` while another program holds account 1, which is let go of when `work` asks for it, or in the end. */
    async function whileHeld<T>(work: (letGo: () => void) => Promise<T>): Promise<T> {
      const [held, done] = [gate(), gate()];
      const hold = async (trx: Knex.Transaction) => {
        await trx('accounts').update({ updated_at: 'now' });
        held.open();
        await done.opened;
      };
      const holding = other.write(hold, { dryRun: true });
      await held.opened;
      try {
        return await work(done.open);
      } finally {
        done.open();
        await holding;
      }
    }

    it('is waited for: a word after two seconds, exit 6 in the end, and nothing is written', async () => {
      const before = await db().contents();
      const ends = await whileHeld(() =>
        Promise.all([
          command(3, 'account', 'edit', '1'),
          command(3, 'account', 'edit', '1', '--quiet'),
          command(3, 'account', 'edit', '1', '--json'),
          command(0, 'account', 'edit', '1'),
        ]),
      );
      expect(ends.map(({ code }) => code)).toEqual([6, 6, 6, 6]);
      const [plain, quiet, json, atOnce] = ends;
      expect(plain?.err).toMatch(
        /^waiting for another program that is writing to \S+ \(at most 3 s for each\) …\nkontor: .*\nhint: Nothing was written\. Try again.*\n$/,
      );
      for (const run of [quiet, atOnce]) expect(run?.err).toMatch(/^kontor: .*\nhint: .*\n$/);
      expect(json?.error()).toMatchObject({ code: 'DATABASE_LOCKED', exitCode: 6 });
      expect(await db().contents()).toBe(before);
    });

    it('and then lets go: the command goes on', async () => {
      const run = await whileHeld(async (letGo) => {
        setTimeout(letGo, 2_300);
        return command(20, 'account', 'edit', '1');
      });
      expect(run).toMatchObject({
        code: 0,
        err: expect.stringMatching(/^waiting for another program.*\n✓ changed account 1 "Changed"\n$/),
      });
    });

    it('by a line of others that moves: each has its turn, although all of them take longer than the timeout', async () => {
      // Few enough: who waits for SQLite takes a thread of the four that this process has.
      const [timeoutMs, holdMs, writers] = [2_000, 900, 4];
      const begun = performance.now();
      const waits = await Promise.all(
        Array.from({ length: writers }, async () => {
          const database = openDatabase(db().location, { lockTimeoutMs: timeoutMs });
          const take = async (trx: Knex.Transaction) => {
            await trx('accounts').where({ id: 1 }).update({ updated_at: 'now' });
            const waited = performance.now() - begun;
            await later(holdMs);
            return waited;
          };
          return database.write(take, { dryRun: false }).finally(() => database.close());
        }),
      );
      expect(Math.max(...waits)).toBeGreaterThan(timeoutMs);
    });

    it('until somebody asks to stop: nothing is written then', async () => {
      const waiting = openDatabase(db().location, { lockTimeoutMs: 20_000 });
      const before = await db().contents();
      await whileHeld(async (letGo) => {
        const stop = new AbortController();
        const writing = waiting.write((trx) => trx('accounts').update({ updated_at: 'then' }), {
          dryRun: false,
          signal: stop.signal,
        });
        stop.abort();
        // SQLite's writers wait on their own, a server's have to be let go on.
        if (db().kind === 'postgres') letGo();
        await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' });
      }).finally(() => waiting.close());
      expect(await db().contents()).toBe(before);
    });
  });
});

describe('a server that has no room for another connection', () => {
  it('is waited for, too: units of work begin when somebody else is done', async ({ skip }) => {
    const postgres = inject('postgres');
    if (postgres === undefined) return skip();
    const role = `kontor_test_room_${process.pid}`;
    const db = await freshDatabase('postgres');
    const url = new URL(db.location);
    url.username = role;
    try {
      await onServer(postgres.server, [
        `create role ${role} login connection limit 1 in role ${decodeURIComponent(new URL(db.location).username)}`,
      ]);
      const [holder, patient, hasty] = [20_000, 20_000, 0].map((lockTimeoutMs) =>
        openDatabase(url.href, { lockTimeoutMs }),
      ) as [Database, Database, Database];
      const count = (trx: Knex.Transaction) => trx('accounts').then((rows) => rows.length);
      const touch = (trx: Knex.Transaction) => trx('accounts').update({ updated_at: 'now' });
      const [held, done] = [gate(), gate()];
      const holding = holder.read(async () => {
        held.open();
        await done.opened;
      });
      await held.opened;
      const refusal = { code: 'DATABASE_UNREACHABLE', message: expect.stringContaining('no room') };
      await expect(hasty.read(count)).rejects.toMatchObject(refusal);
      await expect(hasty.write(touch, { dryRun: true })).rejects.toMatchObject(refusal);
      const [reading, writing] = [patient.read(count), patient.write(touch, { dryRun: true })];
      await later(300);
      done.open();
      await holding;
      await holder.close();
      expect(await Promise.all([reading, writing])).toEqual([0, 0]);
      await Promise.all([patient.close(), hasty.close()]);
    } finally {
      await onServer(postgres.server, [`drop role if exists ${role}`]);
      await dispose(db);
    }
  });
});

describe('patience', () => {
  it('is over when the same one has held the lock for the timeout, and in the end whoever has', () => {
    let time = 0;
    const stillness = stillnessOf(100, () => time);
    const at = (when: number, mark: unknown) => {
      time = when;
      stillness.see(mark);
      return stillness.leftMs();
    };
    // Who held it when it was first looked held it all the time.
    expect([at(20, 'a'), at(50, 'a'), at(90, 'b'), at(150, 'b'), at(180, undefined)]).toEqual([
      80, 50, 100, 40, 100,
    ]);
    expect([at(279, undefined), at(280, undefined)]).toEqual([1, 0]);
    for (let when = 300; when < 1_000; when += 50) expect(at(when, when)).toBe(Math.min(100, 1_000 - when));
    expect(at(1_000, 'new')).toBe(0);
  });

  it('is short where nothing is to be waited for', () => {
    expect(stillnessOf(0).leftMs()).toBe(0);
  });
});
