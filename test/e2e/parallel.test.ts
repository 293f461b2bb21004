import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';
import { clientHeadings, clientList, type Ended, run } from './program.ts';

describe('several processes at once', () => {
  onEachDatabase((db) => {
    const around = () => ({ db: db().location, folder: db().folder });
    const all = (runs: Array<Promise<Ended>>) => Promise.all(runs);

    it('two imports of one file: one creates, the other finds everything there', async () => {
      await writeFile(path.join(db().folder, 'clients.csv'), clientHeadings + clientList(1000));
      const ends = await all([1, 2].map(() => run(around(), 'import', 'clients.csv', '--json')));
      for (const { code, err } of ends) expect(code, err).toBe(0);
      const reports = ends.map(({ out }) => JSON.parse(out));
      expect(reports.map(({ created }) => created.accounts).sort()).toEqual([0, 1000]);
      expect(reports.map(({ unchanged }) => unchanged).sort()).toEqual([0, 1000]);
      const count = async (noun: string) => (await db().run(noun, 'list', '-o', 'count')).out;
      expect([await count('account'), await count('contact')]).toEqual(['1000\n', '1000\n']);
    });

    it('A4: ten new accounts of one name all succeed, each with a number of its own', async () => {
      const ends = await all(
        Array.from({ length: 10 }, () =>
          run(around(), 'account', 'create', '--new-contact', 'Erika Müller', '-o', 'ids'),
        ),
      );
      for (const { code, err } of ends) expect(code, err).toBe(0);
      expect(new Set(ends.map(({ out }) => out)).size).toBe(10);
      const { out } = await db().run('account', 'list', '--fields', 'name', '-o', 'jsonl');
      const names = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).name);
      expect(new Set(names)).toEqual(
        new Set([
          'Erika Müller',
          ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `Erika Müller (${number})`),
        ]),
      );
    });

    it('L2: of two that unlink the last two contacts, one is refused', async () => {
      await db().run('account', 'create', '--new-contact', 'Ada', '--new-contact', 'Ben');
      const ends = await all(
        ['Ada', 'Ben'].map((name) => run(around(), 'contact', 'unlink', name, '1', '--json')),
      );
      expect(ends.map(({ code }) => code).sort()).toEqual([0, 4]);
      expect(ends.map(({ err }) => err).join('')).toContain('LAST_CONTACT');
      expect((await db().run('contact', 'list', '--account', '1', '-o', 'count')).out).toBe('1\n');
    });
  });
});
