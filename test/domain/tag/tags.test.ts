import { describe, expect, it } from 'vitest';
import { editAccounts } from '../../../src/domain/account/operations.ts';
import { showAccounts } from '../../../src/domain/account/record.ts';
import { changeTags } from '../../../src/domain/tag/assign.ts';
import {
  createTags,
  deleteTags,
  listTags,
  mergeTags,
  recolorTag,
  renameTag,
} from '../../../src/domain/tag/operations.ts';
import { newTag } from '../../../src/domain/tag/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, create } from '../fixtures.ts';

describe('tags', () => {
  onEachDatabase((db) => {
    const make = (...tags: Array<{ name: string; color?: string }>) =>
      db().write((deps) => createTags(deps, tags));
    const all = async () =>
      (await db().read(listTags)).map(({ name, color, accounts }) => [name, color, accounts]);
    const tagsOf = async (...ids: number[]) =>
      (await db().read((deps) => showAccounts(deps, ids))).map(({ tags }) => tags);
    const change = (accountId: number, add: string[], remove: string[] = [], createMissing = false) =>
      db().write((deps) =>
        changeTags(deps, [{ accountId, accountName: `account ${accountId}`, add, remove }], {
          createMissing,
        }),
      );

    it('G1: a tag has a name and a colour, gray unless said; they are listed in alphabetical order', async () => {
      await make({ name: ' VIP ', color: 'red' }, { name: 'Ärzte' }, { name: 'Apotheken', color: '#00ff7f' });
      expect(await all()).toEqual([
        ['Apotheken', '#00ff7f', 0],
        ['Ärzte', 'gray', 0],
        ['VIP', 'red', 0],
      ]);
    });

    it('G1: names are unique by the comparison of account names; the same tag again is unchanged', async () => {
      await make({ name: 'Straße', color: 'red' });
      expect(await make({ name: 'Straße' }, { name: 'Straße', color: 'red' })).toMatchObject([
        { outcome: 'unchanged', color: 'red' },
        { outcome: 'unchanged' },
      ]);
      for (const tag of [{ name: 'STRASSE' }, { name: 'Straße', color: 'blue' }]) {
        await expect(make({ name: 'New' }, tag)).rejects.toMatchObject({
          kind: 'refused',
          code: 'TAG_EXISTS',
          message: 'The tag "Straße" (red) exists already.',
        });
      }
      await expect(make({ name: 'New' }, { name: 'new' })).rejects.toMatchObject({ code: 'TAG_EXISTS' });
      expect(await all()).toEqual([['Straße', 'red', 0]]);
    });

    it('G1: tags go on and off many accounts at once, and each is done once', async () => {
      await create(db(), account('A'), account('B', { tags: ['VIP'] }));
      await make({ name: 'Monthly' });
      const both = (names: { add?: string[]; remove?: string[] }) =>
        db().write((deps) =>
          changeTags(
            deps,
            [
              { accountId: 1, accountName: 'A', ...names },
              { accountId: 2, accountName: 'B', ...names },
            ],
            { createMissing: false },
          ),
        );
      expect((await both({ add: ['vip', 'VIP', 'monthly'] })).map(({ outcome }) => outcome)).toEqual([
        'updated',
        'updated',
      ]);
      expect(await tagsOf(1, 2)).toEqual([
        ['Monthly', 'VIP'],
        ['Monthly', 'VIP'],
      ]);
      expect((await both({ add: ['VIP'] })).map(({ outcome }) => outcome)).toEqual([
        'unchanged',
        'unchanged',
      ]);
      await change(1, [], ['vip']);
      expect((await both({ remove: ['VIP'] })).map(({ outcome }) => outcome)).toEqual([
        'unchanged',
        'updated',
      ]);
      expect(await tagsOf(1, 2)).toEqual([['Monthly'], ['Monthly']]);
    });

    it('G1: a tag that is put on and taken off in one step ends up off, and the record of changes agrees', async () => {
      await create(db(), account('A', { tags: ['Old'] }));
      await make({ name: 'VIP' });
      const entries = await audit(db());
      expect(await change(1, ['VIP'], ['VIP'])).toMatchObject([{ outcome: 'unchanged' }]);
      expect([await tagsOf(1), await audit(db())]).toEqual([[['Old']], entries]);
      expect(await change(1, ['Old', 'VIP'], ['Old'])).toMatchObject([{ outcome: 'updated' }]);
      expect(await tagsOf(1)).toEqual([['VIP']]);
      expect((await audit(db())).at(-1)?.changes).toEqual({ tags: { from: ['Old'], to: ['VIP'] } });
    });

    it('G1: a tag that does not exist is created only where the caller allows it', async () => {
      await create(db(), account('A'));
      const before = await db().contents();
      await expect(change(1, ['New'])).rejects.toMatchObject({
        kind: 'not-found',
        code: 'TAG_NOT_FOUND',
        message: 'There is no tag "New".',
        hint: expect.stringContaining('kontor tag create New'),
      });
      await expect(change(1, [], ['New'], true)).rejects.toMatchObject({ code: 'TAG_NOT_FOUND' });
      expect(await db().contents()).toBe(before);
      await change(1, ['New', 'new'], [], true);
      await db().write((deps) =>
        editAccounts(deps, [{ id: 1, patch: { addTags: ['Newer'], removeTags: ['new'] } }], {
          createTags: true,
        }),
      );
      expect(await tagsOf(1)).toEqual([['Newer']]);
    });

    it('G2: renaming shows everywhere; onto an existing name it is refused with the hint to merge', async () => {
      await create(db(), account('A', { tags: ['VIP', 'Gold'] }));
      const rename = (tag: string, name: string) => db().write((deps) => renameTag(deps, { tag, name }));
      expect(await rename('vip', 'Premium')).toMatchObject({
        outcome: 'updated',
        name: 'Premium',
        accounts: 1,
      });
      expect(await tagsOf(1)).toEqual([['Gold', 'Premium']]);
      await expect(rename('Premium', 'GOLD')).rejects.toMatchObject({
        kind: 'refused',
        code: 'TAG_EXISTS',
        hint: 'To make one of both: kontor tag merge Premium --into Gold',
      });
      expect(await rename('Premium', 'PREMIUM')).toMatchObject({ outcome: 'updated', name: 'PREMIUM' });
      expect(await rename('Premium', 'PREMIUM')).toMatchObject({ outcome: 'unchanged' });
      await expect(rename('Premum', 'X')).rejects.toMatchObject({
        code: 'TAG_NOT_FOUND',
        hint: expect.stringContaining('Did you mean "PREMIUM"?'),
      });
    });

    it('G2: recolouring', async () => {
      await make({ name: 'VIP', color: 'red' });
      const recolor = (color: string) => db().write((deps) => recolorTag(deps, { tag: 'vip', color }));
      expect(await recolor('blue')).toMatchObject({ outcome: 'updated', color: 'blue' });
      expect(await recolor('blue')).toMatchObject({ outcome: 'unchanged' });
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'tag',
        label: 'VIP',
        changes: { color: { from: 'red', to: 'blue' } },
      });
    });

    it('G2: merging moves every account once, and writes down what each of them lost and got', async () => {
      await create(
        db(),
        account('A', { tags: ['Gold', 'Old'] }),
        account('B', { tags: ['Gold', 'Premium'] }),
        account('C', { tags: ['Premium'] }),
      );
      const merge = (tag: string, into: string) => db().write((deps) => mergeTags(deps, { tag, into }));
      await expect(merge('Gold', 'GOLD')).rejects.toMatchObject({ kind: 'usage', code: 'SAME_TAG' });
      const before = (await audit(db())).length;
      expect(await merge('Premium', 'Gold')).toMatchObject({ name: 'Gold', accounts: 3 });
      expect(await tagsOf(1, 2, 3)).toEqual([['Gold', 'Old'], ['Gold'], ['Gold']]);
      expect(await all()).toEqual([
        ['Gold', 'gray', 3],
        ['Old', 'gray', 1],
      ]);
      const entries = (await audit(db())).slice(before);
      expect(entries.map(({ record, action, label, changes }) => [record, action, label, changes])).toEqual([
        [
          'tag',
          'merged',
          'Premium',
          {
            name: { from: 'Premium', to: 'Gold' },
            color: { from: 'gray', to: null },
            accounts: { from: 2, to: null },
          },
        ],
        ['account', 'updated', 'B', { tags: { from: ['Gold', 'Premium'], to: ['Gold'] } }],
        ['account', 'updated', 'C', { tags: { from: ['Premium'], to: ['Gold'] } }],
      ]);
    });

    it('G2: deleting says how many accounts were concerned, and writes down each', async () => {
      await create(db(), account('A', { tags: ['VIP', 'Gold'] }), account('B', { tags: ['VIP'] }));
      const before = (await audit(db())).length;
      const deleted = await db().write((deps) => deleteTags(deps, ['VIP', 'vip', 'Gold']));
      expect(deleted).toMatchObject([
        { outcome: 'deleted', name: 'VIP', accounts: 2 },
        { outcome: 'deleted', name: 'Gold', accounts: 1 },
      ]);
      expect([await all(), await tagsOf(1, 2)]).toEqual([[], [[], []]]);
      const entries = (await audit(db()))
        .slice(before)
        .map(({ label, changes }) => [label, changes.tags ?? null]);
      expect(entries).toEqual([
        ['VIP', null],
        ['A', { from: ['Gold', 'VIP'], to: ['Gold'] }],
        ['B', { from: ['VIP'], to: [] }],
        ['Gold', null],
        ['A', { from: ['Gold'], to: [] }],
      ]);
    });
  });

  it('G1: a colour is one of ten names or #rrggbb', () => {
    for (const color of ['gray', 'brown', '#00ff7f', undefined]) {
      expect(newTag.safeParse({ name: 'VIP', color }).success, color).toBe(true);
    }
    for (const color of ['Red', 'black', '#00FF7F', '#fff', '']) {
      expect(newTag.safeParse({ name: 'VIP', color }).error?.issues[0]?.message, color).toContain(
        'gray, red, orange',
      );
    }
  });
});
