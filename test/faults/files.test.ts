import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeFirm } from '../../src/domain/firm/operations.ts';
import { account, create } from '../domain/fixtures.ts';
import { run, start } from '../e2e/program.ts';
import { filesBelow, megabyte, sha256 } from '../files/folder.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { databaseName, onServer } from '../helpers/global-setup.ts';

const until = async (holds: () => Promise<boolean>) => {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries === 500) throw new Error('it did not happen');
    await later(10);
  }
};

describe('documents, by the built program', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      await writeFile(at('a.txt'), 'a');
    });
    const at = (...names: string[]) => path.join(db().folder, ...names);
    const stored = () => filesBelow(at('files'));
    const place = `${sha256('a').slice(0, 2)}/${sha256('a')}`;
    const around = () => ({ db: db().location, folder: db().folder, env: { KONTOR_FILES: at('files') } });
    const documents = () => db().read(({ trx }) => trx('documents'));

    /** Lets nobody come to the end of writing a document, until it is undone. */
    const blockRows = async (): Promise<() => Promise<unknown>> => {
      if (db().kind === 'sqlite') {
        // SQLite has one writer: it is kept busy by what its own statement sets off.
        await db().write(({ trx }) =>
          trx.raw(`create trigger slow before insert on documents begin
            select count(*) from (with recursive c(x) as (select 1 union all select x + 1 from c where x < 1e12) select x from c);
          end`),
        );
        return () => db().write(({ trx }) => trx.raw('drop trigger slow'));
      }
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let locked = () => {};
      const isLocked = new Promise<void>((resolve) => {
        locked = resolve;
      });
      const holding = db().write(async ({ trx }) => {
        await trx.raw('lock table documents in share mode');
        locked();
        await held;
      });
      await isLocked;
      return async () => {
        // The killed program's statement waits on in the server.
        await onServer(db().location, [
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = '${databaseName(db().location)}' and wait_event_type = 'Lock'`,
        ]);
        release();
        await holding;
      };
    };

    it('kill -9 between the file and its row: an orphan at most, never a row without its file', async () => {
      const unblock = await blockRows();
      const { child, ended } = start(around(), 'document', 'add', '1', 'a.txt');
      // The file is in its place, and its row is not there yet.
      await until(async () => (await stored()).includes(place));
      await later(100);
      expect(child.exitCode).toBeNull();
      child.kill('SIGKILL');
      expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
      await unblock();
      expect(await documents()).toEqual([]);
      expect(await stored()).toEqual([place]);

      // The next one finds it, takes it for its own, and it goes with it.
      const id = (await run(around(), 'document', 'add', '1', 'a.txt', '-o', 'ids')).out.trim();
      expect(await run(around(), 'document', 'get', id, '--out', 'taken')).toMatchObject({ code: 0 });
      expect(await readFile(at('taken'), 'utf8')).toBe('a');
      expect(await run(around(), 'document', 'delete', id, '--yes')).toMatchObject({ code: 0 });
      expect(await stored()).toEqual([]);
    });

    describe('in the midst of a large file', () => {
      beforeEach(async () => {
        await db().write((deps) => changeFirm(deps, [{ key: 'document-limit', value: '2000' }]));
        await writeFile(at('large'), 'x');
        await truncate(at('large'), 300 * megabyte);
      });
      /** Starts to add it, and comes back when a part of it is copied. */
      const begin = async (...argv: string[]) => {
        const started = start(around(), ...argv);
        let copied = 0;
        await until(async () => {
          const [waiting] = await stored();
          copied = waiting === undefined ? 0 : (await stat(at('files', waiting))).size;
          return copied > 4 * megabyte;
        });
        expect(copied).toBeLessThan(300 * megabyte);
        return started;
      };

      it('Ctrl-C ends at once and leaves nothing', async () => {
        const { child, ended } = await begin('document', 'add', '1', 'large');
        child.kill('SIGINT');
        expect(await ended).toMatchObject({ code: 130, err: 'kontor: cancelled; nothing was written\n' });
        expect(await stored()).toEqual([]);
        expect(await documents()).toEqual([]);
      });

      it('kill -9 leaves what waits, and nothing that counts', async () => {
        const { child, ended } = await begin('document', 'add', '1', 'large');
        child.kill('SIGKILL');
        expect(await ended).toMatchObject({ signal: 'SIGKILL' });
        expect(await documents()).toEqual([]);
        expect(await stored()).toEqual([expect.stringMatching(/^incoming\//)]);
        expect(await run(around(), 'document', 'add', '1', 'a.txt')).toMatchObject({ code: 0 });
      });

      it('a file that grows meanwhile is refused, and nothing of it is left', async () => {
        const { ended } = await begin('document', 'add', '1', 'large');
        await truncate(at('large'), 301 * megabyte);
        expect(await ended).toMatchObject({
          code: 2,
          err: expect.stringContaining('kontor: large changed while it was read.\n'),
        });
        expect(await stored()).toEqual([]);
      });
    });
  });
});

describe('two programs that add and delete the same content at once', () => {
  let folder = '';
  let worker = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-files-worker-'));
    worker = path.join(folder, 'worker.mjs');
    await symlink(path.resolve(import.meta.dirname, '../../node_modules'), path.join(folder, 'node_modules'));
    await build({
      entryPoints: [path.join(import.meta.dirname, 'files-worker.ts')],
      outfile: worker,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'silent',
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  onEachDatabase((db) => {
    it('20 times: whoever has a row has its file, and none is left in the end', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      await writeFile(path.join(db().folder, 'same.txt'), 'the same');
      const work = (accountId: number) =>
        new Promise<{ from: number; to: number }>((resolve, reject) => {
          execFile(
            process.execPath,
            [worker, db().location, db().folder, String(accountId), '20'],
            (error, stdout, stderr) => {
              if (error === null) resolve(JSON.parse(stdout));
              else reject(new Error(`${error.message}\n${stderr}`));
            },
          );
        });
      const [one, two] = await Promise.all([work(1), work(2)]);
      // Otherwise nothing was tried.
      expect(Math.max(one.from, two.from)).toBeLessThan(Math.min(one.to, two.to));
      expect(await db().read(({ trx }) => trx('documents'))).toEqual([]);
      expect(await filesBelow(path.join(db().folder, 'files'))).toEqual([]);
    });
  });
});
