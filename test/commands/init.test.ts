import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { type CliOptions, cli } from '../helpers/run-cli.ts';
import { words } from './words.ts';

describe('init', () => {
  onEachDatabase((db) => {
    const init = (line = '') => db().run('init', ...words(line));

    it('on a database that is there takes the name of the firm; the second time there is nothing to do', async () => {
      expect(await init('--firm-name "Weiß & Partner"')).toMatchObject({
        code: 0,
        out: '',
        err: expect.stringMatching(/^✓ brought the database of "Weiß & Partner" at .* up to date\n$/),
      });
      const before = await db().contents();
      const again = await init('--firm-name "Weiß & Partner"');
      expect(again.err).toMatch(/^✓ the database of "Weiß & Partner" at .* is up to date\n$/);
      expect((await init('--json')).json()).toMatchObject({
        outcome: 'unchanged',
        firmName: 'Weiß & Partner',
      });
      expect(await db().contents()).toBe(before);
    });

    it('a dry run changes nothing and says so', async () => {
      const before = await db().contents();
      const ran = await init('--firm-name X --dry-run');
      expect(ran.err).toContain('dry run: nothing was written');
      expect(await db().contents()).toBe(before);
    });

    it('refuses an empty name (2)', async () => {
      const ran = await init('--firm-name "" --json');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.error().message).toContain('--firm-name');
    });
  });

  describe('where there is no database', () => {
    let folder = '';
    beforeEach(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-init-'));
    });
    afterEach(() => rm(folder, { recursive: true }));
    const run = (options: CliOptions, line: string) =>
      cli({ cwd: folder, homeDir: folder, ...options }).run(...words(line));

    it("makes the file in the user's data folder, for its owner alone", async () => {
      const ran = await run({}, 'init --firm-name Weiß');
      const file = path.join(folder, '.local/share/kontor/kontor.db');
      expect(ran).toMatchObject({ code: 0, out: '', err: `✓ created the database of "Weiß" at ${file}\n` });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
      expect((await run({}, 'account list --json')).json()).toEqual([]);
    });

    it('takes --db, and answers programs', async () => {
      const ran = await run({}, 'init --db clients.db --json');
      expect(ran.json()).toMatchObject({
        outcome: 'created',
        location: path.join(folder, 'clients.db'),
        firmName: 'My firm',
        migrations: migrations.map(({ name }) => name),
      });
    });

    it('a dry run makes no file', async () => {
      const ran = await run({}, 'init --db new/clients.db --dry-run');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toContain('dry run: nothing was written');
      expect(existsSync(path.join(folder, 'new'))).toBe(false);
    });

    it("asks for the firm's name on a terminal; Ctrl-D there makes no database", async () => {
      const cancelled = await run({ terminal: true, typed: [["The firm's name", null]] }, 'init --db a.db');
      expect(cancelled.code).toBe(130);
      expect(existsSync(path.join(folder, 'a.db'))).toBe(false);
      const named = await run({ terminal: true, typed: [["The firm's name", 'Weiß\r']] }, 'init --db a.db');
      expect(named.err).toContain('created the database of "Weiß"');
      const again = await run({ terminal: true, typed: [["The firm's name", '\r']] }, 'init --db a.db');
      expect(again.err, 'Enter leaves the name as it is').toContain('the database of "Weiß"');
    });
  });
});
