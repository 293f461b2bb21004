import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { changeTags } from '../../../src/domain/tag/assign.ts';
import { listTags, mergeTags, recolorTag, renameTag } from '../../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { account, create, gate } from '../fixtures.ts';

type Change = (deps: Deps) => Promise<unknown>;

describe('tags and two programs at once', () => {
  onEachDatabase((db) => {
    /** Begins `second` when `first` has written and before it commits. */
    const meet = async (first: Change, second: Change) => {
      const other = openDatabase(db().location);
      try {
        const { opened: written, open: tellWritten } = gate();
        const one = db().write(async (deps) => {
          await first(deps);
          tellWritten();
          await new Promise((resolve) => setTimeout(resolve, 150));
        });
        await written;
        const settled = await Promise.allSettled([
          one,
          other.write(
            (trx, dialect) => second(testDeps(trx, dialect, { clock: () => new Date(0), actor: 'other' })),
            { dryRun: false },
          ),
        ]);
        return settled.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
      } finally {
        await other.close();
      }
    };
    const tags = async () =>
      (await db().read(listTags)).map(({ name, color, accounts }) => [name, color, accounts]);
    const assign: Change = (deps) =>
      changeTags(deps, [{ accountId: 1, accountName: 'A', add: ['Premium'] }], { createMissing: false });
    const merge: Change = (deps) => mergeTags(deps, { tag: 'Premium', into: 'Gold' });

    it('G2: a merge takes along what is just being assigned', async () => {
      await create(db(), account('A'), account('B', { tags: ['Gold', 'Premium'] }));
      expect(await meet(assign, merge)).toEqual([]);
      expect(await tags()).toEqual([['Gold', 'gray', 2]]);
    });

    it('G2: a tag that was merged meanwhile cannot be assigned any more', async () => {
      await create(db(), account('A'), account('B', { tags: ['Gold', 'Premium'] }));
      expect(await meet(merge, assign)).toEqual(['TAG_NOT_FOUND']);
      expect(await tags()).toEqual([['Gold', 'gray', 1]]);
    });

    it('G2: a new name and a new colour do not undo each other', async () => {
      await create(db(), account('B', { tags: ['Gold'] }));
      const rename: Change = (deps) => renameTag(deps, { tag: 'Gold', name: 'GOLD' });
      const recolor: Change = (deps) => recolorTag(deps, { tag: 'Gold', color: 'yellow' });
      expect(await meet(rename, recolor)).toEqual([]);
      expect(await tags()).toEqual([['GOLD', 'yellow', 1]]);
    });

    it('G1: the same tag put on the same account twice is there once', async () => {
      await create(db(), account('A'), account('B', { tags: ['Premium'] }));
      expect(await meet(assign, assign)).toEqual([]);
      expect(await tags()).toEqual([['Premium', 'gray', 2]]);
    });
  });
});
