import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';

describe('message list and show', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      for (const line of [
        'send 2 "Please send them.\n\nRegards" --subject Receipts --at 2026-03-01T10:00Z',
        'send 1 Hello --subject "\u202eTax" --from 1 --at 2026-03-02',
        'reply 1 "Here they are." --from 2 --at 2026-03-03',
      ]) {
        const ran = await message(line);
        if (ran.code !== 0) throw new Error(ran.err);
      }
    });
    const message = (line: string) => db().run('message', ...words(line));
    const ids = async (line: string) =>
      (await message(`list ${line} -o ids`)).out.trim().split('\n').join(' ');

    it('newest first: of all, of an account, of a thread; pages', async () => {
      expect(await ids('')).toBe('3 2 1');
      expect(await ids('2')).toBe('3 1');
      expect(await ids('crm-1')).toBe('2');
      expect(await ids('--thread 1')).toBe('3 1');
      expect(await ids('2 --thread 1 --limit 1 --page 2')).toBe('1');
      expect((await message('list 2 -o count')).out).toBe('2\n');
      expect(await message('list 3')).toMatchObject({ code: 0, err: 'No messages.\n' });
    });

    it('A12: whose they are stands above; tables show how they begin, in one line', async () => {
      for (const line of ['list 2', 'list --thread 1']) {
        const { out } = await message(line);
        expect(out).toMatch(/^#2 {2}Weiß GmbH\ncompany · no photo · not archived\n\n/);
        expect(out).toContain('Jan Weiß (client)');
        expect(out).toContain('tester (firm)');
        expect(out).toContain('Please send them. Regards\n');
        expect(out).toContain('2026-03-01 10:00');
        expect(out).toContain('1 Receipts');
      }
      const all = await message('list');
      expect(all.out).toMatch(/^ID {2}Written/);
      expect(all.out).toContain('Erika Müller');
      expect(all.out).not.toContain('\u202e');
    });

    it('fits a terminal of 80 columns', async () => {
      const { out } = await db().runWith(
        { terminal: true, columns: 80 },
        'message',
        'list',
        '2',
        '--no-color',
      );
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
      expect(out).toContain('2026-03-03 00:00');
      expect(out).toContain('…');
    });

    it('show: the whole thread, oldest first, every line of it', async () => {
      const { out } = await message('show 1');
      expect(out).toBe(
        [
          'Thread 1: Receipts',
          'account 2 "Weiß GmbH" · 2 messages',
          '',
          '2026-03-01 10:00 UTC  tester (firm)',
          '  Please send them.',
          '',
          '  Regards',
          '',
          '2026-03-03 00:00 UTC  Jan Weiß (client)',
          '  Here they are.',
          '',
        ].join('\n'),
      );
      expect((await message('show 2')).out).toMatch(/^Thread 2: \\u\{?202e\}?Tax\n.*1 message\n/i);
      expect((await message('show 1 --json')).json().messages.map(({ id }: { id: number }) => id)).toEqual([
        1, 3,
      ]);
    });

    it('refuses threads that are not there, or not of that account', async () => {
      expect((await message('show 9 --json')).error()).toMatchObject({
        code: 'THREAD_NOT_FOUND',
        exitCode: 3,
      });
      expect((await message('list --thread 9 --json')).error()).toMatchObject({ code: 'THREAD_NOT_FOUND' });
      expect((await message('list 1 --thread 1 --json')).error()).toMatchObject({
        code: 'THREAD_NOT_FOUND',
        message: 'Account 1 has no thread 1.',
        hint: expect.stringContaining('account 2'),
      });
      expect((await message('list 99')).code).toBe(3);
      expect((await message('show 0')).code).toBe(2);
    });
  });
});
