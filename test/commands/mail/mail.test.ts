import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { queueMails } from '../../../src/domain/mail/queue.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { alter, mailRows, queueInvitations, setUpFirm } from '../../mail/outbox.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const time = '2026-03-04T05:06:07.890Z';

describe('mail list and show', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await setUpFirm(db());
      await queueInvitations(db(), ['jan@weiss.example', 'Erika@Mueller.example'], {
        name: 'Jan Weiß',
        message: 'Guten Tag,\nbis bald',
      });
      await db().write((deps) =>
        queueMails(deps, [
          {
            kind: 'password-notice',
            recipient: 'jan@weiss.example',
            accountId: 2,
            facts: { at: time, origin: '192.0.2.7' },
          },
        ]),
      );
      await alter(
        db(),
        `update mails set state = 'deferred', attempts = 2, due_at = '2026-03-04T05:11:07.890Z',
         error = 'the mail server answered: 451 later' where id = 2`,
      );
    });
    const mail = (line: string) => db().run('mail', ...words(line));
    const ids = async (line: string) => (await mail(`list ${line} -o ids`)).out.trim().split('\n').join(' ');

    it('lists newest first, by state and by address in any spelling', async () => {
      expect(await ids('')).toBe('3 2 1');
      expect(await ids('--state deferred')).toBe('2');
      expect(await ids('--to JAN@weiss.example')).toBe('3 1');
      expect(await ids('--to erika@mueller.example --state deferred')).toBe('2');
      expect(await ids('--limit 1 --page 2')).toBe('2');
      expect((await mail('list -o count')).out).toBe('3\n');
      expect(await mail('list --state failed')).toMatchObject({ code: 0, out: '', err: 'No mails.\n' });
      expect((await mail('list --json')).json()[1]).toEqual({
        id: 2,
        state: 'deferred',
        kind: 'invitation',
        recipient: 'Erika@Mueller.example',
        account: null,
        attempts: 2,
        createdAt: time,
        dueAt: '2026-03-04T05:11:07.890Z',
        endedAt: null,
        error: 'the mail server answered: 451 later',
      });
      const { out } = await mail('list');
      expect(out).toMatch(/^ID +State +Kind +To +Tries +Ended \(UTC\) +Reason\n/);
      expect(out).toMatch(/2 +deferred +invitation +Erika@Mueller\.example +2 +next 2026-03-04 05:11 /);
    });

    it('I6: a mail whose sender ended is uncertain at once, without being touched', async () => {
      await alter(
        db(),
        `update mails set state = 'sending', claimed_by = 'x/1', claimed_until = '2026-03-04T05:06:00.000Z' where id = 1`,
      );
      await alter(
        db(),
        `update mails set state = 'sending', claimed_by = 'x/1', claimed_until = '2026-03-04T05:16:00.000Z' where id = 2`,
      );
      expect(await ids('--state uncertain')).toBe('1');
      expect(await ids('--state sending')).toBe('2');
      expect((await mail('list --json')).json().map(({ state }: { state: string }) => state)).toEqual([
        'queued',
        'sending',
        'uncertain',
      ]);
      expect((await mail('show 1 --json')).json()).toMatchObject({ state: 'uncertain', dueAt: null });
      expect(await mailRows(db())).toMatchObject([{ state: 'sending' }, {}, {}]);
    });

    it('I5: shows all of it, and in the place of the link that there is one', async () => {
      const shown = (await mail('show 1 --json')).json();
      expect(shown).toEqual({
        id: 1,
        state: 'queued',
        kind: 'invitation',
        recipient: 'jan@weiss.example',
        account: null,
        attempts: 0,
        createdAt: time,
        dueAt: time,
        endedAt: null,
        error: null,
        messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        linkId: 1,
        facts: { name: 'Jan Weiß', message: 'Guten Tag,\nbis bald', expiresAt: '2026-03-11T05:06:07.890Z' },
        subject: 'Weiß & Partner: your access to the client portal',
        text: expect.stringMatching(/^Hello Jan Weiß,\n[\s\S]*here:\n\n<the personal link>\n/),
      });
      const page = await mail('show 1');
      expect(page).toMatchObject({ code: 0, err: '' });
      expect(page.out).toMatch(/^Mail 1: invitation\nqueued\n\nTo: +jan@weiss\.example\nTries: +0\n/);
      expect(page.out).toContain('Subject:    Weiß & Partner: your access to the client portal\n');
      expect(page.out).toMatch(/\nText\n {2}Hello Jan Weiß,\n[\s\S]* {4}Guten Tag,\n {4}bis bald\n/);
      const notice = await mail('show 3');
      expect(notice.out).toMatch(/Account: +2 Weiß GmbH\n/);
      expect(notice.out).toContain('from 192.0.2.7');
      expect(notice.out).not.toContain('<the personal link>');
    });

    it('what a server said cannot write to the terminal', async () => {
      await alter(db(), 'update mails set error = ? where id = 2', ['550 \u001b[31m\u0007\u202eevil']);
      for (const line of ['list', 'show 2']) {
        const { out } = await mail(line);
        expect(out).toContain('550 \\e[31m\\x07\\u{202e}evil');
        expect(out).not.toMatch(/[\u001b\u0007\u202e]/);
      }
    });

    it('refuses', () =>
      expectRefusals(db(), [
        ['state', 'mail list --state lost', 2, 'INVALID_INPUT', 'queued, sending'],
        ['number', 'mail show x', 2, 'INVALID_INPUT', '<mail> must be a whole number'],
        ['unknown', 'mail show 99', 3, 'MAIL_NOT_FOUND', 'kontor mail list'],
      ]));
  });
});

describe('mail resolve', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await setUpFirm(db());
      await queueInvitations(
        db(),
        ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@b.example`),
      );
      await alter(db(), `update mails set state = 'uncertain', error = 'no answer' where id in (1, 2)`);
      await alter(db(), `update mails set state = 'failed', ended_at = created_at where id = 3`);
      await alter(db(), `update mails set state = 'sent', ended_at = created_at where id = 4`);
    });
    const run = (line: string) => db().run(...words(line));
    const show = async (id: number) => (await run(`mail show ${id} --json`)).json();

    it('--sent: it arrived; --again: it goes into the outbox; both leave an entry', async () => {
      const sent = await run('mail resolve 1 --sent');
      expect(sent).toMatchObject({ code: 0, out: '', err: '✓ mail 1 to a@b.example counts as sent\n' });
      expect(await show(1)).toMatchObject({ state: 'sent', endedAt: time, error: null, dueAt: null });
      const again = await run('mail resolve 2 3 --again --json');
      expect(again.json()).toEqual({
        results: [
          { outcome: 'updated', id: 2, recipient: 'b@b.example', state: 'queued' },
          { outcome: 'updated', id: 3, recipient: 'c@b.example', state: 'queued' },
        ],
        summary: { total: 2, updated: 2 },
      });
      expect(await show(3)).toMatchObject({ state: 'queued', endedAt: null, dueAt: time, error: null });
      const entries = (await run('audit list --record mail --json')).json();
      expect(entries).toMatchObject([
        { recordId: 3, changes: { state: { from: 'failed', to: 'queued' } } },
        { recordId: 2, changes: { state: { from: 'uncertain', to: 'queued' } } },
        {
          recordId: 1,
          command: 'mail resolve',
          label: 'invitation to a@b.example',
          action: 'updated',
          changes: { state: { from: 'uncertain', to: 'sent' } },
        },
      ]);
    });

    it('a mail whose sender ended can be resolved as it is', async () => {
      await alter(
        db(),
        `update mails set state = 'sending', claimed_by = 'x/1', claimed_until = '2026-03-04T05:06:00.000Z' where id = 5`,
      );
      expect((await run('mail resolve 5 --again')).code).toBe(0);
      expect(await show(5)).toMatchObject({ state: 'queued' });
    });

    it('--dry-run changes nothing', async () => {
      const before = await db().contents();
      expect((await run('mail resolve 1 --sent --dry-run')).err).toMatch(/counts as sent\ndry run/);
      expect(await db().contents()).toBe(before);
    });

    it('refuses, all or nothing', () =>
      expectRefusals(db(), [
        ['neither', 'mail resolve 1', 2, 'INVALID_INPUT', '--sent and --again'],
        ['both', 'mail resolve 1 --sent --again', 2, 'INVALID_INPUT', '--sent and --again'],
        ['unknown', 'mail resolve 1 99 --sent', 3, 'MAIL_NOT_FOUND', '99'],
        ['queued', 'mail resolve 1 5 --sent', 4, 'NOTHING_TO_RESOLVE', 'kontor mail send 5 --now'],
        ['sent', 'mail resolve 4 --again', 4, 'NOTHING_TO_RESOLVE', 'Mail 4 is sent'],
        ['no number', 'mail resolve --sent', 2, 'MISSING_ARGUMENT', '<mail> is missing'],
      ]));
  });
});

describe('mail send', () => {
  onEachDatabase((db) => {
    const env = { KONTOR_MAIL_FOLDER: 'outbox' };
    const send = (line = '') => db().runWith({ env }, ...words(`mail send ${line}`));
    const files = () => readdir(path.join(db().folder, 'outbox')).catch(() => []);
    const states = async () => (await mailRows(db())).map(({ state }) => state);
    const queue = (...names: string[]) =>
      queueInvitations(
        db(),
        names.map((name) => `${name}@b.example`),
      );
    beforeEach(() => setUpFirm(db()));

    it('delivers what waits, oldest first; then there is nothing to do', async () => {
      await queue('a', 'b');
      expect(await send()).toMatchObject({
        code: 0,
        out: '',
        err: '✓ sent mail 1 (invitation) to a@b.example\n✓ sent mail 2 (invitation) to b@b.example\n',
      });
      expect(await files()).toHaveLength(2);
      expect(await send()).toMatchObject({ code: 0, out: '', err: '✓ no mail waits for its delivery\n' });
      expect((await send('--json')).json()).toEqual({ results: [], summary: { total: 0 } });
      expect(await files()).toHaveLength(2);
    });

    it('a deferred mail when its time has come, or with --now', async () => {
      await queue('a', 'b', 'c');
      await alter(
        db(),
        `update mails set state = 'deferred', due_at = '2026-03-04T05:06:07.890Z' where id = 1`,
      );
      await alter(
        db(),
        `update mails set state = 'deferred', due_at = '2026-03-04T05:06:07.891Z' where id = 2`,
      );
      expect((await send('-o ids')).out).toBe('1\n3\n');
      expect(await states()).toEqual(['sent', 'deferred', 'sent']);
      expect((await send('2 --json')).json()).toEqual({
        results: [
          {
            outcome: 'skipped',
            id: 2,
            state: 'deferred',
            kind: 'invitation',
            recipient: 'b@b.example',
            reason: 'not before 2026-03-04T05:06:07.891Z; --now sends it at once',
          },
        ],
        summary: { total: 1, skipped: 1 },
      });
      expect((await send('--now')).err).toBe('✓ sent mail 2 (invitation) to b@b.example\n');
    });

    it('only the named ones; one that is sent is done already', async () => {
      await queue('a', 'b', 'c');
      expect((await send('2')).err).toBe('✓ sent mail 2 (invitation) to b@b.example\n');
      expect(await states()).toEqual(['queued', 'sent', 'queued']);
      expect(await send('2')).toMatchObject({
        code: 0,
        err: '✓ mail 2 (invitation) to b@b.example is sent already\n',
      });
      expect((await send('3 2 3 --json')).json().summary).toEqual({ total: 2, updated: 1, unchanged: 1 });
      expect(await files()).toHaveLength(2);
    });

    it('I6: makes uncertain what a dead sender left behind, and does not send it', async () => {
      await queue('a', 'b');
      await alter(
        db(),
        `update mails set state = 'sending', claimed_by = 'x/1', claimed_until = '2026-03-04T05:06:00.000Z' where id = 1`,
      );
      expect((await send('--now')).err).toBe('✓ sent mail 2 (invitation) to b@b.example\n');
      expect(await states()).toEqual(['uncertain', 'sent']);
      expect(await files()).toHaveLength(1);
    });

    it('a mail whose link died is cancelled, which is no failure', async () => {
      await queue('a');
      await alter(db(), `update portal_links set state = 'revoked'`);
      expect(await send()).toMatchObject({
        code: 0,
        err: 'mail 1 (invitation) to a@b.example is cancelled: its link is no longer good: it was used, revoked or replaced\n',
      });
      expect(await files()).toEqual([]);
    });

    it('7 where some could not be delivered, with each and its reason', async () => {
      await queue('a');
      await db().run('config', 'set', 'portal-address', '');
      const ran = await send();
      expect(ran.code).toBe(7);
      expect(ran.err).toContain(
        'warning: mail 1 (invitation) to a@b.example is queued: the firm has not said where',
      );
      const json = await send('--json');
      expect(json).toMatchObject({ code: 7, err: '' });
      expect(json.json().summary).toEqual({ total: 1, failed: 1 });
    });

    it('--dry-run lists what would go', async () => {
      await queue('a', 'b');
      const before = await db().contents();
      expect(await send('--dry-run')).toMatchObject({
        code: 0,
        err:
          '✓ would send mail 1 (invitation) to a@b.example\n✓ would send mail 2 (invitation) to b@b.example\n' +
          'dry run: nothing was written\n',
      });
      expect(await db().contents()).toBe(before);
      expect(await files()).toEqual([]);
    });

    it('sends again what was resolved so, with the same Message-ID', async () => {
      await queue('a');
      await send();
      const id = async () => (await db().run('mail', 'show', '1', '--json')).json().messageId;
      const before = await id();
      await alter(db(), `update mails set state = 'uncertain'`);
      await db().run('mail', 'resolve', '1', '--again');
      await send();
      expect(await files()).toHaveLength(2);
      expect(await id()).toBe(before);
    });

    it('refuses', async () => {
      await queue('a', 'b', 'c');
      await alter(db(), `update mails set state = 'uncertain' where id = 1`);
      await alter(db(), `update mails set state = 'failed' where id = 2`);
      await alter(db(), `update mails set state = 'cancelled' where id = 3`);
      await expectRefusals(db(), [
        ['no server', 'mail send', 2, 'NO_MAIL_SERVER', 'KONTOR_SMTP_URL'],
        ['number', 'mail send x', 2, 'INVALID_INPUT', '<mail> must be a whole number'],
      ]);
      const before = await db().contents();
      for (const [line, code, error, says] of [
        ['99', 3, 'MAIL_NOT_FOUND', 'kontor mail list'],
        ['1', 4, 'MAIL_ENDED', 'kontor mail resolve 1 --again'],
        ['2 --now', 4, 'MAIL_ENDED', 'kontor mail resolve 2 --again'],
        ['3', 4, 'MAIL_ENDED', 'kontor invite resend'],
      ] as const) {
        const ran = await send(`${line} --json`);
        expect(ran, line).toMatchObject({ code, out: '' });
        expect(ran.error(), line).toMatchObject({ code: error, hint: expect.stringContaining(says) });
      }
      expect(await db().contents()).toBe(before);
    });
  });
});
