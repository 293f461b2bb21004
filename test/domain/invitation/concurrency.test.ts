import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import {
  resendInvitations,
  revokeInvitations,
  sendInvitations,
} from '../../../src/domain/invitation/operations.ts';
import { logIn } from '../../../src/domain/portal/login.ts';
import { acceptInvitation, setPassword } from '../../../src/domain/portal/redeem.ts';
import { sendResets } from '../../../src/domain/portal/reset.ts';
import { activate, erika, fillPortalBook, password } from '../../commands/portal/people.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { gate } from '../fixtures.ts';

type Work = (deps: Deps) => Promise<unknown>;
const printed = { mail: false, printLink: true };
const mailed = { mail: true, printLink: false };

describe('two programs at once', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));

    /** Runs both at the same moment, each on connections of its own; the codes of those refused. */
    const race = async (...works: Work[]): Promise<string[]> => {
      const others = works.map(() => openDatabase(db().location));
      try {
        const settled = await Promise.allSettled(
          works.map((work, index) =>
            (others[index] as ReturnType<typeof openDatabase>).write(
              (trx, dialect) => work(testDeps(trx, dialect)),
              { dryRun: false },
            ),
          ),
        );
        return settled.flatMap((one) =>
          one.status === 'rejected' ? [one.reason.code ?? String(one.reason)] : [],
        );
      } finally {
        for (const other of others) await other.close();
      }
    };
    const rows = (table: string) => db().read((deps) => deps.trx(table).orderBy('id'));
    const states = async () => (await rows('portal_links')).map(({ state }) => state);
    const link = async () => {
      const [sent] = await db().write((deps) => sendInvitations(deps, { emails: [erika] }, printed));
      return sent?.link ?? '';
    };
    const send: Work = (deps) => sendInvitations(deps, { emails: [erika] }, mailed);
    const resend: Work = (deps) => resendInvitations(deps, { emails: [erika] }, mailed);

    it('I1: two sends make one invitation and one mail', async () => {
      expect(await race(send, send, send)).toEqual([]);
      expect(await states()).toEqual(['pending']);
      expect(await rows('mails')).toHaveLength(1);
    });

    it('I2: two resends make one new link', async () => {
      await link();
      expect(await race(resend, resend, resend)).toEqual([]);
      expect(await states()).toEqual(['superseded', 'pending']);
      expect(await rows('mails')).toHaveLength(1);
    });

    it('I2: a link that two use at once works once', async () => {
      const token = await link();
      const accept: Work = (deps) => acceptInvitation(deps, { token, password });
      expect(await race(accept, accept, accept)).toEqual(['LINK_DEAD', 'LINK_DEAD']);
      expect(await rows('portal_users')).toHaveLength(1);
      expect(await states()).toEqual(['accepted']);
    });

    it('I4: so does the link of a reset, and two resets leave one that works', async () => {
      await activate(db(), erika);
      const reset: Work = (deps) => sendResets(deps, [erika], mailed);
      expect(await race(reset, reset)).toEqual([]);
      expect((await states()).filter((state) => state === 'pending')).toHaveLength(1);
      const [sent] = await db().write((deps) => sendResets(deps, [erika], printed));
      const use: Work = (deps) => setPassword(deps, { token: sent?.link ?? '', password: `${password} 2` });
      expect(await race(use, use)).toEqual(['LINK_DEAD']);
      expect((await rows('mails')).filter(({ kind }) => kind === 'password-notice')).toHaveLength(1);
    });

    it('I1: who resends or revokes while somebody is accepting comes too late', async () => {
      const revoke: Work = (deps) => revokeInvitations(deps, [erika]);
      for (const [rival, code] of [
        [resend, ['ALREADY_ACTIVE']],
        [revoke, []],
      ] as const) {
        await db().write(async ({ trx }) => {
          await trx('portal_links').delete();
          await trx('portal_users').delete();
        });
        const token = await link();
        const { opened: consumed, open: tellConsumed } = gate();
        const refused = await race(
          async (deps) => {
            await acceptInvitation(deps, { token, password });
            tellConsumed();
            await new Promise((resolve) => setTimeout(resolve, 150));
          },
          // On SQLite it waits for the lock before it reads; on PostgreSQL it begins here.
          async (deps) => {
            if (deps.dialect.name === 'postgres') await consumed;
            return rival(deps);
          },
        );
        if ((await rows('portal_users')).length === 0) {
          expect([db().kind, refused]).toEqual(['sqlite', ['LINK_DEAD']]);
          continue;
        }
        expect(refused).toEqual(code);
        expect(await states()).toEqual(['accepted']);
      }
    });

    it('T4: no invitation is left pending for an address whose login is switched off meanwhile', async () => {
      const off: Work = (deps) =>
        changeAccess(
          deps,
          [1, 2].map((accountId) => ({ accountId, contactId: 1, switches: { login: false } })),
        );
      const refused = await race(send, off);
      expect(refused.every((code) => code === 'LOGIN_OFF')).toBe(true);
      expect(await states()).not.toContain('pending');
    });

    it('wrong passwords at the same moment are all counted', async () => {
      await activate(db(), erika);
      const guess: Work = (deps) => logIn(deps, { email: erika, password: 'wrong' });
      expect(await race(guess, guess, guess)).toEqual([]);
      expect(await rows('portal_users')).toMatchObject([{ failed_logins: 3 }]);
    });
  });
});
