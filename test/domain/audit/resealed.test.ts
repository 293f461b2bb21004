import { describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { recordChanges } from '../../../src/domain/audit/operations.ts';
import { resealed } from '../../../src/domain/audit/seal.ts';
import { chainHead, verifyChain } from '../../../src/domain/audit/verify.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { createTags } from '../../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

interface SealRow {
  position: number;
  seal: number | string;
  secret: string | null;
  replaced_by: number | null;
}

describe('sets sealed anew after entries were erased', () => {
  onEachDatabase((db) => {
    const verified = () => db().read((deps) => verifyChain(deps));
    const seals = () =>
      db().read((deps) =>
        query<SealRow>(deps, 'select position, seal, secret, replaced_by from audit_seals order by position'),
      );
    /** Entries 1 and 2 in one set, 3 in another. */
    const fill = async () => {
      await db().write((deps) => createTags(deps, [{ name: 'Erika' }, { name: 'Jan' }]));
      await db().write((deps) => createTags(deps, [{ name: 'Nora' }]));
    };
    const erase = async (deps: Deps, id: number, set: number) => {
      await query(deps, `update audit_entries set label = '', changes = '{}' where id = ${id}`);
      await resealed(deps, [set]);
      await say(deps);
    };
    /** Says that somebody was erased, as the last thing that erasing does. */
    const say = (deps: Deps) =>
      recordChanges(deps, [
        { record: 'contact', recordId: 9, label: 'erased contact', action: 'erased', changes: {} },
      ]);

    it('the chain stays whole, the old seal loses its secret, and the new one is found at the end', async () => {
      await fill();
      const noted = await db().read(chainHead);
      await db().write(async (deps) => {
        await erase(deps, 2, 1);
        await createTags(deps, [{ name: 'Beside it' }]);
      });
      expect(await db().read((deps) => verifyChain(deps, { noted }))).toMatchObject({
        entries: 5,
        sets: 4,
        replacedSeals: 1,
        replacedSinceNoted: 1,
        head: { position: 5 },
        isNotedFound: true,
        faultCount: 0,
      });
      expect((await seals()).map((row) => [row.position, Number(row.seal), row.replaced_by])).toEqual([
        [1, 1, 3],
        [2, 3, null],
        [3, 1, null],
        [4, 4, null],
        [5, 5, null],
      ]);
      expect((await seals()).filter(({ secret }) => secret === null).map(({ position }) => position)).toEqual(
        [1],
      );
      await db().write(
        async (deps) => void (await query(deps, 'update audit_entries set record_id = 9 where id = 1')),
      );
      expect((await verified()).faults).toMatchObject([{ kind: 'entries-changed', entry: 1, position: 3 }]);
    });

    it('again and again, several at once, in the unit of work that wrote them, and in none', async () => {
      await fill();
      await db().write((deps) => resealed(deps, []));
      expect(await seals()).toHaveLength(2);
      await db().write(async (deps) => {
        await erase(deps, 1, 1);
        await erase(deps, 2, 1);
        await createTags(deps, [{ name: 'At once' }]);
        await erase(deps, 6, 6);
        await resealed(deps, [3, 1, 3]);
        await say(deps);
      });
      await db().write((deps) => erase(deps, 3, 3));
      expect(await verified()).toMatchObject({ entries: 9, sets: 8, replacedSeals: 6, faultCount: 0 });
      const inForce = (await seals()).filter((row) => row.replaced_by === null);
      expect(inForce.map((row) => Number(row.seal)).sort()).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
      const rows = await seals();
      expect(rows.every((row) => (row.secret === null) === (row.replaced_by !== null))).toBe(true);
    });

    it('a set that was sealed anew without anybody saying that they erased: a forger used the same means', async () => {
      await fill();
      const noted = await db().read(chainHead);
      await db().write(async (deps) => {
        await query(deps, `update audit_entries set label = 'Someone else' where id = 2`);
        await resealed(deps, [1]);
      });
      const fault = { kind: 'erased-unrecorded', entry: 1, position: 3 };
      expect((await verified()).faults).toMatchObject([fault]);
      // What others write behind it says nothing of the kind.
      await db().write((deps) => createTags(deps, [{ name: 'Later' }]));
      expect(await db().read((deps) => verifyChain(deps, { noted }))).toMatchObject({
        faults: [fault],
        isNotedFound: true,
        replacedSinceNoted: 1,
      });
    });

    it('a large set, in pages', async () => {
      await db().write((deps) =>
        recordChanges(
          deps,
          Array.from({ length: 12_345 }, (_, index) => ({
            record: 'note' as const,
            recordId: index,
            label: `Note ${index}`,
            action: 'created' as const,
            changes: { text: [null, `Text ${index}`] as const },
          })),
        ),
      );
      expect(await verified()).toMatchObject({ entries: 12_345, sets: 1, faultCount: 0 });
      await db().write((deps) => erase(deps, 7_000, 1));
      expect(await verified()).toMatchObject({ entries: 12_346, replacedSeals: 1, faultCount: 0 });
    });

    it('a set that was never sealed, or whose seal is gone, is refused', async () => {
      await fill();
      await expect(db().write((deps) => resealed(deps, [1, 7]))).rejects.toMatchObject({
        code: 'CHAIN_DAMAGED',
        message: 'The audit chain is damaged: the set of entry 7 has no seal. Nothing was written.',
      });
      expect(await verified()).toMatchObject({ replacedSeals: 0, faultCount: 0 });
    });

    it('two who erase in one set at the same moment both find what the other one did', async () => {
      await fill();
      let goOn = () => {};
      const hasErased = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const first = db().write(async (deps) => {
        await erase(deps, 1, 1);
        goOn();
        // As long as the other one needs to come to the set.
        await new Promise((resolve) => setTimeout(resolve, 100));
      });
      await hasErased;
      await Promise.all([first, db().write((deps) => erase(deps, 2, 1))]);
      expect(await verified()).toMatchObject({ replacedSeals: 2, faultCount: 0 });
    });
  });
});
