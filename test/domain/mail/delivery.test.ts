import { describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { claimMail, endStaleClaims, settleMail } from '../../../src/domain/mail/delivery.ts';
import type { ClaimedMail, Runs } from '../../../src/domain/mail/model.ts';
import { queueMails } from '../../../src/domain/mail/queue.ts';
import { linkOfToken, tokenIn } from '../../../src/domain/portal/tokens.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { alter, mailRows, makeLink, queueInvitations, setUpFirm } from '../../mail/outbox.ts';
import { audit, gate } from '../fixtures.ts';

const runs: Runs = { own: 'here/1', hasEnded: (run) => run === 'here/dead' };
const other: Runs = { ...runs, own: 'here/2' };

describe('the outbox', () => {
  onEachDatabase((db) => {
    const claim = (id: number, by = runs) => db().write((deps) => claimMail(deps, by, id));
    const claimed = async (id: number, by = runs): Promise<ClaimedMail> => {
      const made = await claim(id, by);
      if ('mail' in made) return made.mail;
      throw new Error(`mail ${id} was not claimed: ${made.delivery.reason}`);
    };

    it('I6: a mail and the change that causes it exist both or not at all', async () => {
      await expect(
        db().write(async (deps) => {
          await queueMails(deps, [{ kind: 'password-notice', recipient: 'a@b.example', facts: {} }]);
          throw new Error('the change fails');
        }),
      ).rejects.toThrow('the change fails');
      expect(await mailRows(db())).toEqual([]);
      const queued = await db().write(async (deps) => {
        await queueMails(deps, [{ kind: 'password-notice', recipient: 'a@b.example', facts: {} }]);
        return [...deps.queuedMails];
      });
      expect(await mailRows(db())).toMatchObject([{ id: queued[0], state: 'queued', attempts: 0 }]);
    });

    it('I6: of two senders one gets a mail', async () => {
      await setUpFirm(db());
      await queueInvitations(db(), ['jan@weiss.example']);
      expect(await claimed(1)).toMatchObject({ id: 1, attempt: 1, recipient: 'jan@weiss.example' });
      expect(await claim(1, other)).toEqual({
        delivery: { id: 1, recipient: 'jan@weiss.example', state: 'sending', reason: null },
      });
    });

    it('I6: also when both want it at the same moment', async () => {
      await setUpFirm(db());
      await queueInvitations(db(), ['jan@weiss.example']);
      const first = gate();
      const release = gate();
      const one = db().write(async (deps) => {
        const made = await claimMail(deps, runs, 1);
        first.open();
        await release.opened;
        return made;
      });
      await first.opened;
      const two = claim(1, other);
      await new Promise((resolve) => setTimeout(resolve, 50));
      release.open();
      expect([await one, await two].map((made) => 'mail' in made)).toEqual([true, false]);
      expect(await mailRows(db())).toMatchObject([{ state: 'sending', attempts: 1 }]);
    });

    it('I5: the link is made when it is delivered, anew at every try, and only its hash is stored', async () => {
      await setUpFirm(db());
      await queueInvitations(db(), ['jan@weiss.example']);
      const tokens = () => db().read((deps) => query(deps, 'select * from portal_tokens'));
      expect(await tokens()).toEqual([]);
      const first = await claimed(1);
      expect(first.link).toMatch(/^https:\/\/portal\.weiss\.example\/accept\?token=/);
      await db().write((deps) =>
        settleMail(deps, runs, first, { state: 'queued', reason: 'down', stop: true }),
      );
      const second = await claimed(1);
      expect(second.attempt).toBe(2);
      expect(second.messageId).toBe(first.messageId);
      expect(second.link).not.toBe(first.link);
      expect(await tokens()).toHaveLength(2);
      for (const { link = '' } of [first, second]) {
        const verifier = tokenIn(link).split('.')[1] ?? '';
        expect(verifier.length).toBeGreaterThanOrEqual(43);
        expect(await db().contents()).not.toContain(verifier);
        expect(await db().read((deps) => linkOfToken(deps, tokenIn(link)))).toBe(1);
      }
    });

    it('a mail whose link died meanwhile is cancelled, and gets no token', async () => {
      await setUpFirm(db());
      await queueInvitations(db(), ['a@b.example', 'c@d.example', 'e@f.example']);
      await alter(db(), `update portal_links set state = 'revoked' where id = 1`);
      await alter(db(), `update portal_links set expires_at = '2026-03-04T05:06:07.890Z' where id = 2`);
      await alter(db(), 'delete from portal_links where id = 3');
      for (const [id, reason] of [
        [1, 'its link is no longer good: it was used, revoked or replaced'],
        [2, 'its link has expired'],
        [3, 'its link is no longer good: it was used, revoked or replaced'],
      ] as const) {
        expect(await claim(id)).toMatchObject({ delivery: { id, state: 'cancelled', reason } });
      }
      expect(await mailRows(db())).toMatchObject(Array(3).fill({ state: 'cancelled', attempts: 0 }));
      expect(await db().read((deps) => query(deps, 'select * from portal_tokens'))).toEqual([]);
      expect(await claim(1)).toMatchObject({ delivery: { state: 'cancelled' } });
    });

    it('a mail waits while the firm has not said where its portal is, or who writes', async () => {
      await queueInvitations(db(), ['a@b.example']);
      await db().write((deps) =>
        queueMails(deps, [{ kind: 'password-notice', recipient: 'a@b.example', facts: {} }]),
      );
      expect(await claim(1)).toMatchObject({
        delivery: { state: 'queued', reason: expect.stringContaining('kontor config set portal-address') },
      });
      expect(await claim(2)).toMatchObject({
        delivery: { state: 'queued', reason: expect.stringContaining('kontor config set sender') },
      });
      expect(await mailRows(db())).toMatchObject(Array(2).fill({ state: 'queued', attempts: 0 }));
      await db().write((deps) => changeFirm(deps, [{ key: 'sender', value: 'office@weiss.example' }]));
      expect(await claimed(2)).toMatchObject({
        link: undefined,
        sender: { name: '', address: 'office@weiss.example' },
      });
      await setUpFirm(db());
      expect(await claimed(1)).toMatchObject({ attempt: 1, firmName: 'Weiß & Partner' });
    });

    it('stores what became of it', async () => {
      await setUpFirm(db());
      const ids = await queueInvitations(db(), ['a@b.example', 'c@d.example', 'e@f.example', 'g@h.example']);
      const states = ['sent', 'deferred', 'failed', 'uncertain'] as const;
      for (const [index, id] of ids.entries()) {
        const mail = await claimed(id);
        const state = states[index] ?? 'sent';
        const reason = state === 'sent' ? null : 'because';
        expect(
          await db().write((deps) => settleMail(deps, runs, mail, { state, reason, stop: false })),
        ).toEqual({ id, recipient: mail.recipient, state, reason });
      }
      const rows = await db().read((deps) =>
        query(
          deps,
          'select state, error, due_at, ended_at, claimed_by, claimed_until from mails order by id',
        ),
      );
      const now = '2026-03-04T05:06:07.890Z';
      const free = { claimed_by: null, claimed_until: null };
      expect(rows).toEqual([
        { state: 'sent', error: null, due_at: now, ended_at: now, ...free },
        { state: 'deferred', error: 'because', due_at: '2026-03-04T05:07:07.890Z', ended_at: null, ...free },
        { state: 'failed', error: 'because', due_at: now, ended_at: now, ...free },
        { state: 'uncertain', error: 'because', due_at: now, ended_at: null, ...free },
      ]);
      // Only what waits can be claimed.
      for (const id of [1, 3, 4]) expect('delivery' in (await claim(id))).toBe(true);
      expect('mail' in (await claim(2))).toBe(true);
    });

    it('the answer of a slow sender counts, unless somebody resolved the mail meanwhile', async () => {
      await setUpFirm(db());
      await queueInvitations(db(), ['a@b.example', 'c@d.example']);
      const slow = [await claimed(1), await claimed(2)];
      await alter(db(), `update mails set state = 'uncertain' where id = 1`);
      await alter(db(), `update mails set state = 'queued', claimed_by = null where id = 2`);
      for (const mail of slow) {
        await db().write((deps) =>
          settleMail(deps, runs, mail, { state: 'sent', reason: null, stop: false }),
        );
      }
      expect(await mailRows(db())).toMatchObject([{ state: 'sent' }, { state: 'queued' }]);
    });

    it('I6: a mail whose sender ended in the midst of it is uncertain, and not claimed again', async () => {
      await setUpFirm(db());
      await queueInvitations(db(), ['a@b.example', 'c@d.example', 'e@f.example']);
      for (const id of [1, 2, 3]) await claimed(id, other);
      await alter(db(), `update mails set claimed_by = 'here/dead' where id = 1`);
      await alter(db(), `update mails set claimed_until = '2026-03-04T05:06:07.889Z' where id = 2`);
      expect(await claim(1)).toMatchObject({ delivery: { state: 'uncertain' } });
      await db().write((deps) => endStaleClaims(deps, runs));
      expect(await mailRows(db())).toMatchObject([
        { state: 'uncertain', error: expect.stringContaining('ended before the answer') },
        { state: 'uncertain' },
        { state: 'sending', error: null },
      ]);
      for (const id of [1, 2, 3]) expect('delivery' in (await claim(id))).toBe(true);
    });

    it('H1: delivering is no change of the business: it leaves no entry', async () => {
      await setUpFirm(db());
      const before = (await audit(db())).length;
      await db().write(async (deps) => {
        const linkId = await makeLink(deps, 'a@b.example', { purpose: 'reset' });
        await queueMails(deps, [{ kind: 'reset', recipient: 'a@b.example', linkId, facts: {} }]);
      });
      const mail = await claimed(1);
      expect(mail.link).toContain('/set-password?token=');
      await db().write((deps) => settleMail(deps, runs, mail, { state: 'sent', reason: null, stop: false }));
      expect(await audit(db())).toHaveLength(before);
    });
  });
});
