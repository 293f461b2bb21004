import { describe, expect, it } from 'vitest';
import type { Application } from '../../src/cli/application.ts';
import type { Database } from '../../src/db/database.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { realApplication } from '../helpers/run-cli.ts';

describe('Ctrl-C behind the commit', () => {
  onEachDatabase((db) => {
    /** The program, asked to stop as soon as a unit of work has been committed or rolled back. */
    const stopped = (...argv: string[]) => {
      const stop = new AbortController();
      const application: Application = {
        ...realApplication,
        openDatabase: async (...at) => {
          const database = await realApplication.openDatabase(...at);
          const write: Database['write'] = (work, options) =>
            database.write(work, options).finally(() => stop.abort());
          return { ...database, write };
        },
      };
      return db().runWith({ application, signal: stop.signal }, ...argv);
    };

    it('comes too late: what was done is told, with its exit code', async () => {
      const ran = await stopped('tag', 'create', 'VIP', '--json');
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(JSON.parse(ran.out)).toMatchObject({ outcome: 'created', name: 'VIP' });
      expect((await db().run('tag', 'list', '-o', 'count')).out).toBe('1\n');
    });

    it('ends a rehearsal, of which nothing is left anyway', async () => {
      const ran = await stopped('tag', 'create', 'VIP', '--dry-run', '--json');
      expect(ran).toMatchObject({ code: 130, out: '' });
      expect((await db().run('tag', 'list', '-o', 'count')).out).toBe('0\n');
    });
  });
});
