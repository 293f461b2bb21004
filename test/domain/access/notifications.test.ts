import { beforeEach, describe, expect, it } from 'vitest';
import type { NotificationKind } from '../../../src/domain/access/model.ts';
import { changeNotifications, type NotificationInput } from '../../../src/domain/access/notifications.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { audit } from '../fixtures.ts';
import { addEmail, emailsOf, fillAccessBook, setAccess } from './book.ts';

const all: NotificationKind[] = ['documents', 'signatures', 'approvals', 'messages', 'organizers'];

describe('notifications', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));
    const choose = (more: Partial<NotificationInput>) =>
      db().write((deps) => changeNotifications(deps, [{ accountId: 1, contactId: 1, ...more }]));
    const kinds = async () => (await emailsOf(db(), 1, 1)).map(({ notifications }) => notifications);

    it('T2: all kinds are on when notify is switched on, none are shown while it is off', async () => {
      expect(await kinds()).toEqual([[]]);
      await setAccess(db(), 1, 1, { login: true });
      expect(await kinds()).toEqual([[]]);
      await setAccess(db(), 1, 1, { notify: true });
      expect(await kinds()).toEqual([all]);
    });

    it('T2: they are chosen per account and e-mail, and survive switching off and on', async () => {
      for (const accountId of [1, 2]) await setAccess(db(), accountId, 1, { login: true, notify: true });
      expect(await choose({ off: ['signatures', 'organizers'], on: ['documents'] })).toMatchObject([
        {
          outcome: 'updated',
          email: 'jan@weiss.example',
          notifications: ['documents', 'approvals', 'messages'],
          changes: { signatures: { from: true, to: false }, organizers: { from: true, to: false } },
          status: 'not-invited',
        },
      ]);
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'access',
        recordId: 1,
        contactId: 1,
        changes: { signatures: { from: true, to: false }, organizers: { from: true, to: false } },
      });
      await setAccess(db(), 1, 1, { login: false, notify: false });
      expect(await kinds()).toEqual([[]]);
      await setAccess(db(), 1, 1, { login: true, notify: true });
      expect(await kinds()).toEqual([['documents', 'approvals', 'messages']]);
      expect((await emailsOf(db(), 2, 1))[0]?.notifications, 'the other account is untouched').toEqual(all);
      expect(await choose({ on: all })).toMatchObject([{ outcome: 'updated', notifications: all }]);
      const before = await db().contents();
      expect(await choose({ on: all })).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await db().contents()).toBe(before);
    });

    it('T2: they can be chosen only while login and notify are both on, with the hint what to switch', async () => {
      const hint = 'kontor contact access 1 1 --email jan@weiss.example';
      const refusal = { kind: 'refused', code: 'NOTIFICATIONS_OFF' };
      await expect(choose({ off: ['documents'] })).rejects.toMatchObject({
        ...refusal,
        hint: `${hint} --login on --notify on`,
        details: { off: ['login', 'notify'] },
      });
      await setAccess(db(), 1, 1, { notify: true });
      await expect(choose({ off: ['documents'] })).rejects.toMatchObject({
        ...refusal,
        hint: `${hint} --login on`,
      });
      await setAccess(db(), 1, 1, { notify: false, login: true });
      await expect(choose({ off: ['documents'] })).rejects.toMatchObject({
        ...refusal,
        hint: `${hint} --notify on`,
      });
    });

    it('T2: without a name those e-mails are changed that can be; one that is named must be', async () => {
      await addEmail(db(), 1, 'spouse-email', 'eva@weiss.example');
      await setAccess(db(), 1, 1, { login: true, notify: true }, { addresses: ['eva@weiss.example'] });
      expect(await choose({ off: ['messages'] })).toMatchObject([
        {
          outcome: 'skipped',
          email: 'jan@weiss.example',
          warnings: ['jan@weiss.example: login and notify are off'],
        },
        { outcome: 'updated', email: 'eva@weiss.example' },
      ]);
      await expect(
        choose({ off: ['documents'], addresses: ['eva@weiss.example', 'jan@weiss.example'] }),
      ).rejects.toMatchObject({ code: 'NOTIFICATIONS_OFF' });
      await expect(choose({ off: ['documents'], addresses: ['no@body.example'] })).rejects.toMatchObject({
        code: 'EMAIL_NOT_IN_ACCOUNT',
      });
      expect(await kinds()).toEqual([[], ['documents', 'signatures', 'approvals', 'organizers']]);
    });

    it('a kind cannot be on and off at once', async () => {
      await setAccess(db(), 1, 1, { login: true, notify: true });
      await expect(choose({ on: ['messages'], off: ['documents', 'messages'] })).rejects.toMatchObject({
        kind: 'usage',
        code: 'KIND_ON_AND_OFF',
        details: { kind: 'messages' },
      });
    });
  });
});
