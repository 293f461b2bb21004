import { beforeEach, describe, expect, it } from 'vitest';
import { deleteContacts } from '../../../src/domain/contact/operations.ts';
import { deleteDocuments } from '../../../src/domain/document/operations.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { listSignatures } from '../../../src/domain/signature/list.ts';
import { cancelSignatures, requestSignatures } from '../../../src/domain/signature/operations.ts';
import { signatureSection } from '../../../src/domain/signature/section.ts';
import { orderSigners } from '../../../src/domain/signer/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { setAccess } from '../access/book.ts';
import { erika, fillDocumentBook, jan, mailsAbout, meet, otto, petra, plansOf } from '../approval/book.ts';
import { audit, collect } from '../fixtures.ts';
import { requestBook } from './book.ts';

const now = testTime.toISOString();

describe('signature requests', () => {
  onEachDatabase((db) => {
    const { request, sign, decline, cancel, section, listed, names } = requestBook(db);
    beforeEach(() => fillDocumentBook(db()));

    it('O2, L4: asked are all who may sign for the account, in its order', async () => {
      await db().write((deps) => orderSigners(deps, 2, [petra]));
      const signer = (position: number, id: number, name: string) => ({
        position,
        contact: { id, name },
        name,
        status: 'pending',
        at: null,
        reason: null,
      });
      expect(await request(1)).toEqual([
        {
          outcome: 'created',
          id: 1,
          name: 'Annual accounts.txt',
          document: { id: 1, name: 'Annual accounts.txt' },
          account: { id: 2, name: 'Weiß GmbH' },
          status: 'open',
          inOrder: false,
          requestedAt: now,
          requestedBy: 'tester',
          endedAt: null,
          signers: [
            signer(1, petra, 'Petra Özdemir'),
            signer(2, erika, 'Erika Müller'),
            signer(3, jan, 'Jan Weiß'),
          ],
          missing: ['Petra Özdemir', 'Erika Müller', 'Jan Weiß'],
          notified: ['erika@mueller.example', 'jan@weiss.example', 'petra@oezdemir.example'],
          warnings: [],
        },
      ]);
    });

    it('L4: a later change of the order, or of who may sign, changes no request that exists', async () => {
      await request(1);
      await db().write((deps) => orderSigners(deps, 2, [petra, jan]));
      await setAccess(db(), 2, erika, { login: false });
      expect(await names(1)).toEqual(['Erika Müller', 'Jan Weiß', 'Petra Özdemir']);
      await request(2);
      expect(await names(2)).toEqual(['Petra Özdemir', 'Jan Weiß']);
    });

    it('O2: --signers names some of them, in an order of its own', async () => {
      await request(1, { signerIds: [jan, erika] });
      expect(await names(1)).toEqual(['Jan Weiß', 'Erika Müller']);
    });

    it('L4: signers have login in the account, are named once, and there is at least one', async () => {
      await setAccess(db(), 2, petra, { login: false });
      const before = await db().contents();
      await expect(request(1, { signerIds: [jan, petra] })).rejects.toMatchObject({
        kind: 'refused',
        code: 'SIGNER_WITHOUT_LOGIN',
        message:
          'Contact 3 "Petra Özdemir" has no login in account 2 "Weiß GmbH"; only those with login can sign.',
        hint: 'kontor contact access 3 2 --login on',
      });
      await expect(request(1, { signerIds: [otto] })).rejects.toMatchObject({ code: 'NOT_LINKED' });
      await expect(request(1, { signerIds: [jan, erika, jan] })).rejects.toMatchObject({
        kind: 'usage',
        code: 'SIGNER_TWICE',
      });
      await expect(request(1, { signerIds: [] })).rejects.toMatchObject({
        kind: 'usage',
        code: 'NOBODY_NAMED',
      });
      await expect(request(4)).rejects.toMatchObject({
        kind: 'refused',
        code: 'NOBODY_CAN_SIGN',
        hint: expect.stringContaining('kontor contact access CONTACT 1 --login on'),
      });
      await expect(request(9)).rejects.toMatchObject({ kind: 'not-found', code: 'DOCUMENT_NOT_FOUND' });
      expect(await db().contents()).toBe(before);
    });

    it('O2: a document has one open request; when it has ended, there may be another', async () => {
      await request(1);
      const before = await db().contents();
      await expect(request(1)).rejects.toMatchObject({
        kind: 'refused',
        code: 'SIGNATURE_OPEN',
        message: 'Document 1 "Annual accounts.txt" is waiting for signatures already: request 1.',
        hint: 'To ask anew, withdraw it first: kontor signature cancel 1',
      });
      const twice = [2, 2].map((documentId) => ({ documentId }));
      await expect(db().write((deps) => requestSignatures(deps, twice))).rejects.toMatchObject({
        code: 'DOCUMENT_TWICE',
      });
      expect(await db().contents()).toBe(before);
      await cancel(1);
      expect(await request(1)).toMatchObject([{ id: 2 }]);
      await decline(2, jan);
      expect(await request(1, { signerIds: [jan] })).toMatchObject([{ id: 3 }]);
      await sign(3, jan);
      expect(await request(1)).toMatchObject([{ id: 4, status: 'open' }]);
      expect(await section(2)).toMatchObject({ total: 4, open: 1 });
    });

    it('O2: several documents at once, each with signers of its own', async () => {
      const asked = await db().write((deps) =>
        requestSignatures(deps, [{ documentId: 3 }, { documentId: 1, signerIds: [erika], inOrder: true }]),
      );
      expect(asked).toMatchObject([
        { id: 1, document: { id: 3 }, inOrder: false, missing: ['Jan Weiß'] },
        { id: 2, document: { id: 1 }, inOrder: true, missing: ['Erika Müller'] },
      ]);
    });

    it('T2: all signers are notified, in order only the first, and nobody else of the account', async () => {
      await setAccess(db(), 2, petra, { notify: false });
      expect(await request(1, { signerIds: [petra, jan] })).toMatchObject([
        { notified: ['jan@weiss.example'] },
      ]);
      expect(await request(2, { signerIds: [erika, jan], inOrder: true })).toMatchObject([
        { notified: ['erika@mueller.example'] },
      ]);
      expect(await mailsAbout(db(), 'signatures')).toEqual([
        'jan@weiss.example: Annual accounts.txt',
        'erika@mueller.example: Contract.txt',
      ]);
    });

    it('A9: in an archived account it can be requested and signed, and nobody is notified', async () => {
      expect(await request(3)).toMatchObject([{ notified: [], missing: ['Jan Weiß'] }]);
      expect(await sign(1, jan)).toMatchObject([{ status: 'complete' }]);
      expect(await mailsAbout(db(), 'signatures')).toEqual([]);
    });

    it('O2: the firm withdraws open requests; what was signed stays on record', async () => {
      await request(1);
      await sign(1, erika);
      await request(2, { signerIds: [jan] });
      expect(await cancel(1, 1)).toMatchObject([
        { outcome: 'updated', status: 'cancelled', endedAt: now, missing: [] },
        { outcome: 'unchanged' },
      ]);
      const before = await db().contents();
      expect(await cancel(1)).toMatchObject([
        { outcome: 'unchanged', signers: [{ status: 'signed' }, {}, {}] },
      ]);
      await expect(sign(1, jan)).rejects.toMatchObject({
        kind: 'refused',
        code: 'SIGNATURE_ENDED',
        message: 'Signature request 1 for "Annual accounts.txt" is cancelled since 2026-03-04.',
      });
      await expect(cancel(9)).rejects.toMatchObject({
        kind: 'not-found',
        code: 'SIGNATURE_NOT_FOUND',
        hint: 'kontor signature list',
      });
      expect(await db().contents()).toBe(before);
      await sign(2, jan);
      await expect(cancel(2)).rejects.toMatchObject({ code: 'SIGNATURE_ENDED' });
    });

    it('H1: requests and their end are audited, with the time that was given and who was notified', async () => {
      const past = (await audit(db())).length;
      await request(1, { signerIds: [jan, erika], inOrder: true, at: '2026-02-10' });
      await request(2, { signerIds: [jan] }, false);
      await db().write((deps) => cancelSignatures(deps, [{ requestId: 1, at: '2026-02-11' }]));
      const entries = (await audit(db())).slice(past);
      expect(entries).toMatchObject([
        {
          record: 'signature',
          recordId: 1,
          label: 'Annual accounts.txt',
          action: 'created',
          actor: 'tester',
        },
        { record: 'signature', recordId: 2, label: 'Contract.txt', action: 'created' },
        { record: 'signature', recordId: 1, label: 'Annual accounts.txt', action: 'updated' },
      ]);
      expect(entries.map(({ changes }) => changes)).toEqual([
        {
          document: { from: null, to: 'Annual accounts.txt' },
          signers: { from: null, to: ['Jan Weiß', 'Erika Müller'] },
          inOrder: { from: null, to: true },
          status: { from: null, to: 'open' },
          at: { from: null, to: '2026-02-10T00:00:00.000Z' },
          notified: { from: null, to: ['jan@weiss.example'] },
        },
        {
          document: { from: null, to: 'Contract.txt' },
          signers: { from: null, to: ['Jan Weiß'] },
          status: { from: null, to: 'open' },
        },
        {
          status: { from: 'open', to: 'cancelled' },
          at: { from: null, to: '2026-02-11T00:00:00.000Z' },
        },
      ]);
    });

    it('O1: the section of an account: the newest first, with who has still to sign, in order', async () => {
      await request(1, { at: '2026-02-03', signerIds: [petra, erika] });
      await request(2, { at: '2026-02-04', signerIds: [jan] });
      await sign(2, jan);
      await request(2, { at: '2026-02-03' });
      await sign(1, petra);
      await request(3);
      expect(await section(2)).toMatchObject({
        total: 3,
        open: 2,
        items: [
          { id: 2, status: 'complete', missing: [] },
          { id: 3, missing: ['Erika Müller', 'Jan Weiß', 'Petra Özdemir'] },
          {
            id: 1,
            missing: ['Erika Müller'],
            signers: [
              { position: 1, name: 'Petra Özdemir', status: 'signed' },
              { position: 2, name: 'Erika Müller', status: 'pending' },
            ],
          },
        ],
      });
      expect(await section(2, 1)).toMatchObject({ total: 3, open: 2, items: [{ id: 2 }] });
      expect(await section(3)).toMatchObject({ total: 1, open: 1 });
      expect(await section(1)).toEqual({ items: [], total: 0, open: 0 });
    });

    it('lists are filtered by account, by how requests stand, and by whom they wait for', async () => {
      await request(1, { signerIds: [jan, erika], inOrder: true, at: '2026-02-03' });
      await request(2, { signerIds: [erika, jan], at: '2026-02-05' });
      await request(3, { at: '2026-02-04' });
      expect(await listed({})).toEqual({ ids: [2, 3, 1], total: 3 });
      expect(await listed({ accountId: 2 })).toEqual({ ids: [2, 1], total: 2 });
      expect(await listed({ limit: 1, page: 3 })).toEqual({ ids: [1], total: 3 });
      expect(await listed({ waitingFor: jan })).toEqual({ ids: [2, 3, 1], total: 3 });
      expect(await listed({ waitingFor: erika })).toEqual({ ids: [2], total: 1 });
      expect(await listed({ waitingFor: petra })).toEqual({ ids: [], total: 0 });
      await sign(1, jan);
      await sign(2, jan);
      expect(await listed({ waitingFor: jan })).toEqual({ ids: [3], total: 1 });
      expect(await listed({ waitingFor: erika, accountId: 2 })).toEqual({ ids: [2, 1], total: 2 });
      await cancel(1);
      expect(await listed({ waitingFor: erika })).toEqual({ ids: [2], total: 1 });
      expect(await listed({ status: 'open' })).toEqual({ ids: [2, 3], total: 2 });
      expect(await listed({ status: 'cancelled' })).toEqual({ ids: [1], total: 1 });
    });

    it('L4: whoever lost login, the link, or was deleted can sign no more; the request stays open', async () => {
      await request(1);
      await setAccess(db(), 2, erika, { login: false });
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 2, contactId: jan }]));
      await db().write(async (deps) => {
        await unlinkContacts(deps, [{ accountId: 2, contactId: petra }]);
        await deleteContacts(deps, [petra]);
      });
      await expect(sign(1, erika)).rejects.toMatchObject({
        kind: 'refused',
        code: 'SIGNER_WITHOUT_LOGIN',
        hint: 'kontor contact access 1 2 --login on',
      });
      await expect(sign(1, jan)).rejects.toMatchObject({ code: 'NOT_LINKED' });
      expect((await section(2)).items).toMatchObject([
        {
          status: 'open',
          missing: ['Erika Müller', 'Jan Weiß', 'Petra Özdemir'],
          signers: [{ contact: { id: erika } }, { contact: { id: jan } }, { contact: null }],
        },
      ]);
      expect(await cancel(1)).toMatchObject([{ outcome: 'updated' }]);
    });

    it('requests go with their document', async () => {
      await request(1);
      await request(2);
      await db().write((deps) => deleteDocuments(deps, [1]));
      expect(await listed({})).toEqual({ ids: [2], total: 1 });
      const signers = await db().read(({ trx }) => trx('signature_signers').distinct('request_id'));
      expect(signers).toEqual([{ request_id: 2 }]);
    });

    it('two programs that ask at once make one request', async () => {
      const ask = (deps: Parameters<typeof requestSignatures>[0]) =>
        requestSignatures(deps, [{ documentId: 1 }], { notify: false });
      expect(await meet(db(), ask, ask)).toEqual(['SIGNATURE_OPEN']);
      expect(await listed({})).toMatchObject({ total: 1 });
    });

    it('lists walk along an index in their order, whatever they are filtered by', async () => {
      if (db().kind !== 'sqlite') return;
      await request(1);
      for (const [query, index] of [
        [{}, 'signature_requests_by_time'],
        [{ status: 'open' }, 'signature_requests_waiting'],
        [{ accountId: 2 }, 'signature_requests_by_account'],
        [{ waitingFor: jan }, 'signature_signers_by_contact'],
      ] as const) {
        const plan = (await plansOf(db(), (deps) => collect(listSignatures(deps, query).rows))).join('\n');
        expect(plan).toContain(index);
        if (!('waitingFor' in query)) expect(plan).not.toMatch(/TEMP B-TREE|SCAN signature_signers/);
      }
    });

    it('O1: the section reads by indexes alone, signers of all requests in one question', async () => {
      if (db().kind !== 'sqlite') return;
      await request(1);
      await request(2);
      const plans = await plansOf(db(), (deps) => signatureSection(deps, 2, 5));
      expect(plans.join('\n')).toContain('signature_requests_by_account');
      expect(plans.join('\n')).toContain('signature_requests_open');
      expect(plans.filter((line) => line.includes('SEARCH s '))).toHaveLength(1);
      expect(plans.filter((line) => /SCAN (?!CONSTANT|json_each)|TEMP B-TREE/.test(line))).toEqual([]);
    });
  });
});
