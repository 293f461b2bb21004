import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tag } from '../../../src/domain/tag/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { realApplication } from '../../helpers/run-cli.ts';

/** A database that takes everything about a tag "Poison", and refuses the COMMIT. */
const poison = {
  sqlite: [
    'create table poisoned (id integer references contacts (id) deferrable initially deferred)',
    `create trigger poison after insert on tags when new.name = 'Poison' begin
       insert into poisoned values (-1);
     end`,
  ],
  postgres: [
    `create function poison() returns trigger language plpgsql as $$ begin
       raise 'poisoned' using errcode = '23514';
     end $$`,
    `create constraint trigger poison after insert on tags deferrable initially deferred
       for each row when (new.name = 'Poison') execute function poison()`,
  ],
};
const antidote = {
  sqlite: ['drop trigger poison', 'drop table poisoned'],
  postgres: ['drop function poison cascade'],
};

describe('a COMMIT that the database refuses', () => {
  onEachDatabase((db) => {
    const statements = (list: readonly string[]) =>
      db().database.write(
        async (trx) => {
          for (const statement of list) await trx.raw(statement);
        },
        { dryRun: false },
      );
    beforeEach(() => statements(poison[db().kind]));
    afterEach(() => statements(antidote[db().kind]));
    const tags = async () => (await db().run('tag', 'list', '--json')).json().map(({ name }: Tag) => name);

    it('is refused by a single command, and the next one is not touched by it', async () => {
      const run = await db().run('tag', 'create', 'Poison', '--json');
      expect([run.code, run.error().code]).toEqual([4, 'CONFLICT']);
      expect((await db().run('tag', 'create', 'Good')).code).toBe(0);
      expect(await tags()).toEqual(['Good']);
    });

    it('fails its line of a batch, and no other', async () => {
      // One after the other, so that each line is a transaction of its own.
      const stdin = Readable.from(
        (async function* () {
          for (const name of ['One', 'Poison', 'Two']) {
            yield Buffer.from(`tag create ${name}\n`);
            await pause(150);
          }
        })(),
      );
      const run = await db().runWith({ stdin, application: realApplication }, 'batch', '-', '--json');
      expect(run.json().results).toMatchObject([{ exitCode: 0 }, { exitCode: 4 }, { exitCode: 0 }]);
      expect(run.code).toBe(5);
      expect(await tags()).toEqual(['One', 'Two']);
    });

    it('of lines that were committed together fails the line that is to blame, and no other', async () => {
      const stdin = ['One', 'Poison', 'Two'].map((name) => `tag create ${name}\n`).join('');
      const run = await db().runWith({ stdin, application: realApplication }, 'batch', '-', '--json');
      expect(run.json().results).toMatchObject([{ exitCode: 0 }, { exitCode: 4 }, { exitCode: 0 }]);
      expect(run.code).toBe(5);
      expect(await tags()).toEqual(['One', 'Two']);
    });

    it('of a batch that is done whole leaves nothing', async () => {
      const stdin = ['One', 'Poison', 'Two'].map((name) => `tag create ${name}\n`).join('');
      const run = await db().runWith({ stdin }, 'batch', '-', '--atomic', '--json');
      expect([run.code, run.error().code]).toEqual([4, 'CONFLICT']);
      expect(await tags()).toEqual([]);
      expect((await db().run('tag', 'create', 'Good')).code).toBe(0);
    });
  });
});
