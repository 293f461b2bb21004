import { beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../../src/domain/deps.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { declineSignatures, signSignatures } from '../../../src/domain/signature/answer.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { setAccess } from '../access/book.ts';
import { erika, fillDocumentBook, jan, mailsAbout, meet, otto, petra } from '../approval/book.ts';
import { audit } from '../fixtures.ts';
import { requestBook } from './book.ts';

const now = testTime.toISOString();

describe('signing and declining', () => {
  onEachDatabase((db) => {
    const { request, sign, decline, cancel, section } = requestBook(db);
    beforeEach(() => fillDocumentBook(db()));
    const inOrder = { signerIds: [petra, jan, erika], inOrder: true };
    const signing = (contactId: number) => (deps: Deps) =>
      signSignatures(deps, [{ requestId: 1, contactId }]);

    it('O2: without an order each signs when they like; complete when all have', async () => {
      await request(1);
      expect(await sign(1, petra)).toMatchObject([
        {
          outcome: 'updated',
          status: 'open',
          endedAt: null,
          missing: ['Erika Müller', 'Jan Weiß'],
          notified: [],
        },
      ]);
      await sign(1, erika);
      expect(await sign(1, jan)).toMatchObject([
        {
          outcome: 'updated',
          status: 'complete',
          endedAt: now,
          missing: [],
          signers: [1, 2, 3].map((position) => ({ position, status: 'signed', at: now })),
        },
      ]);
    });

    it('O2: in order, nobody signs or declines before their turn', async () => {
      await request(1, inOrder);
      const before = await db().contents();
      const refusal = {
        kind: 'refused',
        code: 'NOT_THEIR_TURN',
        message:
          'Signature request 1 for "Annual accounts.txt" goes in order: before Erika Müller it is the turn of Petra Özdemir.',
        details: { id: 1, contactId: erika, turn: petra },
      };
      await expect(sign(1, erika)).rejects.toMatchObject(refusal);
      await expect(decline(1, erika)).rejects.toMatchObject(refusal);
      expect(await db().contents()).toBe(before);
      for (const contactId of [petra, jan, erika]) await sign(1, contactId);
      expect((await section(2)).items).toMatchObject([{ status: 'complete' }]);
    });

    it('T2: in order, each signature notifies the next signer alone, and the last one nobody', async () => {
      expect(await request(1, inOrder)).toMatchObject([{ notified: ['petra@oezdemir.example'] }]);
      expect(await sign(1, petra)).toMatchObject([{ notified: ['jan@weiss.example'] }]);
      expect(await sign(1, petra)).toMatchObject([{ outcome: 'unchanged', notified: [] }]);
      await setAccess(db(), 2, erika, { notify: false });
      expect(await sign(1, jan)).toMatchObject([{ notified: [] }]);
      expect(await sign(1, erika)).toMatchObject([{ status: 'complete', notified: [] }]);
      expect(await mailsAbout(db(), 'signatures')).toEqual([
        'petra@oezdemir.example: Annual accounts.txt',
        'jan@weiss.example: Annual accounts.txt',
      ]);
    });

    it('T2: a request that was to notify nobody does so to its end', async () => {
      expect(await request(1, inOrder, false)).toMatchObject([{ notified: [] }]);
      expect(await sign(1, petra)).toMatchObject([{ outcome: 'updated', notified: [] }]);
      expect(await mailsAbout(db(), 'signatures')).toEqual([]);
    });

    it('O2: several who sign in one call: only the one who is left is notified', async () => {
      await request(1, inOrder, true);
      const signed = await db().write((deps) =>
        signSignatures(
          deps,
          [petra, jan].map((contactId) => ({ requestId: 1, contactId })),
        ),
      );
      expect(signed).toMatchObject([{ missing: ['Erika Müller'] }, { notified: ['erika@mueller.example'] }]);
      expect(await mailsAbout(db(), 'signatures')).toEqual([
        'petra@oezdemir.example: Annual accounts.txt',
        'erika@mueller.example: Annual accounts.txt',
      ]);
    });

    it('O2: who declines ends the request, with or without a reason', async () => {
      await request(1);
      await sign(1, erika);
      expect(await decline(1, jan, { reason: 'Wrong year.\nSorry.' })).toMatchObject([
        {
          outcome: 'updated',
          status: 'declined',
          endedAt: now,
          missing: [],
          signers: [
            { status: 'signed' },
            { status: 'declined', at: now, reason: 'Wrong year.\nSorry.' },
            { status: 'pending', at: null, reason: null },
          ],
        },
      ]);
      await expect(sign(1, petra)).rejects.toMatchObject({
        kind: 'refused',
        code: 'SIGNATURE_ENDED',
        message: 'Signature request 1 for "Annual accounts.txt" is declined since 2026-03-04.',
        hint: 'To ask again: kontor signature request 1',
      });
      await expect(sign(1, jan)).rejects.toMatchObject({ code: 'SIGNATURE_ENDED' });
      await expect(cancel(1)).rejects.toMatchObject({ code: 'SIGNATURE_ENDED' });
    });

    it('O2: the same again is unchanged, also when the request has ended; another answer is refused', async () => {
      await request(1);
      await sign(1, erika);
      await expect(decline(1, erika)).rejects.toMatchObject({
        kind: 'refused',
        code: 'ALREADY_SIGNED',
        hint: 'The firm can withdraw the request: kontor signature cancel 1',
      });
      await decline(1, jan, { reason: 'No' });
      const before = await db().contents();
      expect(await sign(1, erika)).toMatchObject([{ outcome: 'unchanged', status: 'declined' }]);
      expect(await decline(1, jan)).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await decline(1, jan, { reason: 'No' })).toMatchObject([{ outcome: 'unchanged' }]);
      await expect(decline(1, jan, { reason: 'Never' })).rejects.toMatchObject({ code: 'SIGNATURE_ENDED' });
      expect(await db().contents()).toBe(before);
    });

    it('O2: only those who were asked sign, while they have login in the account', async () => {
      await request(1, { signerIds: [erika, jan] });
      const before = await db().contents();
      for (const contactId of [petra, otto]) {
        await expect(sign(1, contactId)).rejects.toMatchObject({
          kind: 'refused',
          code: 'NOT_A_SIGNER',
          message: `Signature request 1 for "Annual accounts.txt" does not ask contact ${contactId}; its signers are Erika Müller, Jan Weiß.`,
        });
      }
      await expect(sign(9, jan)).rejects.toMatchObject({ kind: 'not-found', code: 'SIGNATURE_NOT_FOUND' });
      expect(await db().contents()).toBe(before);
      await setAccess(db(), 2, jan, { login: false });
      await expect(sign(1, jan)).rejects.toMatchObject({ code: 'SIGNER_WITHOUT_LOGIN' });
      await setAccess(db(), 2, jan, { login: true });
      expect(await sign(1, jan)).toMatchObject([{ outcome: 'updated' }]);
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 2, contactId: jan }]));
      expect(await sign(1, jan)).toMatchObject([{ outcome: 'unchanged' }]);
    });

    it('O2: a contact who stands for two, as merging makes it, signs twice', async () => {
      await request(1, { signerIds: [jan, erika] });
      await db().write(({ trx }) => trx('signature_signers').update({ contact_id: jan }));
      expect(await sign(1, jan)).toMatchObject([{ outcome: 'updated', missing: ['Erika Müller'] }]);
      expect(await sign(1, jan)).toMatchObject([{ outcome: 'updated', status: 'complete' }]);
      expect(await sign(1, jan)).toMatchObject([{ outcome: 'unchanged' }]);
    });

    it('O2: times follow each other: document, request, in order the signature before, now', async () => {
      await expect(request(1, { at: '2026-01-31' })).rejects.toMatchObject({
        code: 'INVALID_TIME',
        message: expect.stringContaining('lies before the document'),
      });
      await request(1, { ...inOrder, at: '2026-02-10' });
      await expect(sign(1, petra, '2026-02-09')).rejects.toMatchObject({
        message: expect.stringContaining('lies before the request'),
      });
      await sign(1, petra, '2026-02-12');
      await expect(sign(1, jan, '2026-02-11')).rejects.toMatchObject({
        message: expect.stringContaining('lies before the signature of Petra Özdemir'),
      });
      await expect(decline(1, jan, { at: '2026-03-05' })).rejects.toMatchObject({
        message: expect.stringContaining('lies in the future'),
      });
    });

    it('O2: without an order signatures may be recorded in any; the request ends with the latest', async () => {
      await request(1, { signerIds: [jan, erika], at: '2026-02-10' });
      await sign(1, erika, '2026-02-20T12:00+01:00');
      expect(await sign(1, jan, '2026-02-15')).toMatchObject([
        { status: 'complete', endedAt: '2026-02-20T11:00:00.000Z' },
      ]);
    });

    it('H1: signatures and refusals to sign are audited, with the time that was given and who was notified', async () => {
      await request(1, { ...inOrder, at: '2026-03-01' });
      const past = (await audit(db())).length;
      await sign(1, petra, '2026-03-04');
      await decline(1, jan, { reason: 'No' });
      const entries = (await audit(db())).slice(past);
      expect(entries).toMatchObject(
        entries.map(() => ({
          record: 'signature',
          recordId: 1,
          label: 'Annual accounts.txt',
          action: 'updated',
        })),
      );
      expect(entries.map(({ changes }) => changes)).toEqual([
        {
          signed: { from: null, to: 'Petra Özdemir' },
          at: { from: null, to: '2026-03-04T00:00:00.000Z' },
          notified: { from: null, to: ['jan@weiss.example'] },
        },
        {
          declined: { from: null, to: 'Jan Weiß' },
          reason: { from: null, to: 'No' },
          status: { from: 'open', to: 'declined' },
        },
      ]);
    });

    it('O2: two who sign at the same moment complete the request once', async () => {
      await request(1, { signerIds: [jan, erika] });
      expect(await meet(db(), signing(jan), signing(erika))).toEqual([]);
      expect((await section(2)).items).toMatchObject([{ status: 'complete', missing: [] }]);
      const completions = (await audit(db())).filter(({ changes }) => changes.status?.to === 'complete');
      expect(completions).toMatchObject([{ actor: 'other' }]);
    });

    it('O2: who signs while another declines is refused', async () => {
      await request(1, { signerIds: [jan, erika] });
      const declining = (deps: Deps) => declineSignatures(deps, [{ requestId: 1, contactId: jan }]);
      expect(await meet(db(), declining, signing(erika))).toEqual(['SIGNATURE_ENDED']);
    });
  });
});
