import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { days, erika, file, fillPortalBook, jan, later, password, printed } from '../portal/people.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('invite revoke', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));

    it('I1: takes the invitation back; its link is dead; a second time there is nothing to do', async () => {
      await file(db(), 'link.txt', await printed(db(), 'invite', 'send', erika));
      const ran = await db().run('invite', 'revoke', erika, erika.toUpperCase(), jan, '--json');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({
        results: [
          {
            outcome: 'updated',
            id: 1,
            email: erika,
            account: { id: 1, name: 'Erika Müller' },
            action: 'revoked',
            reason: null,
          },
          {
            outcome: 'unchanged',
            id: null,
            email: jan,
            account: { id: 3, name: 'Nachlass Ernst' },
            action: 'unchanged',
            reason: 'no invitation is pending',
          },
        ],
        summary: { total: 2, updated: 1, unchanged: 1 },
      });
      const before = await db().contents();
      const accept = await db().runWith(
        { stdin: password },
        ...words('portal accept --token-file link.txt --password-stdin --json'),
      );
      expect(accept.code).toBe(4);
      expect(accept.error()).toMatchObject({ code: 'LINK_DEAD' });
      const again = await db().run('invite', 'revoke', erika);
      expect(again).toMatchObject({ code: 0, out: '' });
      expect(again.err).toContain('no invitation is pending');
      expect(await db().contents()).toBe(before);
      expect((await db().run('invite', 'list', '--status', 'revoked', '--json')).json()).toMatchObject([
        { id: 1, endedAt: '2026-03-04T05:06:07.890Z', acceptedAt: null, secondsLeft: null },
      ]);
      const [entry] = (await db().run('audit', 'list', '--limit', '1', '--json')).json();
      expect(entry).toMatchObject({
        record: 'invitation',
        recordId: 1,
        contactId: 1,
        label: erika,
        changes: { status: { from: 'pending', to: 'revoked' } },
      });
    });

    it('an expired one goes as well, and a dry run takes none', async () => {
      await db().run('invite', 'send', erika);
      const before = await db().contents();
      const dry = await db().run('invite', 'revoke', erika, '-n');
      expect(dry.err).toContain(`took the invitation to ${erika} (account 1 "Erika Müller") back`);
      expect(await db().contents()).toBe(before);
      const ran = await later(db(), days(9), 'invite', 'revoke', erika, '--json');
      expect(ran.json().results).toMatchObject([{ action: 'revoked' }]);
    });

    it('refuses an e-mail that nobody has, and revokes none then', async () => {
      await db().run('invite', 'send', erika);
      await expectRefusals(db(), [
        ['unknown', `invite revoke ${erika} nobody@x.example`, 3, 'EMAIL_NOT_FOUND', 'nobody@x.example'],
        ['nobody', 'invite revoke', 2, 'MISSING_ARGUMENT', '<email>'],
      ]);
    });
  });
});
