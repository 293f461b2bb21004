import type { Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { gate } from '../domain/fixtures.ts';
import { onEachDatabase } from '../helpers/databases.ts';
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
        /^waiting for another program that is writing to \S+ \(at most 3 s\) …\nkontor: .*\nhint: Nothing was written\. Try again.*\n$/,
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
  });
});
