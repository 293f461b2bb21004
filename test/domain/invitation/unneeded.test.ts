import { beforeEach, describe, expect, it } from 'vitest';
import { listInvitations } from '../../../src/domain/invitation/list.ts';
import {
  endUnneededInvitations,
  inviteUninvited,
  sendInvitations,
} from '../../../src/domain/invitation/operations.ts';
import { activate, erika, fillPortalBook, jan, setLogin } from '../../commands/portal/people.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { audit, collect } from '../fixtures.ts';

describe('invitations and access', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));
    const invitations = () => db().read((deps) => collect(listInvitations(deps, {}).rows));
    const mails = () => db().read((deps) => deps.trx('mails').select('recipient', 'kind'));
    const end = (...keys: string[]) => db().write((deps) => endUnneededInvitations(deps, keys));
    /** Takes login away behind the back of the operations that end invitations themselves. */
    const loginOff = (...accountIds: number[]) =>
      db().write((deps) => deps.trx('account_access').whereIn('account_id', accountIds).update({ login: 0 }));
    const invite = (...invitees: Array<[number, string]>) =>
      db().write((deps) =>
        inviteUninvited(
          deps,
          invitees.map(([accountId, addressKey]) => ({ accountId, addressKey })),
        ),
      );

    it('T4: what no account needs any more ends; archived accounts need theirs', async () => {
      await db().write((deps) =>
        sendInvitations(deps, { emails: [erika] }, { mail: true, printLink: false }),
      );
      await end(erika, jan);
      expect(await invitations()).toMatchObject([{ status: 'pending', account: { id: 1 } }]);
      const before = await db().contents();
      await end(erika);
      expect(await db().contents()).toBe(before);
      await loginOff(1);
      await end(erika);
      expect(await invitations()).toMatchObject([{ status: 'pending', account: { id: 2 } }]);
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'invitation',
        recordId: 2,
        contactId: 1,
        label: erika,
        changes: { account: { from: 'Erika Müller', to: 'Weiß GmbH' } },
      });
      await db().run('account', 'archive', '2');
      await end(erika);
      expect(await invitations()).toMatchObject([{ status: 'pending' }]);
      await loginOff(2);
      await end(erika);
      expect(await invitations()).toMatchObject([{ status: 'revoked', endedAt: '2026-03-04T05:06:07.890Z' }]);
      expect((await audit(db())).at(-1)).toMatchObject({
        changes: { status: { from: 'pending', to: 'revoked' } },
      });
    });

    it('T4: an expired one ends as well; one that was accepted stays', async () => {
      await activate(db(), erika);
      await loginOff(1, 2);
      await end(erika);
      expect(await invitations()).toMatchObject([{ status: 'accepted' }]);
      await db().write((deps) =>
        sendInvitations(
          { ...deps, clock: () => new Date('2026-01-01T00:00:00.000Z') },
          { accountIds: [3] },
          { mail: false, printLink: false },
        ),
      );
      expect(await invitations()).toHaveLength(1);
    });

    it('T4, T6: --invite invites those who were never invited, and no others', async () => {
      const ids = await invite([1, erika], [2, erika], [3, jan], [1, 'nobody@x.example'], [1, jan]);
      expect(ids).toEqual([1]);
      expect(await mails()).toEqual([{ recipient: erika, kind: 'invitation' }]);
      expect(await invitations()).toMatchObject([{ email: erika, account: { id: 1 } }]);
      expect(await invite([2, erika])).toEqual([]);
      await setLogin(db(), 2, 2);
      await activate(db(), jan);
      expect(await invite([2, jan])).toEqual([]);
      expect(await invite()).toEqual([]);
    });

    it('T4: --invite invites anew whose invitation expired, and speaks of the account in question', async () => {
      await invite([2, erika]);
      expect(await invitations()).toMatchObject([{ account: { id: 2 } }]);
      const later = await db().database.write(
        (trx, dialect) =>
          inviteUninvited(testDeps(trx, dialect, { clock: () => new Date('2026-03-12T00:00:00.000Z') }), [
            { accountId: 2, addressKey: erika },
          ]),
        { dryRun: false },
      );
      expect(later).toHaveLength(1);
      expect((await invitations()).map(({ status }) => status)).toEqual(['pending', 'superseded']);
    });
  });
});
