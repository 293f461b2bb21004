import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';
import { activate, erika, file, fillPortalBook, later, minutes, password, setLogin } from './people.ts';

const right = `portal login --email ${erika} --password-file p.txt`;
const wrong = `portal login --email ${erika} --password-file wrong.txt`;

describe('portal login', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillPortalBook(db());
      await activate(db(), erika);
      await file(db(), 'p.txt', password);
      await file(db(), 'wrong.txt', `${password}!`);
    });
    const run = (line: string) => db().run(...words(line), '--json');
    const user = async () => (await db().read((deps) => deps.trx('portal_users')))[0];
    const logins = () => db().read((deps) => deps.trx('logins').orderBy('id'));
    const setFailures = (count: number) =>
      db().write((deps) => deps.trx('portal_users').update({ failed_logins: count }));
    const fail = async (times: number) => {
      for (let attempt = 1; attempt <= times; attempt += 1) {
        expect((await run(wrong)).error()).toMatchObject({ code: 'LOGIN_REFUSED', exitCode: 4 });
      }
    };

    it('on a terminal asks who it is before it asks for the password', async () => {
      const ran = await db().runWith(
        {
          terminal: true,
          typed: [
            ['E-mail of the portal user:', `${erika}\r`],
            ['Password:', `${password}\r`],
          ],
        },
        'portal',
        'login',
        '--json',
      );
      expect(ran.code, ran.err).toBe(0);
      expect(ran.json()).toMatchObject({ email: erika });
    });

    it('opens a session, and is recorded in each account that is open', async () => {
      const ran = await run(`${right} --origin 192.0.2.7`);
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({
        userId: 1,
        email: erika,
        accounts: [
          { id: 1, name: 'Erika Müller' },
          { id: 2, name: 'Weiß GmbH' },
        ],
        session: {
          token: expect.stringMatching(/^[\w-]{43}$/),
          expiresAt: '2026-03-04T17:06:07.890Z',
        },
      });
      const seen = {
        contact_id: 1,
        name: 'Erika Müller',
        address: erika,
        origin: '192.0.2.7',
        at: '2026-03-04T05:06:07.890Z',
      };
      expect(await logins()).toEqual([
        { id: 1, account_id: 1, ...seen },
        { id: 2, account_id: 2, ...seen },
      ]);
      const [entry] = (await run('audit list --limit 1')).json();
      expect(entry).toMatchObject({
        record: 'portal-user',
        recordId: 1,
        changes: { session: { from: null, to: 'opened' }, origin: { from: null, to: '192.0.2.7' } },
      });
    });

    it('people read the token on standard output, what it opens beside it', async () => {
      const ran = await db().run(...words(right.replace(erika, erika.toUpperCase())));
      expect(ran.out).toMatch(/^[\w-]{43}\n$/);
      expect(ran.err).toBe(
        `✓ logged in as ${erika} (account 1 "Erika Müller", account 2 "Weiß GmbH") until 2026-03-04T17:06:07.890Z\n`,
      );
    });

    it('A9, T4: only where login is on and the account is not archived', async () => {
      await db().run('account', 'archive', '1');
      expect((await run(right)).json().accounts).toEqual([{ id: 2, name: 'Weiß GmbH' }]);
      await setLogin(db(), 2, 1, false);
      const before = await db().contents();
      expect((await run(right)).error().code).toBe('LOGIN_REFUSED');
      expect(await db().contents()).toBe(before);
      await db().run('account', 'restore', '1');
      expect((await run(right)).json().accounts).toEqual([{ id: 1, name: 'Erika Müller' }]);
    });

    it('one and the same refusal: unknown, wrong, locked, nothing open', async () => {
      const unknown = (await run('portal login --email nobody@x.example --password-file p.txt')).err;
      const wrongOne = (await run(wrong)).err;
      await setFailures(4);
      await fail(1);
      expect((await user()).locked_until).not.toBeNull();
      const locked = (await run(right)).err;
      const nothing = await db()
        .run('account', 'archive', '1', '2')
        .then(() => later(db(), minutes(20), ...words(right), '--json'));
      expect(new Set([unknown, wrongOne, locked, nothing.err]).size).toBe(1);
      expect(unknown).not.toContain('nobody@');
    });

    it('failures are stored although the command fails; the fifth locks for 15 minutes', async () => {
      await fail(4);
      expect(await user()).toMatchObject({ failed_logins: 4, locked_until: null });
      await fail(1);
      expect(await user()).toMatchObject({ failed_logins: 0, locked_until: '2026-03-04T05:21:07.890Z' });
      const [entry] = (await run('audit list --limit 1')).json();
      expect(entry).toMatchObject({
        record: 'portal-user',
        label: erika,
        changes: { lockedUntil: { from: null, to: '2026-03-04T05:21:07.890Z' } },
      });
      const before = await db().contents();
      await fail(1);
      expect((await later(db(), minutes(15) - 1, ...words(right))).code).toBe(4);
      expect(await db().contents()).toBe(before);
      expect((await later(db(), minutes(15), ...words(right))).code).toBe(0);
      expect(await user()).toMatchObject({ failed_logins: 0, locked_until: null });
    });

    it('a success forgets the failures before it', async () => {
      await setFailures(4);
      expect((await run(right)).code).toBe(0);
      expect(await user()).toMatchObject({ failed_logins: 0 });
      const [entry] = (await run('audit list --limit 1')).json();
      expect(entry.changes).toMatchObject({ failedLogins: { from: 4, to: 0 } });
      await fail(1);
      expect(await user()).toMatchObject({ failed_logins: 1, locked_until: null });
    });

    it('a dry run opens nothing and prints no token', async () => {
      const before = await db().contents();
      expect((await run(`${right} -n`)).json()).toMatchObject({ userId: 1, session: null });
      expect(await db().contents()).toBe(before);
    });

    it('a terminal is asked for the password once, hidden', async () => {
      const ran = await db().runWith(
        { terminal: true, typed: [['Password:', `${password}\r`]] },
        ...words(`portal login --email ${erika}`),
      );
      expect(ran.code).toBe(0);
      expect(ran.err + ran.out).not.toContain(password);
      const none = await run(`portal login --email ${erika}`);
      expect(none.error()).toMatchObject({ code: 'PASSWORD_MISSING', exitCode: 2 });
    });
  });
});
