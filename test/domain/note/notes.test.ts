import { beforeEach, describe, expect, it } from 'vitest';
import { archiveAccounts, deleteAccounts } from '../../../src/domain/account/operations.ts';
import { listNotes } from '../../../src/domain/note/list.ts';
import type { NewNote } from '../../../src/domain/note/model.ts';
import { addNotes, deleteNotes, editNotes } from '../../../src/domain/note/operations.ts';
import { noteTitle } from '../../../src/domain/note/rules.ts';
import { noteText } from '../../../src/domain/note/schema.ts';
import { noteSection } from '../../../src/domain/note/section.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { account, audit, collect, create } from '../fixtures.ts';

const now = testTime.toISOString();

describe('notes', () => {
  onEachDatabase((db) => {
    beforeEach(() => create(db(), account('Erika Müller'), account('Jan Weiß')));
    const add = (...notes: NewNote[]) => db().write((deps) => addNotes(deps, notes));
    const section = (limit?: number, accountId = 1) =>
      db().read((deps) => noteSection(deps, accountId, limit));
    /** Nine notes of account 1, a day apart, in no order of time, and one of account 2. */
    const nine = () =>
      add(
        ...[3, 1, 2, 9, 8, 4, 5, 7, 6].map((day) => ({
          accountId: 1,
          text: `day ${day}`,
          at: `2026-01-0${day}`,
        })),
        { accountId: 2, text: 'of another account' },
      );

    it('O2: keep their text as it is, with who wrote it and when', async () => {
      const text = '  two\r\n\tlines \u{1f4de} ü\n\n';
      const [note] = await add({ accountId: 1, text });
      expect(note).toEqual({
        outcome: 'created',
        id: 1,
        name: 'two',
        account: { id: 1, name: 'Erika Müller' },
        text,
        author: 'tester',
        createdAt: now,
        updatedAt: now,
        warnings: [],
      });
      expect((await section()).items[0]?.text).toBe(text);
    });

    it('O1: the section shows the last saved first, so many of them, and counts all', async () => {
      await nine();
      expect(await section(5)).toMatchObject({
        items: [9, 8, 7, 6, 5].map((day) => ({ text: `day ${day}`, account: { id: 1 } })),
        total: 9,
      });
      expect((await section()).items).toHaveLength(9);
      expect(await section(5, 2)).toMatchObject({ items: [{ text: 'of another account' }], total: 1 });
    });

    it('O1: a note that is edited is the last saved; of two saved at once the later one comes first', async () => {
      await nine();
      await db().write((deps) => editNotes(deps, [{ id: 2, text: 'day 1, mended' }]));
      await add({ accountId: 1, text: 'at the same moment' });
      expect((await section(3)).items.map(({ text, createdAt }) => [text, createdAt])).toEqual([
        ['at the same moment', now],
        ['day 1, mended', '2026-01-01T00:00:00.000Z'],
        ['day 9', '2026-01-09T00:00:00.000Z'],
      ]);
    });

    it('lists those of an account or of all, the last saved first', async () => {
      await nine();
      const listed = (accountId?: number) =>
        db().read(async (deps) => {
          const list = listNotes(deps, { accountId });
          return [await list.total(), (await collect(list.rows)).map(({ id }) => id)];
        });
      expect(await listed(1)).toEqual([9, [4, 5, 8, 9, 7, 6, 1, 3, 2]]);
      expect(await listed()).toEqual([10, [10, 4, 5, 8, 9, 7, 6, 1, 3, 2]]);
    });

    it('H1: every change is recorded with the whole text', async () => {
      await add({ accountId: 2, text: 'first', at: '2026-01-01' });
      await db().write((deps) => editNotes(deps, [{ id: 1, text: 'second' }]));
      await db().write((deps) => editNotes(deps, [{ id: 1, text: 'second' }]));
      await db().write((deps) => deleteNotes(deps, [1, 1]));
      const entries = (await audit(db())).filter(({ record }) => record === 'note');
      expect(
        entries.map(({ action, recordId, label, changes }) => [action, recordId, label, changes]),
      ).toEqual([
        [
          'created',
          1,
          'first',
          {
            accountId: { from: null, to: 2 },
            text: { from: null, to: 'first' },
            author: { from: null, to: 'tester' },
            at: { from: null, to: '2026-01-01T00:00:00.000Z' },
          },
        ],
        ['updated', 1, 'second', { text: { from: 'first', to: 'second' } }],
        [
          'deleted',
          1,
          'second',
          {
            accountId: { from: 2, to: null },
            text: { from: 'second', to: null },
            author: { from: 'tester', to: null },
          },
        ],
      ]);
    });

    it('the same text again is unchanged, and stays when it was last saved', async () => {
      await add({ accountId: 1, text: 'same', at: '2026-01-01' });
      const before = await db().contents();
      const [note] = await db().write((deps) => editNotes(deps, [{ id: 1, text: 'same' }]));
      expect(note).toMatchObject({ outcome: 'unchanged', updatedAt: '2026-01-01T00:00:00.000Z' });
      expect(await db().contents()).toBe(before);
    });

    it('what somebody else saved since a note was opened is not written over', async () => {
      await add({ accountId: 1, text: 'opened' });
      await db().write((deps) => editNotes(deps, [{ id: 1, text: 'saved by another' }]));
      const save = (text: string) => db().write((deps) => editNotes(deps, [{ id: 1, text, was: 'opened' }]));
      await expect(save('mine')).rejects.toMatchObject({ kind: 'refused', code: 'NOTE_CHANGED' });
      expect((await section()).items[0]?.text).toBe('saved by another');
      // Who changed nothing, or the same, is not in the way.
      expect(await save('opened')).toMatchObject([{ outcome: 'unchanged', text: 'saved by another' }]);
      expect(await save('saved by another')).toMatchObject([{ outcome: 'unchanged' }]);
    });

    it('A9: archived accounts have notes, too; A10: they end with their account', async () => {
      await db().write((deps) => archiveAccounts(deps, [1]));
      await add({ accountId: 1, text: 'late' }, { accountId: 2, text: 'stays' });
      await db().write((deps) => deleteAccounts(deps, [1]));
      expect(await section()).toEqual({ items: [], total: 0 });
      expect((await section(5, 2)).total).toBe(1);
    });

    it.each([
      ['an account that is gone', { accountId: 9, text: 'x' }, 'ACCOUNT_NOT_FOUND'],
      ['a time to come', { accountId: 1, text: 'x', at: '2026-03-05' }, 'INVALID_TIME'],
      ['no time', { accountId: 1, text: 'x', at: 'yesterday' }, 'INVALID_TIME'],
    ])('%s is refused, and nothing is written', async (_what, note, code) => {
      const before = await db().contents();
      await expect(add({ accountId: 2, text: 'good' }, note)).rejects.toMatchObject({ code });
      expect(await db().contents()).toBe(before);
    });

    it('a note that is not there is refused', async () => {
      await add({ accountId: 1, text: 'x' });
      const missing = { kind: 'not-found', code: 'NOTE_NOT_FOUND', message: 'There is no note 7.' };
      await expect(db().write((deps) => editNotes(deps, [{ id: 7, text: 'y' }]))).rejects.toMatchObject(
        missing,
      );
      await expect(db().write((deps) => deleteNotes(deps, [1, 7]))).rejects.toMatchObject(missing);
      expect((await section()).total).toBe(1);
    });
  });
});

describe('the text of a note', () => {
  it.each([
    ['nothing', ''],
    ['blanks only', ' \t\r\n \u00a0'],
    ['more than 64 Ki characters', 'x'.repeat(65_537)],
    ['what no database can store', 'a\u0000b'],
  ])('%s is refused', (_what, text) => {
    expect(noteText.safeParse(text).success).toBe(false);
  });

  it('64 Ki characters are kept', () => {
    expect(noteText.parse('x'.repeat(65_536))).toHaveLength(65_536);
  });

  it.each([
    ['\n\n  First line \nsecond', 'First line'],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    ['😀'.repeat(61), `${'😀'.repeat(59)}…`],
    ['😀'.repeat(60), '😀'.repeat(60)],
  ])('%j is called %j', (text, title) => {
    expect(noteTitle(text)).toBe(title);
  });
});
