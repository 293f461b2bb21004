import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('tag add and remove', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (line: string) => db().run('tag', ...words(line));
    const tagsOf = async (account: string) =>
      (await db().run('account', 'show', account, '--json')).json().tags;

    it('G1: puts tags on accounts, one or many at a time', async () => {
      const ran = await run('add monthly VIP --to 1 crm-2 "Nachlass Ernst"');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ tagged account 1 "Erika Müller"',
        '✓ account 2 "Weiß GmbH" is tagged already',
        '✓ tagged account 3 "Nachlass Ernst"',
        '',
      ]);
      expect(await tagsOf('3')).toEqual(['Monthly', 'VIP']);
    });

    it('G1: takes them off; one that is not there is done already', async () => {
      const ran = await run('remove VIP Unused --from 1 3 --json');
      expect(ran.json()).toEqual({
        results: [
          { outcome: 'updated', id: 1, name: 'Erika Müller', warnings: [] },
          { outcome: 'unchanged', id: 3, name: 'Nachlass Ernst', warnings: [] },
        ],
        summary: { total: 2, updated: 1, unchanged: 1 },
      });
      expect(await tagsOf('1')).toEqual([]);
      const before = await db().contents();
      expect((await run('remove VIP --from 1')).err).toBe(
        '✓ account 1 "Erika Müller" does not carry that tag\n',
      );
      expect(await db().contents()).toBe(before);
    });

    it('G1: --create-tags makes tags that do not exist', async () => {
      expect((await run('add Gold --to 3 --create-tags')).code).toBe(0);
      expect((await run('list --fields name -o jsonl')).out).toContain('"Gold"');
    });

    it('reads accounts from a pipe, as `account list -o ids` writes them', async () => {
      const { out } = await db().run('account', 'list', '--no-archived', '-o', 'ids');
      const ran = await db().runWith({ stdin: out }, ...words('tag add Unused --ids-from - -o ids'));
      expect(ran).toMatchObject({ code: 0, out: '1\n2\n', err: '' });
      const off = await db().runWith(
        { stdin: out },
        ...words('tag remove Unused --from 3 --ids-from - -o ids'),
      );
      expect(off.out).toBe('3\n1\n2\n');
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['on nothing', 'tag add VIP', 2, 'NOTHING_NAMED', 'No account named'],
        ['no tag', 'tag add --ids-from x', 2, 'MISSING_ARGUMENT', '<tag> is missing'],
        ['G1: unknown', 'tag add Gold --to 3', 3, 'TAG_NOT_FOUND', 'There is no tag "Gold"'],
        ['G1: unknown', 'tag remove Gold --from 3', 3, 'TAG_NOT_FOUND', 'There is no tag "Gold"'],
        ['all or nothing', 'tag add VIP --to 3 9', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
        ['all or nothing', 'tag add VIP Gold --to 3', 3, 'TAG_NOT_FOUND', 'Gold'],
      ]));
  });
});
