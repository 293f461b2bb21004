import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

describe('account archive and restore', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (...argv: string[]) => db().run('account', ...argv);

    it('A9: archives several, and says of each what became of it', async () => {
      const ran = await run('archive', '1', 'crm-2', '3', '1');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ archived account 1 "Erika Müller"',
        '✓ archived account 2 "Weiß GmbH"',
        '✓ account 3 "Nachlass Ernst" is archived already',
        '',
      ]);
      expect((await run('list', '--archived', '-o', 'count')).out).toBe('3\n');
    });

    it('A9: the archived account stays readable and searchable', async () => {
      expect((await run('show', '3')).out).toContain('ARCHIVED');
      expect((await db().run('search', 'nachlass', '-o', 'ids')).out).toBe('3\n');
    });

    it('restores, and a second time finds nothing to do', async () => {
      expect(await run('restore', '3')).toMatchObject({
        code: 0,
        err: '✓ restored account 3 "Nachlass Ernst"\n',
      });
      const before = await db().contents();
      expect(await run('restore', '3')).toMatchObject({
        code: 0,
        err: '✓ account 3 "Nachlass Ernst" is not archived\n',
      });
      expect(await db().contents()).toBe(before);
    });

    it('answers programs with results and a summary', async () => {
      const ran = await run('archive', '1', '3', '--json');
      expect(ran.json()).toEqual({
        results: [
          { outcome: 'updated', id: 1, name: 'Erika Müller', warnings: [] },
          { outcome: 'unchanged', id: 3, name: 'Nachlass Ernst', warnings: [] },
        ],
        summary: { total: 2, updated: 1, unchanged: 1 },
      });
      expect((await run('restore', '3', '1', '-o', 'ids')).out).toBe('3\n1\n');
    });

    it.each(['archive', 'restore'])(
      '%s refuses when one of them is unknown (3), and does none',
      async (verb) => {
        const before = await db().contents();
        const ran = await run(verb, '1', '3', 'Nobody', '--json');
        expect([ran.code, ran.error().code]).toEqual([3, 'ACCOUNT_NOT_FOUND']);
        expect((await run(verb)).code).toBe(2);
        expect(await db().contents()).toBe(before);
      },
    );
  });
});
