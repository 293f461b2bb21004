import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { archiveAccounts, deleteAccounts } from '../../../src/domain/account/operations.ts';
import { requestApprovals } from '../../../src/domain/approval/operations.ts';
import { deleteContacts } from '../../../src/domain/contact/operations.ts';
import { listDocuments } from '../../../src/domain/document/list.ts';
import type { DocumentQuery } from '../../../src/domain/document/model.ts';
import {
  deleteDocuments,
  seeDocuments,
  seeDocumentsOf,
  takeDocument,
} from '../../../src/domain/document/operations.ts';
import { showDocument } from '../../../src/domain/document/record.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { addNotes } from '../../../src/domain/note/operations.ts';
import { setPhotos } from '../../../src/domain/photo/operations.ts';
import { requestSignatures } from '../../../src/domain/signature/operations.ts';
import { filesBelow, megabyte, sha256 } from '../../files/folder.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { mailRows } from '../../mail/outbox.ts';
import { fillAccessBook, setAccess } from '../access/book.ts';
import { audit, collect } from '../fixtures.ts';
import { add, layOut } from './book.ts';

const now = testTime.toISOString();
const weiss = { id: 2, name: 'Weiß GmbH' };
const jan = { id: 1, name: 'Jan Weiß' };

describe('documents', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillAccessBook(db());
      await layOut(db(), { 'a.txt': 'a', 'b.txt': 'bb' });
    });
    const show = (id: number) => db().read((deps) => showDocument(deps, id));
    const stored = () => filesBelow(path.join(db().folder, 'files'));
    const lastEntry = async () => (await audit(db())).at(-1);

    it('O1: what a client uploads is new and bears their name; what the firm adds is not new', async () => {
      expect(
        await add(db(), [{ accountId: 2, contactId: 1 }, { accountId: 2, file: 'b.txt' }, { accountId: 1 }]),
      ).toMatchObject([
        { outcome: 'created', id: 1, name: 'a.txt', account: weiss, bytes: 1, notified: [], warnings: [] },
        { id: 2, name: 'b.txt', sha256: sha256('bb'), mediaType: 'text/plain', addedAt: now },
        { id: 3, name: 'a.txt', account: jan },
      ]);
      expect(await show(1)).toEqual({
        id: 1,
        name: 'a.txt',
        account: weiss,
        mediaType: 'text/plain',
        bytes: 1,
        sha256: sha256('a'),
        from: { side: 'client', name: 'Jan Weiß', contact: jan },
        new: true,
        addedAt: now,
        seenAt: null,
        seenBy: null,
      });
      expect(await show(2)).toMatchObject({
        from: { side: 'firm', name: 'tester', contact: null },
        new: false,
      });
      // One content, two documents.
      expect(await stored()).toHaveLength(2);
    });

    it('O2: a time can be given; it is recorded as given', async () => {
      await add(db(), [{ accountId: 2, contactId: 1, at: '2026-02-01T10:00+01:00' }, { accountId: 2 }]);
      expect(await show(1)).toMatchObject({ addedAt: '2026-02-01T09:00:00.000Z' });
      expect(await audit(db())).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            record: 'document',
            recordId: 1,
            action: 'created',
            label: 'a.txt',
            changes: {
              accountId: { from: null, to: 2 },
              name: { from: null, to: 'a.txt' },
              sha256: { from: null, to: sha256('a') },
              bytes: { from: null, to: 1 },
              mediaType: { from: null, to: 'text/plain' },
              side: { from: null, to: 'client' },
              author: { from: null, to: 'Jan Weiß' },
              addedAt: { from: null, to: '2026-02-01T09:00:00.000Z' },
              at: { from: null, to: '2026-02-01T09:00:00.000Z' },
            },
          }),
        ]),
      );
      expect((await lastEntry())?.changes).not.toHaveProperty('at');
    });

    it('keep the name of who added them when the contact is gone', async () => {
      await add(db(), [{ accountId: 2, contactId: 2 }]);
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 2, contactId: 2 }]));
      expect((await show(1)).from).toMatchObject({ contact: { id: 2, name: 'Ada Berg' } });
      await db().write((deps) => deleteContacts(deps, [2]));
      expect((await show(1)).from).toEqual({ side: 'client', name: 'Ada Berg', contact: null });
    });

    it('are called like their file, or as is said; never by a path', async () => {
      await layOut(db(), { ['Größe.txt'.normalize('NFD')]: 'a' });
      const [one, two, three] = await add(db(), [
        { accountId: 1, file: path.join(db().folder, 'a.txt') },
        { accountId: 1, file: './Größe.txt'.normalize('NFD') },
        { accountId: 1, name: ' Steuererklärung "2025".pdf ' },
      ]);
      expect([one?.name, two?.name, three?.name]).toEqual([
        'a.txt',
        'Größe.txt'.normalize('NFC'),
        'Steuererklärung "2025".pdf',
      ]);
      await layOut(db(), { 'line\nbreak': 'a', '\u001b[31mred': 'a', 'back\\slash': 'a' });
      const before = await stored();
      for (const name of ['../../x', 'a/b', 'a\\b', '/', '..', '.', '', ' ', 'a\u0000', 'x'.repeat(256)]) {
        await expect(add(db(), [{ accountId: 1, name }]), name).rejects.toMatchObject({
          kind: 'usage',
          code: 'INVALID_DOCUMENT_NAME',
        });
      }
      for (const file of ['line\nbreak', '\u001b[31mred', 'back\\slash']) {
        await expect(add(db(), [{ accountId: 1, file }]), file).rejects.toMatchObject({
          code: 'INVALID_DOCUMENT_NAME',
          hint: expect.stringContaining('--name'),
        });
        await add(db(), [{ accountId: 1, file, name: 'plain' }]);
      }
      expect(await stored()).toEqual(before);
    });

    it('all or none: what one of them is refused for leaves nothing of the others', async () => {
      const before = await db().contents();
      const refused = (input: object, error: object) =>
        expect(
          add(db(), [{ accountId: 1 }, { accountId: 2, file: 'b.txt', ...input }]),
        ).rejects.toMatchObject(error);
      await refused({ accountId: 99 }, { kind: 'not-found', code: 'ACCOUNT_NOT_FOUND' });
      await refused({ accountId: 1, contactId: 2 }, { kind: 'not-found', code: 'NOT_LINKED' });
      await refused({ at: '2026-02-30' }, { kind: 'usage', code: 'INVALID_TIME' });
      await refused(
        { at: '2027-01-01' },
        { code: 'INVALID_TIME', message: expect.stringContaining('future') },
      );
      await refused({ file: 'c.txt' }, { code: 'FILE_NOT_FOUND', message: 'There is no file c.txt.' });
      expect(await db().contents()).toBe(before);
      expect(await stored()).toEqual([]);
    });

    it('may be as large as the firm allows', async () => {
      await layOut(db(), { large: Buffer.alloc(megabyte + 1), just: Buffer.alloc(megabyte) });
      await db().write((deps) => changeFirm(deps, [{ key: 'document-limit', value: '1' }]));
      await expect(add(db(), [{ accountId: 1, file: 'large' }])).rejects.toMatchObject({
        code: 'FILE_TOO_LARGE',
        message: 'large is larger than a document may be (1 MB).',
        hint: expect.stringContaining('kontor config set document-limit'),
      });
      expect(await add(db(), [{ accountId: 1, file: 'just' }])).toMatchObject([{ bytes: megabyte }]);
      await db().write((deps) => changeFirm(deps, [{ key: 'document-limit', value: '2' }]));
      expect(await add(db(), [{ accountId: 1, file: 'large' }])).toMatchObject([{ bytes: megabyte + 1 }]);
    });

    describe('T2: notification', () => {
      beforeEach(async () => {
        await setAccess(db(), 2, 1, { login: true, notify: true });
        await setAccess(db(), 2, 2, { login: true });
        await setAccess(db(), 1, 1, { login: true, notify: true });
      });

      it('one mail to each who is to be notified, about all that the firm added to an account', async () => {
        const results = await add(db(), [
          { accountId: 2 },
          { accountId: 2, file: 'b.txt' },
          { accountId: 1, file: 'b.txt' },
          { accountId: 2, name: 'theirs', contactId: 1 },
        ]);
        expect(results.map(({ notified }) => notified)).toEqual([
          ['jan@weiss.example'],
          ['jan@weiss.example'],
          ['jan@weiss.example'],
          [],
        ]);
        const mails = await db().read(({ trx }) => trx('mails').orderBy('account_id', 'desc'));
        expect(mails).toMatchObject([
          { recipient: 'jan@weiss.example', account_id: 2, facts: expect.stringMatching(/a\.txt.*b\.txt/) },
          { recipient: 'jan@weiss.example', account_id: 1 },
        ]);
        expect(mails[0].facts).not.toContain('theirs');
        expect(mails[1].facts).not.toContain('a.txt');
        const entries = (await audit(db())).filter(({ record }) => record === 'document');
        expect(entries.map(({ changes }) => changes.notified?.to)).toEqual([
          ['jan@weiss.example'],
          ['jan@weiss.example'],
          ['jan@weiss.example'],
          undefined,
        ]);
      });

      it('nobody for what a client uploads, for archived accounts (A9), and when the caller says so', async () => {
        expect(await add(db(), [{ accountId: 2, contactId: 1 }])).toMatchObject([{ notified: [] }]);
        expect(await add(db(), [{ accountId: 2 }], { notify: false })).toMatchObject([{ notified: [] }]);
        await db().write((deps) => archiveAccounts(deps, [2]));
        expect(await add(db(), [{ accountId: 2 }])).toMatchObject([{ outcome: 'created', notified: [] }]);
        expect(await mailRows(db())).toEqual([]);
      });
    });

    it('O1: are new until somebody of the firm has seen them', async () => {
      await add(db(), [
        { accountId: 2, contactId: 1, at: '2026-03-01' },
        { accountId: 2 },
        { accountId: 2, contactId: 2 },
        { accountId: 1, contactId: 1 },
      ]);
      const see = (...ids: number[]) => db().write((deps) => seeDocuments(deps, ids));
      expect(await see(2, 1, 1)).toEqual([
        { outcome: 'unchanged', id: 2, name: 'a.txt', account: weiss, warnings: [] },
        { outcome: 'updated', id: 1, name: 'a.txt', account: weiss, warnings: [] },
      ]);
      expect(await show(1)).toMatchObject({ new: false, seenAt: now, seenBy: 'tester' });
      expect(await show(2)).toMatchObject({ new: false, seenAt: null, seenBy: null });
      expect(await lastEntry()).toMatchObject({
        record: 'document',
        recordId: 1,
        action: 'updated',
        changes: { seenAt: { from: null, to: now }, seenBy: { from: null, to: 'tester' } },
      });
      const before = await db().contents();
      expect(await see(1)).toMatchObject([{ outcome: 'unchanged' }]);
      await expect(see(3, 99)).rejects.toMatchObject({
        kind: 'not-found',
        code: 'DOCUMENT_NOT_FOUND',
        hint: 'kontor document list',
      });
      expect(await db().contents()).toBe(before);
      // Another account of the same contact keeps its own.
      const seeAll = () => db().write((deps) => seeDocumentsOf(deps, [2]));
      expect(await seeAll()).toMatchObject([{ outcome: 'updated', id: 3 }]);
      expect(await seeAll()).toEqual([]);
      expect(await show(4)).toMatchObject({ new: true });
    });

    it('O2: a time of seeing can be given, but not before the upload', async () => {
      await add(db(), [{ accountId: 2, contactId: 1, at: '2026-03-01' }]);
      const see = (at: string) => db().write((deps) => seeDocuments(deps, [1], at));
      await expect(see('2026-02-28')).rejects.toMatchObject({
        code: 'INVALID_TIME',
        message: expect.stringContaining('document 1 was added'),
      });
      expect(await see('2026-03-02')).toMatchObject([{ outcome: 'updated' }]);
      expect((await lastEntry())?.changes.at?.to).toBe('2026-03-02T00:00:00.000Z');
    });

    it('O1: who takes the content has seen it', async () => {
      await add(db(), [{ accountId: 2, contactId: 1 }, { accountId: 2 }]);
      const take = (id: number) => db().write((deps) => takeDocument(deps, id, { file: `taken-${id}` }));
      expect(await take(1)).toMatchObject({ file: 'taken-1', new: false, seenAt: now, seenBy: 'tester' });
      expect(await take(2)).toMatchObject({ file: 'taken-2', new: false, seenAt: null });
      await expect(take(3)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
      const entries = (await audit(db())).filter(({ action }) => action === 'updated');
      expect(entries.filter(({ record }) => record === 'document').map(({ recordId }) => recordId)).toEqual([
        1,
      ]);
      // What could not be written was not seen.
      await add(db(), [{ accountId: 2, contactId: 1 }]);
      await expect(db().write((deps) => takeDocument(deps, 3, { file: 'taken-1' }))).rejects.toMatchObject({
        code: 'FILE_EXISTS',
      });
      expect(await show(3)).toMatchObject({ new: true });
    });

    it('go with the approvals and signature requests on them', async () => {
      await setAccess(db(), 2, 1, { login: true });
      await add(db(), [{ accountId: 2 }, { accountId: 2 }]);
      await db().write((deps) => requestApprovals(deps, [{ documentId: 1 }]));
      await db().write((deps) => requestSignatures(deps, [{ documentId: 1 }]));
      const dropped = await db().write(async (deps) => {
        expect(await deleteDocuments(deps, [2, 1, 1])).toEqual([
          {
            outcome: 'deleted',
            id: 2,
            name: 'a.txt',
            account: weiss,
            approvals: 0,
            signatures: 0,
            warnings: [],
          },
          {
            outcome: 'deleted',
            id: 1,
            name: 'a.txt',
            account: weiss,
            approvals: 1,
            signatures: 1,
            warnings: [],
          },
        ]);
        return [...deps.contents.dropped];
      });
      expect(dropped).toEqual([sha256('a')]);
      expect(await lastEntry()).toMatchObject({
        record: 'document',
        recordId: 1,
        action: 'deleted',
        changes: {
          name: { from: 'a.txt', to: null },
          approvals: { from: 1, to: 0 },
          signatures: { from: 1, to: 0 },
        },
      });
      const left = await db().read(async ({ trx }) => [
        await trx('documents'),
        await trx('approvals'),
        await trx('signature_signers'),
      ]);
      expect(left).toEqual([[], [], []]);
      await expect(db().write((deps) => deleteDocuments(deps, [1]))).rejects.toMatchObject({
        code: 'DOCUMENT_NOT_FOUND',
      });
    });

    it('A10: go with their account; its entry says how much of each went', async () => {
      await layOut(db(), {
        'photo.png': Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          'base64',
        ),
      });
      await add(db(), [{ accountId: 2 }, { accountId: 2, file: 'b.txt' }, { accountId: 1 }]);
      await db().write(async (deps) => {
        await setPhotos(deps, [{ accountId: 2, file: 'photo.png' }]);
        await requestApprovals(deps, [{ documentId: 1 }]);
        await addNotes(deps, [{ accountId: 2, text: 'x' }]);
        await archiveAccounts(deps, [1, 2]);
      });
      const dropped = await db().write(async (deps) => {
        await deleteAccounts(deps, [2]);
        return deps.contents.dropped;
      });
      expect(dropped.size).toBe(3);
      expect(dropped).toContain(sha256('bb'));
      const { changes = {} } = (await audit(db())).find(
        ({ record, action }) => record === 'account' && action === 'deleted',
      ) ?? { changes: {} };
      expect(changes).toMatchObject({
        documents: { from: 2, to: 0 },
        approvals: { from: 1, to: 0 },
        notes: { from: 1, to: 0 },
      });
      expect(changes).not.toHaveProperty('threads');
      await expect(show(1)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
      expect(await show(3)).toMatchObject({ account: jan });
    });

    it('without a store, nothing that has contents is deleted', async () => {
      await add(db(), [{ accountId: 2 }]);
      await db().write((deps) => archiveAccounts(deps, [1, 2]));
      const files = async () => {
        throw new Error('no store');
      };
      const before = await db().contents();
      await expect(db().write((deps) => deleteDocuments({ ...deps, files }, [1]))).rejects.toThrow(
        'no store',
      );
      await expect(db().write((deps) => deleteAccounts({ ...deps, files }, [2]))).rejects.toThrow('no store');
      expect(await db().contents()).toBe(before);
      await db().write((deps) => deleteAccounts({ ...deps, files }, [1]));
    });

    describe('in lists', () => {
      beforeEach(async () => {
        await layOut(db(), { c: 'ccc' });
        await add(db(), [
          { accountId: 2, contactId: 1, at: '2026-03-01', file: 'c' },
          { accountId: 2, at: '2026-03-03', name: 'B' },
          { accountId: 1, contactId: 1, at: '2026-03-02', file: 'b.txt' },
          { accountId: 2, contactId: 2, at: '2026-03-01', name: 'a' },
        ]);
        await db().write((deps) => seeDocuments(deps, [1]));
      });
      const list = (query: DocumentQuery) =>
        db().read(async (deps) => {
          const { rows, total } = listDocuments(deps, query);
          const ids = (await collect(rows)).map(({ id }) => id);
          return { ids, total: await total() };
        });

      it('the newest first; at the same moment the one added later', async () => {
        expect(await list({})).toEqual({ ids: [2, 3, 4, 1], total: 4 });
        expect(await list({ accountId: 2 })).toEqual({ ids: [2, 4, 1], total: 3 });
        expect(await list({ accountId: 2, limit: 1, page: 2 })).toEqual({ ids: [4], total: 3 });
        expect(await list({ accountId: 99 })).toEqual({ ids: [], total: 0 });
      });

      it('by who they came from, and whether they are new', async () => {
        expect(await list({ from: 'firm' })).toEqual({ ids: [2], total: 1 });
        expect(await list({ from: 'client' })).toEqual({ ids: [3, 4, 1], total: 3 });
        expect(await list({ unseen: true })).toEqual({ ids: [3, 4], total: 2 });
        expect(await list({ unseen: true, from: 'firm' })).toEqual({ ids: [], total: 0 });
        expect(await list({ unseen: true, accountId: 2 })).toEqual({ ids: [4], total: 1 });
      });

      it('in other orders', async () => {
        expect((await list({ sort: 'added' })).ids).toEqual([1, 4, 3, 2]);
        expect((await list({ sort: 'name' })).ids).toEqual([2, 4, 3, 1]);
        expect((await list({ sort: 'size', descending: true })).ids).toEqual([1, 3, 4, 2]);
        expect((await list({ sort: 'id', descending: false })).ids).toEqual([1, 2, 3, 4]);
      });
    });
  });
});
