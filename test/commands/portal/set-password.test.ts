import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';
import { activate, erika, file, fillPortalBook, later, minutes, password, printed } from './people.ts';

const line = 'portal set-password --token-file link.txt --password-file new.txt';
const fresh = 'a wholly new password';

describe('portal set-password', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillPortalBook(db());
      await activate(db(), erika);
      await file(db(), 'old.txt', password);
      await file(db(), 'new.txt', fresh);
      await file(db(), 'link.txt', await printed(db(), 'reset-password', erika));
    });
    const run = (text: string) => db().run(...words(text), '--json');
    const logIn = (secret: string) => run(`portal login --email ${erika} --password-file ${secret}`);

    it('I4: the old password fails, all sessions end, and a notice tells when and from where', async () => {
      for (const name of ['one.txt', 'two.txt']) {
        await file(db(), name, (await logIn('old.txt')).json().session.token);
      }
      await run('portal logout --token-file two.txt');
      const ran = await run(`${line} --origin "192.0.2.7, Firefox"`);
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({
        userId: 1,
        email: erika,
        accounts: [
          { id: 1, name: 'Erika Müller' },
          { id: 2, name: 'Weiß GmbH' },
        ],
        sessionsEnded: 1,
      });
      expect((await run('portal session --token-file one.txt')).error()).toMatchObject({
        code: 'SESSION_ENDED',
      });
      expect((await logIn('old.txt')).error()).toMatchObject({ code: 'LOGIN_REFUSED' });
      expect(await logIn('new.txt')).toMatchObject({ code: 0 });
      const [mail] = await db().read((deps) => deps.trx('mails'));
      expect(mail).toMatchObject({ kind: 'password-notice', recipient: erika, link_id: null });
      expect(JSON.parse(mail.facts)).toEqual({
        name: 'Erika Müller',
        at: '2026-03-04T05:06:07.890Z',
        origin: '192.0.2.7, Firefox',
      });
      const entries = (await db().run('audit', 'list', '--record', 'portal-user', '--json')).json();
      expect(entries.find(({ changes }: { changes: object }) => 'password' in changes)).toMatchObject({
        recordId: 1,
        label: erika,
        changes: {
          password: { from: null, to: 'changed' },
          openSessions: { from: 1, to: 0 },
          origin: { from: null, to: '192.0.2.7, Firefox' },
        },
      });
    });

    it('I4: a link works once', async () => {
      expect((await run(line)).code).toBe(0);
      const before = await db().contents();
      expect((await run(line)).error()).toMatchObject({ code: 'LINK_DEAD', exitCode: 4 });
      expect(await db().contents()).toBe(before);
    });

    it('I4: a link expires after a day, and a weak password leaves it usable', async () => {
      await file(db(), 'weak.txt', erika);
      const weak = await run(line.replace('new.txt', 'weak.txt'));
      expect(weak.error()).toMatchObject({ code: 'WEAK_PASSWORD', exitCode: 2 });
      const late = await later(db(), minutes(24 * 60), ...words(line), '--json');
      expect(late.error()).toMatchObject({
        code: 'LINK_EXPIRED',
        hint: expect.stringContaining(`kontor reset-password ${erika}`),
      });
      expect(await later(db(), minutes(24 * 60) - 1, ...words(line))).toMatchObject({ code: 0 });
    });

    it('A9, T4: not while nothing is open to the address; the link is not used up', async () => {
      await db().run('account', 'archive', '1', '2');
      const before = await db().contents();
      expect((await run(line)).error()).toMatchObject({ code: 'ACCOUNT_ARCHIVED', exitCode: 4 });
      expect(await db().contents()).toBe(before);
      await db().run('account', 'restore', '1');
      expect(await run(line)).toMatchObject({ code: 0 });
    });

    it('lifts a lock', async () => {
      await db().write((deps) =>
        deps.trx('portal_users').update({ failed_logins: 0, locked_until: '2026-03-04T05:20:00.000Z' }),
      );
      expect((await logIn('old.txt')).code).toBe(4);
      expect((await db().run(...words(line))).err).toContain(`set the password of ${erika}`);
      expect((await logIn('new.txt')).code).toBe(0);
    });

    it('an invitation opens no password', async () => {
      await db().run('contact', 'create', '--last-name', 'Neu', '--email', 'neu@x.example');
      await db().run('contact', 'link', 'neu@x.example', '1', '--login', 'on');
      await file(db(), 'link.txt', await printed(db(), 'invite', 'send', 'neu@x.example'));
      expect((await run(line)).error()).toMatchObject({ code: 'LINK_DEAD' });
    });
  });
});
