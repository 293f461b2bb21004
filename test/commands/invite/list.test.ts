import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { activate, days, erika, fillPortalBook, jan, later, minutes, setLogin } from '../portal/people.ts';
import { words } from '../words.ts';

describe('invite list', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillPortalBook(db());
      await setLogin(db(), 2, 2);
      await later(db(), -days(8), 'invite', 'send', erika);
      await later(db(), -days(1), 'invite', 'send', jan);
      await later(db(), -minutes(90), 'invite', 'resend', jan);
    });
    const list = async (line = '') =>
      (await db().run('invite', 'list', ...words(line), '--json')).json() as Array<Record<string, unknown>>;

    it('I1: newest first, with age and expiry', async () => {
      expect(await list()).toEqual([
        {
          id: 3,
          email: jan,
          account: { id: 2, name: 'Weiß GmbH' },
          status: 'pending',
          sentAt: '2026-03-04T03:36:07.890Z',
          expiresAt: '2026-03-11T03:36:07.890Z',
          acceptedAt: null,
          endedAt: null,
          ageSeconds: 5_400,
          secondsLeft: 7 * 86_400 - 5_400,
        },
        expect.objectContaining({ id: 2, status: 'superseded', endedAt: '2026-03-04T03:36:07.890Z' }),
        expect.objectContaining({ id: 1, status: 'expired', secondsLeft: -86_400 }),
      ]);
    });

    it('for people: how old, and how long still', async () => {
      const { out } = await db().run('invite', 'list', '--wide');
      const lines = out.split('\n');
      expect(lines[0]).toMatch(/ID\s+E-mail\s+Account\s+Status\s+Sent\s+Expires \(UTC\)/);
      expect(out).toMatch(/pending +1 hour ago +2026-03-11 03:36/);
      expect(out).toMatch(/expired +\d+ days ago +2026-03-03 05:06/);
      const narrow = await db().runWith(
        { terminal: true, columns: 80, env: { NO_COLOR: '1' } },
        'invite',
        'list',
      );
      expect(narrow.out.split('\n')[0]).toMatch(/ID\s+E-mail\s+Account\s+Status\s+Sent\s+Expires \(UTC\)/);
    });

    it('Q3: filters by status, account and e-mail; pages', async () => {
      expect(await list('--status pending')).toMatchObject([{ id: 3 }]);
      expect(await list('--status expired')).toMatchObject([{ id: 1 }]);
      expect(await list('--status superseded')).toMatchObject([{ id: 2 }]);
      expect(await list('--status revoked')).toEqual([]);
      expect((await list('--account 1')).map(({ id }) => id)).toEqual([1]);
      // An invitation belongs to the address: account 2 is open to Erika as well.
      expect((await list('--account crm-2')).map(({ id }) => id)).toEqual([3, 2, 1]);
      expect((await list(`--email ${erika.toUpperCase()}`)).map(({ id }) => id)).toEqual([1]);
      expect((await list('--limit 1 --page 2')).map(({ id }) => id)).toEqual([2]);
      expect((await db().run('invite', 'list', '-o', 'count')).out).toBe('3\n');
    });

    it('an accepted one says when; none is an empty list', async () => {
      await db().run('invite', 'revoke', erika);
      await activate(db(), erika);
      expect(await list('--status accepted')).toMatchObject([
        { id: 4, acceptedAt: '2026-03-04T05:06:07.890Z', secondsLeft: null },
      ]);
      const none = await db().run('invite', 'list', '--email', 'nobody@x.example');
      expect(none).toMatchObject({ code: 0, out: '', err: 'No invitations.\n' });
    });

    it('refuses unknown words', async () => {
      const ran = await db().run('invite', 'list', '--status', 'open', '--json');
      expect(ran.error()).toMatchObject({ code: 'INVALID_INPUT', exitCode: 2 });
      expect((await db().run('invite', 'list', '--account', '99')).code).toBe(3);
    });
  });
});
