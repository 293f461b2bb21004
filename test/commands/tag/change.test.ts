import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('tag rename, recolor, merge and delete', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (line: string) => db().run('tag', ...words(line));
    const tagsOf = async (account: string) =>
      (await db().run('account', 'show', account, '--json')).json().tags;

    it('G2: renames a tag on all accounts; the second time there is nothing to do', async () => {
      expect(await run('rename vip Premium')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ renamed the tag to "Premium" on 2 accounts\n',
      });
      expect(await tagsOf('2')).toEqual(['Monthly', 'Premium']);
      const before = await db().contents();
      expect(await run('rename Premium Premium')).toMatchObject({
        code: 0,
        err: expect.stringContaining('already'),
      });
      expect(await db().contents()).toBe(before);
      expect((await run('rename Premium PREMIUM')).code, 'its own name in other letters is free').toBe(0);
    });

    it('G2: recolours a tag; the second time there is nothing to do', async () => {
      expect(await run('recolor VIP blue')).toMatchObject({ code: 0, out: '', err: '✓ "VIP" is blue now\n' });
      expect((await run('recolor VIP blue')).err).toBe('✓ "VIP" is blue already\n');
      expect((await run('recolor VIP "#8a2be2" --json')).json()).toMatchObject({
        outcome: 'updated',
        id: 1,
        name: 'VIP',
        color: '#8a2be2',
        accounts: 2,
      });
    });

    it('G2: merges a tag into another: the accounts move, the first one goes', async () => {
      const ran = await run('merge VIP --into Monthly');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ merged into "Monthly": 2 accounts\n' });
      expect([await tagsOf('1'), await tagsOf('2')]).toEqual([['Monthly'], ['Monthly']]);
      expect((await run('list -o ids')).out).toBe('2\n3\n');
    });

    it('G2: deletes tags, after a question with the number of accounts concerned', async () => {
      const asked = (typed: string) =>
        db().runWith(
          { terminal: true, typed: [['Delete "VIP" (on 2 accounts), "Unused" (on no account)?', typed]] },
          ...['tag', 'delete', 'VIP', 'Unused'],
        );
      const before = await db().contents();
      expect((await asked('n\r')).code).toBe(130);
      expect(await db().contents()).toBe(before);
      expect(await asked('y\r')).toMatchObject({ code: 0, out: '' });
      expect(await tagsOf('1')).toEqual([]);
      expect((await run('rm Monthly --yes --json')).json()).toEqual({
        results: [{ outcome: 'deleted', id: 2, name: 'Monthly', color: 'gray', accounts: 1, warnings: [] }],
        summary: { total: 1, deleted: 1 },
      });
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['G2: taken', 'tag rename VIP monthly', 4, 'TAG_EXISTS', 'kontor tag merge VIP --into Monthly'],
        ['no name', 'tag rename VIP', 2, 'MISSING_ARGUMENT', '<name> is missing'],
        ['empty', 'tag rename VIP ""', 2, 'INVALID_INPUT', 'the tag name must not be empty'],
        ['unknown', 'tag rename Vipp Gold', 3, 'TAG_NOT_FOUND', 'Did you mean "VIP"?'],
        ['colour', 'tag recolor VIP crimson', 2, 'INVALID_INPUT', 'one of gray, red'],
        ['unknown', 'tag recolor Nope red', 3, 'TAG_NOT_FOUND', 'Nope'],
        ['into what', 'tag merge VIP', 2, 'INVALID_INPUT', '--into is missing'],
        ['itself', 'tag merge VIP --into vip', 2, 'SAME_TAG', 'cannot be merged into itself'],
        ['unknown', 'tag merge VIP --into Nope', 3, 'TAG_NOT_FOUND', 'Nope'],
        ['unconfirmed', 'tag delete VIP', 2, 'CONFIRMATION_NEEDED', '--yes: Delete "VIP" (on 2 accounts)?'],
        ['all or nothing', 'tag delete VIP Nope --yes', 3, 'TAG_NOT_FOUND', 'Nope'],
      ]));
  });
});
