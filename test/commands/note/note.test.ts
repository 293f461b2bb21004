import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('note', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const note = (line: string) => db().run('note', ...words(line));
    const add = async (...texts: string[]) => {
      for (const text of texts) await db().run('note', 'add', '2', text, '-q');
    };

    it('O2: add takes the text as an argument', async () => {
      expect(await note('add crm-2 "Call before ten" --actor Ada')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ added note 1 to account 2 "Weiß GmbH"\n',
      });
      const ran = await note('add 2 Again --at 2026-03-01T08:00+01:00 --json');
      expect(ran.json()).toEqual({
        results: [
          {
            outcome: 'created',
            id: 2,
            name: 'Again',
            account: { id: 2, name: 'Weiß GmbH' },
            text: 'Again',
            author: 'tester',
            createdAt: '2026-03-01T07:00:00.000Z',
            updatedAt: '2026-03-01T07:00:00.000Z',
            warnings: [],
          },
        ],
        summary: { total: 1, created: 1 },
      });
      expect((await note('add 2 x -o ids')).out).toBe('3\n');
      expect((await note('list 2 --json')).json()[1]).toMatchObject({ author: 'Ada' });
    });

    it('O2: add and edit read it from a file or from standard input, as it is', async () => {
      const text = '\n  Several lines,\r\n\tkept as they are.\n\n';
      await writeFile(path.join(db().folder, 'note.txt'), text);
      const saved = async (stdin: string | undefined, line: string) =>
        (await db().runWith(stdin === undefined ? {} : { stdin }, 'note', ...words(line), '--json')).json()
          .results[0];
      expect(await saved(undefined, 'add 2 --file note.txt')).toMatchObject({ text, outcome: 'created' });
      expect((await saved(text, 'add 2 -')).text).toBe(text);
      expect((await saved(text, 'add 2 --file -')).text).toBe(text);
      expect((await saved('new\n', 'edit 1 -')).text).toBe('new\n');
      expect(await saved(undefined, 'edit 1 --file note.txt')).toMatchObject({ text, outcome: 'updated' });
    });

    it('edit says what it changed, and when there was nothing to change', async () => {
      await add('first');
      expect((await note('edit 1 second')).err).toBe('✓ changed note 1 of account 2 "Weiß GmbH"\n');
      const before = await db().contents();
      expect(await note('edit 1 second')).toMatchObject({ code: 0, out: '', err: 'nothing was changed\n' });
      expect((await note('edit 1 second --json')).json()).toMatchObject({
        results: [{ outcome: 'unchanged', text: 'second' }],
        summary: { total: 1, unchanged: 1 },
      });
      expect(await db().contents()).toBe(before);
    });

    it('A12: list shows whose notes they are, how they begin, the last saved first', async () => {
      await add('First of all:\nask for the receipts', 'Second');
      await note('add 1 Other --at 2026-03-01');
      const ran = await note('list 2');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "#2  Weiß GmbH
        company · no photo · not archived

        ID  Account    Saved (UTC)       Author  Note
         2  Weiß GmbH  2026-03-04 05:06  tester  Second
         1  Weiß GmbH  2026-03-04 05:06  tester  First of all: ask for the receipts
        "
      `);
      expect((await note('list -o ids')).out).toBe('2\n1\n3\n');
      expect((await note('list 2 --limit 1 --page 2 -o ids')).out).toBe('1\n');
      expect((await note('list 1 -o count')).out).toBe('1\n');
      expect((await note('list 1 --json')).json()).toEqual([
        {
          id: 3,
          account: { id: 1, name: 'Erika Müller' },
          text: 'Other',
          author: 'tester',
          createdAt: '2026-03-01T00:00:00.000Z',
          updatedAt: '2026-03-01T00:00:00.000Z',
        },
      ]);
    });

    it('A12: an account without notes is named, too', async () => {
      expect(await note('list 3')).toMatchObject({
        code: 0,
        out: expect.stringContaining('#3  Nachlass Ernst\n'),
        err: 'No notes.\n',
      });
      expect((await note('list 3 --json')).json()).toEqual([]);
    });

    it('delete asks, saying whose notes and how they begin', async () => {
      await add('One', 'Two', 'Three', 'Four', 'Five');
      const before = await db().contents();
      const asked = await note('delete 1 2 4 5');
      expect(asked.code).toBe(2);
      expect(asked.err).toContain(
        '--yes: Delete note 1 of "Weiß GmbH" (One), note 2 of "Weiß GmbH" (Two), note 4 of "Weiß GmbH" (Four) and 1 more for good?',
      );
      const denied = await db().runWith(
        { terminal: true, typed: [['Delete note 3 of "Weiß GmbH" (Three)', 'n\r']] },
        ...words('note delete 3'),
      );
      expect(denied.code).toBe(130);
      expect(await db().contents()).toBe(before);
      const ran = await note('rm 3 1 3 --yes');
      expect(ran.err).toBe(
        '✓ deleted note 3 of account 2 "Weiß GmbH"\n✓ deleted note 1 of account 2 "Weiß GmbH"\n',
      );
      expect((await note('list -o ids')).out).toBe('5\n4\n2\n');
    });

    it('dry runs write nothing', async () => {
      await add('One');
      const before = await db().contents();
      for (const line of ['add 2 Two', 'edit 1 Two', 'delete 1']) {
        const ran = await note(`${line} --dry-run`);
        expect(ran, line).toMatchObject({ code: 0, err: expect.stringMatching(/^✓ .*\ndry run/) });
        expect(await db().contents(), line).toBe(before);
      }
    });

    it('refuses, and leaves everything as it was', async () => {
      await add('One');
      await writeFile(path.join(db().folder, 'blank.txt'), ' \n\t\n');
      await writeFile(path.join(db().folder, 'long.txt'), 'x'.repeat(65_537));
      await expectRefusals(db(), [
        ['blanks', 'note add 2 "  "', 2, 'INVALID_TEXT', 'The note must not be empty'],
        ['a blank file', 'note add 2 --file blank.txt', 2, 'INVALID_TEXT', 'must not be empty'],
        ['an end of input', 'note edit 1 -', 2, 'INVALID_TEXT', 'must not be empty'],
        ['too much', 'note edit 1 --file long.txt', 2, 'INVALID_TEXT', 'at most 65536 characters'],
        [
          'no text',
          'note add 2',
          2,
          'TEXT_MISSING',
          'as an argument, with --file FILE, or on standard input',
        ],
        ['no new text', 'note edit 1', 2, 'TEXT_MISSING', '--file -'],
        ['two texts', 'note add 2 x --file blank.txt', 2, 'CONFLICTING_OPTIONS', 'either <text> or --file'],
        ['no file', 'note add 2 --file gone.txt', 2, 'FILE_UNREADABLE', 'gone.txt'],
        ['account', 'note add nobody x', 3, 'ACCOUNT_NOT_FOUND', 'nobody'],
        ['list', 'note list nobody', 3, 'ACCOUNT_NOT_FOUND', 'nobody'],
        ['edit', 'note edit 9 x', 3, 'NOTE_NOT_FOUND', 'kontor note list'],
        ['delete', 'note delete 1 9 --yes', 3, 'NOTE_NOT_FOUND', 'There is no note 9'],
        ['number', 'note delete one --yes', 2, 'INVALID_INPUT', 'must be the number of a note'],
        ['time', 'note add 2 x --at 2026-13-01', 2, 'INVALID_TIME', '2026-03-04T05:06Z'],
      ]);
    });
  });
});
