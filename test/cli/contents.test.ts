import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Application } from '../../src/cli/application.ts';
import { type AnyCommand, defineCommand, defineGroup } from '../../src/cli/define-command.ts';
import { openDatabase } from '../../src/db/open.ts';
import { sealChanges } from '../../src/domain/audit/seal.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { addDocuments, deleteDocuments } from '../../src/domain/document/operations.ts';
import { sweepFiles } from '../../src/domain/file/sweep.ts';
import { openFiles } from '../../src/files/store.ts';
import { account, create } from '../domain/fixtures.ts';
import { filesBelow, sha256 } from '../files/folder.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { type CliOptions, cli } from '../helpers/run-cli.ts';

/** A command that does this in its unit of work. */
const doing = (work: (deps: Deps) => Promise<unknown>) =>
  defineCommand({
    examples: ['kontor thing do'],
    database: 'write',
    input: z.object({}),
    run: async ({ deps }) => {
      await work(deps);
      return { done: true };
    },
    view: { kind: 'record', fields: [{ key: 'done', heading: 'Done' }], id: () => 1 },
  });

const application = (command: AnyCommand, others: Partial<Application>): Application => ({
  groups: [
    {
      name: 'thing',
      summary: 'things',
      load: async () =>
        defineGroup({ verbs: [{ name: 'do', summary: 'does it', load: async () => command }] }),
    },
  ],
  openDatabase: async (location) => openDatabase(location),
  openFiles,
  sealChanges,
  sweepFiles,
  ...others,
});

describe('contents of the store that a unit of work leaves', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await create(db(), account('Erika Müller'));
      for (const name of ['a', 'b']) await writeFile(path.join(db().folder, name), name);
    });
    const stored = async () =>
      (await filesBelow(path.join(db().folder, 'files'))).map((file) => file.slice(3));
    const add = (deps: Deps, file: string) => addDocuments(deps, [{ accountId: 1, file }]);
    const run = (
      work: (deps: Deps) => Promise<unknown>,
      {
        others = {},
        options = {},
        dry = false,
      }: { others?: Partial<Application>; options?: CliOptions; dry?: boolean } = {},
    ) =>
      cli({
        db: db().location,
        cwd: db().folder,
        env: { KONTOR_FILES: path.join(db().folder, 'files') },
        application: application(doing(work), others),
        ...options,
      }).run('thing', 'do', ...(dry ? ['--dry-run'] : []));

    it('are swept when it fails behind them', async () => {
      let before: string[] = [];
      const ran = await run(async (deps) => {
        await add(deps, 'a');
        before = await stored();
        throw new TypeError('the change fails');
      });
      expect(ran.code).toBe(1);
      expect(before).toEqual([sha256('a')]);
      expect(await stored()).toEqual([]);
    });

    it('are swept when it is stopped, and when a waiting file was not published', async () => {
      const stop = new AbortController();
      const ran = await run(
        async (deps) => {
          await add(deps, 'a');
          stop.abort();
        },
        { options: { signal: stop.signal } },
      );
      expect(ran).toMatchObject({ code: 130, err: 'kontor: cancelled; nothing was written\n' });
      expect(await stored()).toEqual([]);
      // Once it is stopped, no more is read.
      expect(await run((deps) => add(deps, 'a'), { options: { signal: stop.signal } })).toMatchObject({
        code: 130,
      });
      expect(await stored()).toEqual([]);
    });

    it('stay where another document needs them', async () => {
      await run((deps) => add(deps, 'a'));
      await run(async (deps) => {
        await add(deps, 'a');
        await add(deps, 'b');
        throw new TypeError('the change fails');
      });
      expect(await stored()).toEqual([sha256('a')]);
      await run((deps) => add(deps, 'a'));
      await run((deps) => deleteDocuments(deps, [1]));
      expect(await stored()).toEqual([sha256('a')]);
    });

    it('go with the last document; not in a dry run', async () => {
      await run((deps) => add(deps, 'a'));
      expect(await run((deps) => deleteDocuments(deps, [1]), { dry: true })).toMatchObject({ code: 0 });
      expect(await stored()).toEqual([sha256('a')]);
      expect(await run((deps) => deleteDocuments(deps, [1]))).toMatchObject({ code: 0 });
      expect(await stored()).toEqual([]);
    });

    it('go when a failed deletion is done again, and not before', async () => {
      await run((deps) => add(deps, 'a'));
      const failed = await run(async (deps) => {
        await deleteDocuments(deps, [1]);
        throw new TypeError('the change fails');
      });
      expect(failed.code).toBe(1);
      expect(await stored()).toEqual([sha256('a')]);
    });

    it('a sweep that fails makes no failure of what was done, nor another one of what failed', async () => {
      let swept = 0;
      const others = {
        sweepFiles: async () => {
          swept += 1;
          throw new Error('no store any more');
        },
      };
      await run((deps) => add(deps, 'a'));
      expect(await run((deps) => deleteDocuments(deps, [1]), { others })).toMatchObject({ code: 0, err: '' });
      expect(swept).toBe(1);
      const ran = await run(
        async (deps) => {
          await add(deps, 'b');
          throw new TypeError('the change fails');
        },
        { others },
      );
      expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('the change fails') });
      expect(swept).toBe(2);
      expect(await stored()).toHaveLength(2);
      // Nothing is swept where nothing is left.
      await run((deps) => add(deps, 'a'), { others });
      await run(async () => {}, { others });
      expect(swept).toBe(2);
    });

    it('what an earlier try stored is swept when a later one did without it', async () => {
      let tries = 0;
      const ran = await run(async (deps) => {
        tries += 1;
        await add(deps, tries === 1 ? 'a' : 'b');
        // As PostgreSQL says it to who lost a race.
        if (tries === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      });
      if (db().kind === 'sqlite') {
        expect(tries).toBe(1);
        return;
      }
      expect([ran.code, tries]).toEqual([0, 2]);
      expect(await stored()).toEqual([sha256('b')]);
    });
  });
});
