import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';
import {
  activate,
  days,
  erika,
  file,
  fillPortalBook,
  jan,
  later,
  petra,
  printed,
  setLogin,
} from './portal/people.ts';
import { expectRefusals } from './refusals.ts';
import { words } from './words.ts';

describe('reset-password', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));
    const run = (line: string) => db().run('reset-password', ...words(line));
    const setPassword = async (link: string) => {
      await file(db(), 'link.txt', link);
      return db().runWith(
        { stdin: 'another good password' },
        ...words('portal set-password --token-file link.txt --password-stdin --json'),
      );
    };

    it('I3, I4: sends one link, valid for 24 hours', async () => {
      await activate(db(), erika);
      const ran = await run(`${erika} ${erika.toUpperCase()} --json`);
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({
        results: [
          {
            email: erika,
            account: { id: 1, name: 'Erika Müller' },
            action: 'queued',
            outcome: 'created',
            reason: null,
            mail: 1,
            id: 2,
            expiresAt: '2026-03-05T05:06:07.890Z',
            warnings: [],
          },
        ],
        summary: { total: 1, created: 1 },
      });
      const [mail] = await db().read((deps) => deps.trx('mails'));
      expect(mail).toMatchObject({ kind: 'reset', recipient: erika, link_id: 2 });
      const [entry] = (await db().run('audit', 'list', '--limit', '1', '--json')).json();
      expect(entry).toMatchObject({
        record: 'portal-user',
        recordId: 1,
        label: erika,
        action: 'updated',
        changes: { passwordReset: { from: null, to: 'pending' } },
      });
      expect((await db().run('invite', 'list', '--status', 'pending', '--json')).json()).toEqual([]);
    });

    it('I4: a new one kills the old one; the validity is a setting of the firm', async () => {
      await activate(db(), erika);
      await db().run('config', 'set', 'reset-hours', '1');
      const old = await printed(db(), 'reset-password', erika);
      const ran = await run(`${erika} --print-link --no-mail --json`);
      const [{ link, expiresAt }] = ran.json().results;
      expect(expiresAt).toBe('2026-03-04T06:06:07.890Z');
      expect(link).toContain('https://portal.invalid/set-password?token=');
      expect((await setPassword(old)).error()).toMatchObject({ code: 'LINK_DEAD', exitCode: 4 });
      expect(await setPassword(link)).toMatchObject({ code: 0 });
    });

    it('a dry run sends nothing', async () => {
      await activate(db(), erika);
      const before = await db().contents();
      const ran = await run(`${erika} -n --print-link --json`);
      expect(ran.json().results).toMatchObject([{ action: 'would-send', mail: null }]);
      expect(ran.out).not.toContain('token');
      expect(await db().contents()).toBe(before);
    });

    it('I3: refuses, each with the hint that helps', async () => {
      await setLogin(db(), 2, 2);
      await expectRefusals(db(), [
        ['never invited', `reset-password ${erika}`, 4, 'NOT_ACTIVE', `kontor invite send ${erika}`],
        ['unknown', 'reset-password erika@mueler.example', 3, 'EMAIL_NOT_FOUND', `Did you mean ${erika}?`],
        [
          'no account',
          `reset-password ${petra}`,
          4,
          'LOGIN_OFF',
          'kontor contact link 3 ACCOUNT --login on --invite',
        ],
        ['nobody', 'reset-password', 2, 'MISSING_ARGUMENT', '<email>'],
      ]);
      await db().run('invite', 'send', erika);
      await activate(db(), jan);
      await setLogin(db(), 3, 2, false);
      await setLogin(db(), 2, 2, false);
      await expectRefusals(db(), [
        ['pending', `reset-password ${erika}`, 4, 'NOT_ACTIVE', `kontor invite resend ${erika}`],
        [
          'login off',
          `reset-password ${jan}`,
          4,
          'LOGIN_OFF',
          `contact access 2 2 --email ${jan} --login on`,
        ],
        ['all or none', `reset-password ${jan} ${erika}`, 4, 'LOGIN_OFF', jan],
      ]);
      const off = (await run(`${jan} --json`)).error();
      expect(off.hint).not.toContain('--invite');
      const expired = await later(db(), days(7), 'reset-password', erika, '--json');
      expect(expired.error()).toMatchObject({
        code: 'NOT_ACTIVE',
        message: expect.stringContaining('expire'),
        hint: `kontor invite resend ${erika}`,
      });
    });

    it('A9: not while all accounts that login is on for are archived', async () => {
      await activate(db(), erika);
      await db().run('account', 'archive', '1');
      expect((await run(`${erika} --json`)).json().results).toMatchObject([{ account: { id: 2 } }]);
      await db().run('account', 'archive', '2');
      await expectRefusals(db(), [
        ['A9', `reset-password ${erika}`, 4, 'ACCOUNT_ARCHIVED', 'kontor account restore 1'],
      ]);
    });
  });
});
