import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

describe('account delete', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const remove = (...argv: string[]) => db().run('account', 'delete', ...argv);

    it('A10: deletes an archived account with its links, never its contacts', async () => {
      const ran = await remove('3', '--yes');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ deleted account 3 "Nachlass Ernst"\n' });
      expect((await db().run('account', 'show', '3')).code).toBe(3);
      const jan = (await db().run('contact', 'show', '2', '--json')).json();
      expect(jan.accounts.map(({ id }: { id: number }) => id)).toEqual([2]);
      expect((await db().run('search', 'nachlass', '--json')).json()).toEqual([]);
    });

    it('A10: an account that is not archived is refused (4), with the next step; with it, all are', async () => {
      const before = await db().contents();
      const ran = await remove('3', '1', '--yes', '--json');
      expect(ran).toMatchObject({ code: 4, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'NOT_ARCHIVED',
        hint: expect.stringContaining('kontor account archive 1'),
      });
      expect(await db().contents()).toBe(before);
    });

    it('without a terminal and --yes it is refused (2), naming --yes; nothing piped in is a yes', async () => {
      const before = await db().contents();
      const ran = await db().runWith({ stdin: 'y\nyes\n' }, 'account', 'delete', '3', '--json');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'CONFIRMATION_NEEDED',
        message: expect.stringMatching(/--yes.*3 "Nachlass Ernst"/),
      });
      expect(await db().contents()).toBe(before);
    });

    it('on a terminal it asks: y deletes, n and Ctrl-C do not (130)', async () => {
      const asked = (typed: string) =>
        db().runWith(
          { terminal: true, typed: [['Delete account 3 "Nachlass Ernst"', typed]] },
          'account',
          'delete',
          '3',
        );
      const before = await db().contents();
      for (const no of ['n\r', '\r', '\u0003']) {
        expect((await asked(no)).code).toBe(130);
        expect(await db().contents()).toBe(before);
      }
      expect((await asked('y\r')).code).toBe(0);
      expect((await db().run('account', 'exists', '3')).code).toBe(3);
    });

    it('the question counts and names several', async () => {
      await db().run('account', 'archive', '1');
      const ran = await remove('1', '3');
      expect(ran.err).toContain(
        'Delete 2 accounts: 1 "Erika Müller", 3 "Nachlass Ernst" with everything in them?',
      );
    });

    it('--ids-from reads a list; an empty or missing one is an error (2)', async () => {
      const file = path.join(db().folder, 'ids.txt');
      await writeFile(file, '\uFEFF3\n');
      expect((await remove('--ids-from', 'ids.txt', '--yes', '-o', 'ids')).out).toBe('3\n');
      await writeFile(file, '\n \n');
      const empty = await remove('--ids-from', 'ids.txt', '--yes', '--json');
      expect([empty.code, empty.error().code]).toEqual([2, 'NOTHING_NAMED']);
      const missing = await remove('--ids-from', 'nope.txt', '--yes', '--json');
      expect([missing.code, missing.error().code]).toEqual([2, 'FILE_UNREADABLE']);
      expect(missing.error().message).toContain('nope.txt');
    });

    it('rm is the same', async () => {
      expect((await db().run('account', 'rm', '3', '-y', '-o', 'ids')).out).toBe('3\n');
    });
  });
});
