import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { showAccount } from '../../../src/domain/account/record.ts';
import { deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import type { NewPhoto } from '../../../src/domain/photo/model.ts';
import { removePhotos, setPhotos } from '../../../src/domain/photo/operations.ts';
import { filesBelow, sha256 } from '../../files/folder.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { account, audit, create, createPeople, person } from '../fixtures.ts';
import { images, noImages } from './images.ts';

const now = testTime.toISOString();

describe('photos', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      const { png, otherPng, jpeg } = images;
      for (const [name, content] of Object.entries({ 'a.png': png, 'b.png': otherPng, 'c.png': jpeg })) {
        await writeFile(path.join(db().folder, name), content);
      }
    });
    const set = (...photos: NewPhoto[]) => db().write((deps) => setPhotos(deps, photos));
    const photoOf = (accountId: number) =>
      db().read(async (deps) => (await showAccount(deps, accountId)).photo);
    const stored = () => filesBelow(path.join(db().folder, 'files'));
    const kept = (content: Buffer) => `${sha256(content).slice(0, 2)}/${sha256(content)}`;
    /** What a unit of work leaves to be swept. */
    const dropped = (work: (deps: Deps) => Promise<unknown>) =>
      db().write(async (deps) => {
        await work(deps);
        return [...deps.contents.dropped];
      });

    it('A6: set by the firm or uploaded by the client, several at once', async () => {
      const outcomes = await set(
        { accountId: 2, file: 'a.png', contactId: 2, at: '2026-02-01T10:00Z' },
        { accountId: 1, file: path.join(db().folder, 'c.png') },
      );
      expect(outcomes).toEqual([
        {
          outcome: 'created',
          account: { id: 2, name: 'Jan Weiß', type: 'individual', archivedAt: null },
          photo: {
            sha256: sha256(images.png),
            mediaType: 'image/png',
            bytes: images.png.length,
            setBy: 'Jan Weiß',
            contact: { id: 2, name: 'Jan Weiß' },
            setAt: '2026-02-01T10:00:00.000Z',
          },
        },
        {
          outcome: 'created',
          account: { id: 1, name: 'Erika Müller', type: 'individual', archivedAt: null },
          photo: {
            sha256: sha256(images.jpeg),
            mediaType: 'image/jpeg',
            bytes: images.jpeg.length,
            setBy: 'tester',
            contact: null,
            setAt: now,
          },
        },
      ]);
      expect(await photoOf(2)).toEqual(outcomes[0]?.photo);
      expect(await stored()).toEqual([kept(images.png), kept(images.jpeg)].sort());
    });

    it('A6: the same photo again is unchanged, whoever brings it', async () => {
      await set({ accountId: 1, file: 'a.png', contactId: 1 });
      const before = await db().contents();
      expect(await set({ accountId: 1, file: 'a.png', at: '2026-03-01' })).toMatchObject([
        { outcome: 'unchanged', photo: { setBy: 'Erika Müller', setAt: now } },
      ]);
      expect(await db().contents()).toBe(before);
    });

    it('another one takes its place; what is replaced or removed is left to be swept', async () => {
      await set({ accountId: 1, file: 'a.png' });
      expect(await dropped((deps) => setPhotos(deps, [{ accountId: 1, file: 'a.png' }]))).toEqual([]);
      expect(await dropped((deps) => setPhotos(deps, [{ accountId: 1, file: 'b.png' }]))).toEqual([
        sha256(images.png),
      ]);
      expect(await photoOf(1)).toMatchObject({ sha256: sha256(images.otherPng) });
      expect(await dropped((deps) => removePhotos(deps, [2, 1]))).toEqual([sha256(images.otherPng)]);
      expect(await photoOf(1)).toBeNull();
    });

    it('removing says what it was; where there is none nothing changes', async () => {
      await set({ accountId: 1, file: 'a.png' });
      const remove = () => db().write((deps) => removePhotos(deps, [2, 1]));
      expect(await remove()).toMatchObject([
        { outcome: 'unchanged', account: { id: 2 }, photo: null },
        { outcome: 'deleted', account: { id: 1 }, photo: { mediaType: 'image/png' } },
      ]);
      const before = await db().contents();
      expect(await remove()).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'unchanged' }]);
      expect(await db().contents()).toBe(before);
    });

    it('H1: entries about the account say from what to what, and by whom', async () => {
      await set({ accountId: 1, file: 'a.png', contactId: 1, at: '2026-03-01' });
      await set({ accountId: 1, file: 'c.png' });
      await db().write((deps) => removePhotos(deps, [1]));
      const told = (content: Buffer, mediaType: string, setBy: string) => ({
        sha256: sha256(content).slice(0, 12),
        mediaType,
        setBy,
      });
      const first = told(images.png, 'image/png', 'Erika Müller');
      const second = told(images.jpeg, 'image/jpeg', 'tester');
      const entries = (await audit(db())).slice(-3);
      expect(entries).toMatchObject(
        entries.map(() => ({ record: 'account', recordId: 1, action: 'updated', label: 'Erika Müller' })),
      );
      expect(entries.map(({ changes }) => changes)).toEqual([
        { photo: { from: null, to: first }, at: { from: null, to: '2026-03-01T00:00:00.000Z' } },
        { photo: { from: first, to: second } },
        { photo: { from: second, to: null } },
      ]);
    });

    it('the contact is shown as they are called today, who set it as they were called then', async () => {
      await createPeople(db(), person('Ada Berg'));
      await db().write((deps) => linkContacts(deps, [{ accountId: 1, contactId: 3 }]));
      await set({ accountId: 1, file: 'a.png', contactId: 3 });
      await db().write((deps) => editContacts(deps, [{ id: 3, patch: { lastName: 'Kern' } }]));
      expect(await photoOf(1)).toMatchObject({ setBy: 'Ada Berg', contact: { id: 3, name: 'Ada Kern' } });
      await db().write((deps) => deleteContacts(deps, [3]));
      expect(await photoOf(1)).toMatchObject({ setBy: 'Ada Berg', contact: null });
    });

    it.each(Object.entries(noImages))(
      'A6: %s is refused, although it is called a.png',
      async (name, content) => {
        await set({ accountId: 1, file: 'b.png' });
        await writeFile(path.join(db().folder, 'a.png'), content);
        const before = await db().contents();
        await expect(
          set({ accountId: 2, file: 'c.png' }, { accountId: 1, file: 'a.png' }),
        ).rejects.toMatchObject({
          kind: 'usage',
          code: 'NOT_A_PHOTO',
          message: `a.png is no photo but ${name}.`,
          hint: 'A photo is a PNG, JPEG, WebP or GIF.',
        });
        expect(await db().contents()).toBe(before);
        expect(await stored()).toEqual([kept(images.otherPng)]);
      },
    );

    it.each(Object.entries(images))('A6: a photo is told by its content: %s', async (_name, content) => {
      await writeFile(path.join(db().folder, 'photo.txt'), content);
      expect(await set({ accountId: 1, file: 'photo.txt' })).toMatchObject([
        { photo: { sha256: sha256(content), mediaType: expect.stringMatching(/^image\//) } },
      ]);
    });

    it.each([
      [0, true],
      [1, false],
    ])('A6: at most 5 MB (%i bytes more)', async (more, fits) => {
      const file = Buffer.alloc(5 * 1024 * 1024 + more);
      images.png.copy(file);
      await writeFile(path.join(db().folder, 'large.png'), file);
      const work = set({ accountId: 1, file: 'large.png' });
      if (fits) expect(await work).toMatchObject([{ photo: { bytes: file.length } }]);
      else {
        await expect(work).rejects.toMatchObject({
          code: 'FILE_TOO_LARGE',
          message: 'large.png is larger than a photo may be (5 MB).',
        });
        expect(await stored()).toEqual([]);
      }
    });

    it.each<[string, NewPhoto, string]>([
      ['an account that is gone', { accountId: 9, file: 'a.png' }, 'ACCOUNT_NOT_FOUND'],
      ['a contact of others', { accountId: 1, file: 'a.png', contactId: 2 }, 'NOT_LINKED'],
      ['a time to come', { accountId: 1, file: 'a.png', at: '2026-03-05' }, 'INVALID_TIME'],
      ['a file that is not there', { accountId: 1, file: 'gone.png' }, 'FILE_NOT_FOUND'],
    ])('%s is refused, and nothing is stored', async (_what, photo, code) => {
      const before = await db().contents();
      await expect(set({ accountId: 2, file: 'b.png' }, photo)).rejects.toMatchObject({ code });
      expect(await db().contents()).toBe(before);
      expect(await stored()).toEqual([]);
    });

    it('of two who set a photo at once the later one wins, and the other one is left to be swept', async () => {
      const left = await Promise.all(
        ['a.png', 'b.png'].map((file) => dropped((deps) => setPhotos(deps, [{ accountId: 1, file }]))),
      );
      const loser = left.flat();
      expect(loser).toHaveLength(1);
      const winner = (await photoOf(1))?.sha256 ?? '';
      expect([...loser, winner].sort()).toEqual([sha256(images.png), sha256(images.otherPng)].sort());
    });
  });
});
