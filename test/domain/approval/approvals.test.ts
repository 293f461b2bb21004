import { beforeEach, describe, expect, it } from 'vitest';
import { archiveAccounts, deleteAccounts } from '../../../src/domain/account/operations.ts';
import { listApprovals } from '../../../src/domain/approval/list.ts';
import type { ApprovalQuery, Decision } from '../../../src/domain/approval/model.ts';
import {
  cancelApprovals,
  type DecisionInput,
  decideApprovals,
  requestApprovals,
} from '../../../src/domain/approval/operations.ts';
import { approvalSection } from '../../../src/domain/approval/section.ts';
import { deleteContacts } from '../../../src/domain/contact/operations.ts';
import { deleteDocuments } from '../../../src/domain/document/operations.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { setAccess } from '../access/book.ts';
import { audit, collect } from '../fixtures.ts';
import { erika, fillDocumentBook, jan, mailsAbout, meet, otto, petra, plansOf } from './book.ts';

const now = testTime.toISOString();

describe('approvals', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillDocumentBook(db()));
    const request = (documentId: number, at?: string, notify?: boolean) =>
      db().write((deps) =>
        requestApprovals(deps, [{ documentId, at }], notify === undefined ? {} : { notify }),
      );
    const decide = (
      approvalId: number,
      decision: Decision,
      contactId: number,
      more: Partial<DecisionInput> = {},
    ) => db().write((deps) => decideApprovals(deps, [{ approvalId, decision, contactId, ...more }]));
    const cancel = (...ids: number[]) =>
      db().write((deps) =>
        cancelApprovals(
          deps,
          ids.map((approvalId) => ({ approvalId })),
        ),
      );
    const section = (accountId: number, limit?: number) =>
      db().read((deps) => approvalSection(deps, accountId, limit));
    const listed = (query: ApprovalQuery) =>
      db().read(async (deps) => {
        const { rows, total } = listApprovals(deps, query);
        return { ids: (await collect(rows)).map(({ id }) => id), total: await total() };
      });

    it('O2: a request waits for the client, is decided by a contact, and stays on record', async () => {
      expect(await request(1)).toMatchObject([{ outcome: 'created', id: 1, status: 'pending' }]);
      const said = { comment: 'Fine.\nThank you!', at: '2026-03-04T05:06:07.890Z' };
      expect(await decide(1, 'approved', jan, said)).toEqual([
        {
          outcome: 'updated',
          id: 1,
          name: 'Annual accounts.txt',
          document: { id: 1, name: 'Annual accounts.txt' },
          account: { id: 2, name: 'Weiß GmbH' },
          status: 'approved',
          requestedAt: now,
          requestedBy: 'tester',
          decidedAt: now,
          decidedBy: { side: 'client', name: 'Jan Weiß', contact: { id: jan, name: 'Jan Weiß' } },
          comment: 'Fine.\nThank you!',
          notified: [],
          warnings: [],
        },
      ]);
      expect(await request(1)).toMatchObject([{ outcome: 'created', id: 2 }]);
      expect(await decide(2, 'declined', erika)).toMatchObject([
        { status: 'declined', comment: null, decidedBy: { name: 'Erika Müller' } },
      ]);
    });

    it('O2: a document has one open request; asking again changes nothing', async () => {
      const [first] = await request(1, '2026-02-02T10:00Z');
      const before = await db().contents();
      expect(await request(1)).toEqual([{ ...first, outcome: 'unchanged', notified: [] }]);
      expect(await db().contents()).toBe(before);
      const wanted = [1, 2, 2].map((documentId) => ({ documentId }));
      const both = await db().write((deps) => requestApprovals(deps, wanted));
      expect(both.map(({ outcome, id, document }) => [outcome, id, document.id])).toEqual([
        ['unchanged', 1, 1],
        ['created', 2, 2],
        ['unchanged', 2, 2],
      ]);
    });

    it('T2: those who are notified of approvals get a mail, one for all documents of a call', async () => {
      await setAccess(db(), 2, erika, { notify: false });
      const wanted = [1, 2].map((documentId) => ({ documentId }));
      const asked = await db().write((deps) => requestApprovals(deps, wanted));
      expect(asked.map(({ notified }) => notified)).toEqual([
        ['jan@weiss.example', 'petra@oezdemir.example'],
        ['jan@weiss.example', 'petra@oezdemir.example'],
      ]);
      expect(await mailsAbout(db(), 'approvals')).toEqual([
        'jan@weiss.example: Annual accounts.txt, Contract.txt',
        'petra@oezdemir.example: Annual accounts.txt, Contract.txt',
      ]);
      await decide(1, 'approved', jan);
      await cancel(2);
      expect(await mailsAbout(db(), 'approvals')).toHaveLength(2);
    });

    it('T2: nobody is notified where that was said, or nobody wants it', async () => {
      expect(await request(1, undefined, false)).toMatchObject([{ notified: [] }]);
      expect(await request(4)).toMatchObject([{ outcome: 'created', notified: [] }]);
      expect(await mailsAbout(db(), 'approvals')).toEqual([]);
    });

    it('A9: in an archived account approvals can be recorded, and nobody is notified', async () => {
      expect(await request(3)).toMatchObject([{ outcome: 'created', notified: [] }]);
      expect(await decide(1, 'approved', jan)).toMatchObject([{ status: 'approved' }]);
      expect(await mailsAbout(db(), 'approvals')).toEqual([]);
    });

    it('O2: the same decision by the same contact is unchanged; any other is refused', async () => {
      await request(1);
      await decide(1, 'approved', jan, { comment: 'Fine' });
      const before = await db().contents();
      for (const more of [{}, { comment: '' }, { comment: 'Fine' }]) {
        expect(await decide(1, 'approved', jan, more)).toMatchObject([
          { outcome: 'unchanged', status: 'approved', comment: 'Fine' },
        ]);
      }
      const refusal = {
        kind: 'refused',
        code: 'APPROVAL_DECIDED',
        message: 'Approval 1 of "Annual accounts.txt" was approved on 2026-03-04 by Jan Weiß.',
        hint: 'To ask again: kontor approval request 1',
      };
      await expect(decide(1, 'declined', jan)).rejects.toMatchObject(refusal);
      await expect(decide(1, 'approved', erika)).rejects.toMatchObject(refusal);
      await expect(decide(1, 'approved', jan, { comment: 'Not fine' })).rejects.toMatchObject(refusal);
      await expect(cancel(1)).rejects.toMatchObject(refusal);
      expect(await db().contents()).toBe(before);
    });

    it('O2: the firm withdraws what it asked; then nobody decides it any more', async () => {
      await request(1);
      await request(2);
      expect(await cancel(2, 1, 2)).toMatchObject([
        {
          outcome: 'updated',
          id: 2,
          status: 'cancelled',
          decidedBy: { side: 'firm', name: 'tester', contact: null },
        },
        { outcome: 'updated', id: 1, decidedAt: now },
        { outcome: 'unchanged', id: 2 },
      ]);
      expect(await cancel(1)).toMatchObject([{ outcome: 'unchanged', status: 'cancelled' }]);
      await expect(decide(1, 'approved', jan)).rejects.toMatchObject({
        kind: 'refused',
        code: 'APPROVAL_CANCELLED',
        hint: 'To ask again: kontor approval request 1',
      });
      expect(await request(1)).toMatchObject([{ outcome: 'created', id: 3 }]);
    });

    it('O2: only contacts of the account decide, and nothing is decided that is not there', async () => {
      await request(1);
      const before = await db().contents();
      await expect(decide(1, 'approved', otto)).rejects.toMatchObject({
        kind: 'not-found',
        code: 'NOT_LINKED',
      });
      await expect(decide(9, 'approved', jan)).rejects.toMatchObject({
        kind: 'not-found',
        code: 'APPROVAL_NOT_FOUND',
        hint: 'kontor approval list',
      });
      await expect(cancel(1, 9)).rejects.toMatchObject({ code: 'APPROVAL_NOT_FOUND' });
      await expect(request(9)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
      expect(await db().contents()).toBe(before);
    });

    it('O2: times follow each other: document, request, decision, now', async () => {
      await expect(request(1, '2026-02-01T07:59Z')).rejects.toMatchObject({
        code: 'INVALID_TIME',
        message: expect.stringContaining('lies before the document (2026-02-01T08:00:00.000Z)'),
      });
      await request(1, '2026-02-10T12:00Z');
      await expect(decide(1, 'approved', jan, { at: '2026-02-10T11:59Z' })).rejects.toMatchObject({
        message: expect.stringContaining('lies before the request (2026-02-10T12:00:00.000Z)'),
      });
      await expect(decide(1, 'approved', jan, { at: '2026-03-05' })).rejects.toMatchObject({
        message: expect.stringContaining('lies in the future'),
      });
      expect(await decide(1, 'approved', jan, { at: '2026-02-10T12:00Z' })).toMatchObject([
        { requestedAt: '2026-02-10T12:00:00.000Z', decidedAt: '2026-02-10T12:00:00.000Z' },
      ]);
    });

    it('H1: each step is audited, with the time that was given and who was notified', async () => {
      const past = (await audit(db())).length;
      await request(1, '2026-02-10');
      await decide(1, 'declined', petra, { comment: 'No', at: '2026-02-11' });
      await request(2);
      await cancel(2);
      const entries = (await audit(db())).slice(past);
      const about = { record: 'approval', actor: 'tester' };
      const everybody = ['erika@mueller.example', 'jan@weiss.example', 'petra@oezdemir.example'];
      expect(entries).toMatchObject([
        { ...about, recordId: 1, label: 'Annual accounts.txt', action: 'created' },
        { ...about, recordId: 1, action: 'updated' },
        { ...about, recordId: 2, label: 'Contract.txt', action: 'created' },
        { ...about, recordId: 2, action: 'updated' },
      ]);
      expect(entries.map(({ changes }) => changes)).toEqual([
        {
          document: { from: null, to: 'Annual accounts.txt' },
          status: { from: null, to: 'pending' },
          at: { from: null, to: '2026-02-10T00:00:00.000Z' },
          notified: { from: null, to: everybody },
        },
        {
          status: { from: 'pending', to: 'declined' },
          decidedBy: { from: null, to: 'Petra Özdemir' },
          comment: { from: null, to: 'No' },
          at: { from: null, to: '2026-02-11T00:00:00.000Z' },
        },
        {
          document: { from: null, to: 'Contract.txt' },
          status: { from: null, to: 'pending' },
          notified: { from: null, to: everybody },
        },
        { status: { from: 'pending', to: 'cancelled' }, decidedBy: { from: null, to: 'tester' } },
      ]);
    });

    it('O1: the section of an account: the newest first, how many in all, how many wait', async () => {
      for (const day of ['03', '05', '04']) {
        const [asked] = await request(1, `2026-02-${day}`);
        await decide(asked?.id ?? 0, 'approved', jan, { at: '2026-02-20' });
      }
      await request(1, '2026-02-05');
      await request(4);
      const ids = async (limit?: number) => (await section(2, limit)).items.map(({ id }) => id);
      expect(await ids()).toEqual([4, 2, 3, 1]);
      expect(await ids(2)).toEqual([4, 2]);
      expect(await section(2, 1)).toMatchObject({ total: 4, open: 1, items: [{ status: 'pending' }] });
      expect(await section(1)).toMatchObject({ total: 1, open: 1, items: [{ account: { id: 1 } }] });
      expect(await section(3)).toEqual({ items: [], total: 0, open: 0 });
    });

    it('lists are filtered by account and by how they stand', async () => {
      await request(1, '2026-02-04');
      await request(2, '2026-02-03');
      await request(4, '2026-02-05');
      await decide(1, 'declined', jan);
      expect(await listed({})).toEqual({ ids: [3, 1, 2], total: 3 });
      expect(await listed({ accountId: 2 })).toEqual({ ids: [1, 2], total: 2 });
      expect(await listed({ status: 'pending' })).toEqual({ ids: [3, 2], total: 2 });
      expect(await listed({ accountId: 2, status: 'declined' })).toEqual({ ids: [1], total: 1 });
      expect(await listed({ limit: 1, page: 2 })).toEqual({ ids: [1], total: 3 });
    });

    it('names are those of today, and who decided is known when the contact is gone', async () => {
      await request(1);
      await decide(1, 'approved', petra);
      await db().write(async (deps) => {
        await unlinkContacts(deps, [{ accountId: 2, contactId: petra }]);
        await deleteContacts(deps, [petra]);
      });
      expect((await section(2)).items).toMatchObject([
        { status: 'approved', decidedBy: { side: 'client', name: 'Petra Özdemir', contact: null } },
      ]);
    });

    it('approvals go with their document, and with their account', async () => {
      await request(1);
      await request(4);
      await db().write((deps) => deleteDocuments(deps, [1]));
      expect(await listed({})).toEqual({ ids: [2], total: 1 });
      await db().write(async (deps) => {
        await archiveAccounts(deps, [1]);
        await deleteAccounts(deps, [1]);
      });
      expect(await listed({})).toEqual({ ids: [], total: 0 });
    });

    it('two programs that ask at once make one request', async () => {
      const ask = (deps: Parameters<typeof requestApprovals>[0]) =>
        requestApprovals(deps, [{ documentId: 1 }], { notify: false });
      expect(await meet(db(), ask, ask)).toEqual([]);
      expect(await listed({})).toMatchObject({ total: 1 });
    });

    it('of two who decide at once the second is refused', async () => {
      await request(1);
      const decision =
        (decision: Decision, contactId: number) => (deps: Parameters<typeof decideApprovals>[0]) =>
          decideApprovals(deps, [{ approvalId: 1, decision, contactId }]);
      expect(await meet(db(), decision('approved', jan), decision('declined', erika))).toEqual([
        'APPROVAL_DECIDED',
      ]);
      expect((await section(2)).items).toMatchObject([{ status: 'approved' }]);
    });

    it('lists walk along an index in their order, whatever they are filtered by', async () => {
      if (db().kind !== 'sqlite') return;
      await request(1);
      for (const [query, index] of [
        [{}, 'approvals_by_time'],
        [{ status: 'pending' }, 'approvals_waiting'],
        [{ accountId: 2, status: 'declined' }, 'approvals_by_account'],
      ] as const) {
        const plan = (await plansOf(db(), (deps) => collect(listApprovals(deps, query).rows))).join('\n');
        expect(plan).toContain(index);
        expect(plan).not.toContain('TEMP B-TREE');
      }
    });

    it('O1: the section reads by indexes alone', async () => {
      if (db().kind !== 'sqlite') return;
      await request(1);
      const plans = await plansOf(db(), (deps) => approvalSection(deps, 2, 5));
      expect(plans.join('\n')).toContain('approvals_by_account');
      expect(plans.join('\n')).toContain('approvals_open');
      expect(plans.filter((line) => /SCAN (?!CONSTANT)|TEMP B-TREE/.test(line))).toEqual([]);
    });
  });
});
