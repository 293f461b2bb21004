import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import {
  activate,
  days,
  erika,
  file,
  fillPortalBook,
  jan,
  later,
  password,
  printed,
} from '../portal/people.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('invite resend', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));
    const run = (line: string) => db().run('invite', 'resend', ...words(line));
    const states = async () =>
      (await db().run('invite', 'list', '--json')).json().map(({ status }: { status: string }) => status);
    const accept = async (link: string) => {
      await file(db(), 'link.txt', link);
      return db().runWith(
        { stdin: `${password}\n` },
        ...words('portal accept --token-file link.txt --password-stdin --json'),
      );
    };

    it('I2: a new link, and the old one is dead at once', async () => {
      const old = await printed(db(), 'invite', 'send', erika);
      const ran = await run(`${erika} --print-link --json`);
      expect(ran.json()).toEqual({
        results: [
          {
            email: erika,
            account: { id: 1, name: 'Erika Müller' },
            action: 'queued',
            outcome: 'updated',
            reason: null,
            mail: 1,
            id: 2,
            expiresAt: '2026-03-11T05:06:07.890Z',
            link: expect.stringMatching(/^https:/),
            warnings: [expect.any(String)],
          },
        ],
        summary: { total: 1, updated: 1 },
      });
      const { link } = ran.json().results[0];
      expect(link).not.toBe(old);
      expect(await accept(old)).toMatchObject({ code: 4 });
      expect(await states()).toEqual(['pending', 'superseded']);
      expect(await accept(link)).toMatchObject({ code: 0 });
      expect(await states()).toEqual(['accepted', 'superseded']);
    });

    it('never twice within a minute by accident; --again says that it is none', async () => {
      await db().run('invite', 'send', erika);
      await run(erika);
      const before = await db().contents();
      const ran = await later(db(), 59_000, 'invite', 'resend', erika, '--json');
      expect(ran.code).toBe(0);
      expect(ran.json().results).toMatchObject([
        {
          outcome: 'unchanged',
          action: 'unchanged',
          mail: null,
          reason: 'sent again 59 seconds ago; --again sends another link all the same',
        },
      ]);
      expect(await db().contents()).toBe(before);
      expect((await run(`${erika} --again --json`)).json().summary).toEqual({ total: 1, updated: 1 });
      const after = await later(db(), 60_000, 'invite', 'resend', erika, '--json');
      expect(after.json().summary).toEqual({ total: 1, updated: 1 });
      expect(await states()).toEqual(['pending', 'superseded', 'superseded', 'superseded']);
    });

    it('I1: an expired one is sent again, too', async () => {
      await db().run('invite', 'send', erika);
      const ran = await later(db(), days(30), 'invite', 'resend', erika, '--json');
      expect(ran.json().results).toMatchObject([
        { outcome: 'updated', expiresAt: '2026-04-10T05:06:07.890Z' },
      ]);
    });

    it('T5: in bulk those that have no invitation are passed over', async () => {
      await db().run('invite', 'send', erika);
      const ran = await run('--tag VIP --json');
      expect(ran.json()).toMatchObject({
        results: [
          { email: erika, outcome: 'updated' },
          { email: jan, outcome: 'skipped', reason: expect.stringContaining('Login is off') },
        ],
        summary: { total: 2, updated: 1, skipped: 1 },
      });
      expect((await run('--tag VIP')).err).toContain('sent again 0 seconds ago');
    });

    it('refuses, and leaves everything as it was', async () => {
      await expectRefusals(db(), [
        ['never invited', `invite resend ${erika}`, 4, 'NOT_INVITED', `kontor invite send ${erika}`],
        ['A9', `invite resend ${jan}`, 4, 'ACCOUNT_ARCHIVED', 'kontor account restore 3'],
        ['unknown', 'invite resend nobody@x.example', 3, 'EMAIL_NOT_FOUND', 'nobody@x.example'],
      ]);
      await activate(db(), erika);
      await expectRefusals(db(), [
        ['active', `invite resend ${erika}`, 4, 'ALREADY_ACTIVE', `kontor reset-password ${erika}`],
      ]);
    });

    it('A9: an invitation that is pending is not sent again while the account is archived', async () => {
      await db().run('invite', 'send', erika);
      await db().run('account', 'archive', '1', '2');
      await expectRefusals(db(), [
        ['archived', `invite resend ${erika}`, 4, 'ACCOUNT_ARCHIVED', 'kontor account restore 1'],
      ]);
      await db().run('account', 'restore', '2');
      expect((await run(`${erika} --json`)).json().results).toMatchObject([
        { account: { id: 2 }, outcome: 'updated' },
      ]);
    });
  });
});
