import { beforeEach, describe, expect, it } from 'vitest';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { archiveAccounts } from '../../../src/domain/account/operations.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { audit, create, createPeople, person } from '../fixtures.ts';
import { addEmail, emailsOf, fillAccessBook, invitationsOf, inWords, makeUsers, setAccess } from './book.ts';

const off = { login: false, notify: false, sync: false, notifications: [], status: 'off' };
const allKinds = ['documents', 'signatures', 'approvals', 'messages', 'organizers'];

describe('access', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));

    it('T1, C3: each e-mail of a contact has switches of its own in each account, all off until set', async () => {
      await addEmail(db(), 1, 'spouse-email', 'eva@weiss.example');
      expect(await emailsOf(db(), 2, 1)).toEqual([
        { address: 'jan@weiss.example', source: 'primary', ...off },
        { address: 'eva@weiss.example', source: 'spouse-email', ...off },
      ]);
      await setAccess(db(), 2, 1, { login: true }, { addresses: ['jan@weiss.example'] });
      await setAccess(db(), 2, 1, { sync: true }, { addresses: [' EVA@Weiss.example '] });
      expect(await inWords(db(), 2, 1)).toEqual([
        'jan@weiss.example login not-invited',
        'eva@weiss.example (spouse-email) sync off',
      ]);
      expect(await inWords(db(), 1, 1)).toEqual([
        'jan@weiss.example off',
        'eva@weiss.example (spouse-email) off',
      ]);
    });

    it('T1: what is not named stays; the outcome says what changed, and the second time there is nothing to do', async () => {
      await setAccess(db(), 1, 1, { login: true, sync: true });
      const wanted = { login: false, notify: true } as const;
      expect(await setAccess(db(), 1, 1, wanted)).toEqual([
        {
          outcome: 'updated',
          account: { id: 1, name: 'Jan Weiß' },
          contact: { id: 1, name: 'Jan Weiß' },
          email: 'jan@weiss.example',
          source: 'primary',
          login: false,
          notify: true,
          sync: true,
          notifications: allKinds,
          status: 'off',
          changes: { login: { from: true, to: false }, notify: { from: false, to: true } },
          invited: false,
          warnings: [],
        },
      ]);
      const before = await db().contents();
      expect(await setAccess(db(), 1, 1, wanted)).toMatchObject([{ outcome: 'unchanged', changes: {} }]);
      expect(await setAccess(db(), 2, 2, { login: false })).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await db().contents(), 'no row is made for what is off anyway').toBe(before);
    });

    it('H1: an entry for each e-mail that changed, with account and contact', async () => {
      await setAccess(db(), 2, 1, { login: true, notify: false, sync: true });
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'access',
        recordId: 2,
        contactId: 1,
        label: 'Weiß GmbH – Jan Weiß <jan@weiss.example>',
        action: 'updated',
        changes: { login: { from: false, to: true }, sync: { from: false, to: true } },
      });
      const { length } = await audit(db());
      await setAccess(db(), 2, 1, { login: true });
      expect(await audit(db())).toHaveLength(length);
    });

    it('refuses contacts that are not linked, e-mails that are not theirs, and contacts without any', async () => {
      await createPeople(db(), person('Max Tal'));
      await db().write((deps) => linkContacts(deps, [{ accountId: 2, contactId: 3 }]));
      const before = await db().contents();
      await expect(setAccess(db(), 1, 2, { login: true })).rejects.toMatchObject({
        kind: 'not-found',
        code: 'NOT_LINKED',
        hint: expect.stringContaining('kontor account show id:1'),
      });
      await expect(
        setAccess(db(), 2, 1, { login: true }, { addresses: ['jan@weiss.example', 'ada@berg.example'] }),
      ).rejects.toMatchObject({
        kind: 'not-found',
        code: 'EMAIL_NOT_IN_ACCOUNT',
        message: 'Contact 1 "Jan Weiß" has no e-mail ada@berg.example in account 2 "Weiß GmbH".',
        hint: 'It has jan@weiss.example.',
        details: { email: 'ada@berg.example', addresses: ['jan@weiss.example'] },
      });
      for (const addresses of [undefined, ['max@tal.example']]) {
        await expect(setAccess(db(), 2, 3, { login: true }, { addresses })).rejects.toMatchObject({
          kind: 'refused',
          code: 'NO_EMAIL',
          hint: 'kontor contact edit 3 --email ADDRESS',
        });
      }
      expect(await db().contents()).toBe(before);
    });

    it('T5: for whole accounts, contacts without e-mail are skipped, and those without the one named passed over', async () => {
      await createPeople(db(), person('Max Tal'));
      await db().write((deps) => linkContacts(deps, [{ accountId: 2, contactId: 3 }]));
      const all = [1, 2, 3].map((contactId) => ({ accountId: 2, contactId, switches: { sync: true } }));
      const bulk = (addresses?: string[]) =>
        db().write((deps) =>
          changeAccess(
            deps,
            all.map((input) => ({ ...input, addresses })),
            { lenient: true },
          ),
        );
      expect(await bulk()).toMatchObject([
        { outcome: 'updated', email: 'jan@weiss.example' },
        { outcome: 'updated', email: 'ada@berg.example' },
        {
          outcome: 'skipped',
          contact: { id: 3 },
          email: null,
          source: null,
          ...off,
          warnings: ['contact 3 "Max Tal" has no e-mail'],
        },
      ]);
      await expect(bulk(['max@tal.example'])).rejects.toMatchObject({ code: 'EMAIL_NOT_IN_ACCOUNT' });
      expect(await bulk(['ada@berg.example'])).toMatchObject([
        { outcome: 'unchanged', email: 'ada@berg.example' },
        { outcome: 'skipped' },
      ]);
    });

    it('one e-mail in one account is reported once, however often it is named', async () => {
      const twice = [{ login: true }, { notify: true }].map((switches) => ({
        accountId: 1,
        contactId: 1,
        switches,
      }));
      expect(await db().write((deps) => changeAccess(deps, twice))).toMatchObject([
        { outcome: 'updated', login: true, notify: true },
      ]);
      expect((await audit(db())).filter(({ record }) => record === 'access')).toHaveLength(1);
    });

    it('T4: login by itself sends nothing; with an invitation both happen, and login need not be said', async () => {
      await setAccess(db(), 1, 1, { login: true });
      expect(await invitationsOf(db(), 'jan@weiss.example')).toEqual([]);
      expect(await setAccess(db(), 2, 2, { notify: true }, { invite: true })).toMatchObject([
        { outcome: 'updated', login: true, notify: true, status: 'invited', invited: true },
      ]);
      expect(await invitationsOf(db(), 'ada@berg.example')).toEqual(['pending']);
      expect(await setAccess(db(), 2, 2, {}, { invite: true })).toMatchObject([
        { outcome: 'unchanged', status: 'invited', invited: false },
      ]);
      expect(await invitationsOf(db(), 'ada@berg.example'), 'not twice').toEqual(['pending']);
      await expect(setAccess(db(), 2, 2, { login: false }, { invite: true })).rejects.toMatchObject({
        kind: 'usage',
        code: 'INVITED_WITHOUT_LOGIN',
      });
    });

    it('T4: an invitation of a switch that is on already is a change by itself', async () => {
      await setAccess(db(), 1, 1, { login: true });
      expect(await setAccess(db(), 1, 1, {}, { invite: true })).toMatchObject([
        { outcome: 'updated', changes: {}, invited: true, status: 'invited' },
      ]);
    });

    it('T4: login off ends the invitation, unless another account still needs it', async () => {
      for (const accountId of [1, 2]) await setAccess(db(), accountId, 1, { login: true }, { invite: true });
      await setAccess(db(), 1, 1, { login: false });
      expect(await invitationsOf(db(), 'jan@weiss.example')).toEqual(['pending']);
      expect(await setAccess(db(), 2, 1, { login: false })).toMatchObject([{ status: 'off' }]);
      expect(await invitationsOf(db(), 'jan@weiss.example')).toEqual(['revoked']);
      expect(await setAccess(db(), 2, 1, { login: true })).toMatchObject([{ status: 'not-invited' }]);
    });

    it('C4, T4: an invitation of a shared address lives as long as one of the contacts needs it', async () => {
      await create(db(), {
        name: 'Family',
        contacts: [
          { id: 1 },
          { create: person('Eva Weiß', { email: 'jan@weiss.example', sharedEmail: true }) },
        ],
      });
      await setAccess(db(), 3, 1, { login: true }, { invite: true });
      expect(await setAccess(db(), 3, 3, { login: true })).toMatchObject([{ status: 'invited' }]);
      await setAccess(db(), 3, 1, { login: false });
      expect(await invitationsOf(db(), 'jan@weiss.example')).toEqual(['pending']);
      await setAccess(db(), 3, 3, { login: false });
      expect(await invitationsOf(db(), 'jan@weiss.example')).toEqual(['revoked']);
    });

    it('A9: in an archived account switches may be changed, nobody is invited, and that is said', async () => {
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect(await setAccess(db(), 1, 1, { login: true }, { invite: true })).toMatchObject([
        {
          outcome: 'updated',
          login: true,
          status: 'not-invited',
          invited: false,
          warnings: [expect.stringContaining('account 1 "Jan Weiß" is archived: nobody is invited')],
        },
      ]);
      expect(await invitationsOf(db(), 'jan@weiss.example')).toEqual([]);
      expect(await setAccess(db(), 1, 1, { login: true })).toMatchObject([{ warnings: [] }]);
    });

    it('T6: an unlinked e-mail is gone with all its switches once its login is switched off', async () => {
      await setAccess(db(), 2, 1, { login: true, sync: true });
      await makeUsers(db(), 'jan@weiss.example');
      await db().write(({ trx }) =>
        trx('contact_emails').where({ contact_id: 1 }).update({ address: 'new@x', address_key: 'new@x' }),
      );
      const old = { addresses: ['Jan@weiss.example'] };
      expect(await setAccess(db(), 2, 1, { login: false }, old)).toMatchObject([
        { outcome: 'updated', source: 'unlinked', login: false, sync: false },
      ]);
      expect(await inWords(db(), 2, 1)).toEqual(['new@x off']);
      expect(await audit(db())).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ record: 'access', action: 'deleted' }),
          expect.objectContaining({ record: 'portal-user', action: 'deleted' }),
        ]),
      );
      await expect(setAccess(db(), 2, 1, { sync: true }, old)).rejects.toMatchObject({
        code: 'EMAIL_NOT_IN_ACCOUNT',
      });
    });

    it('T6: nothing is switched on for an unlinked e-mail unless it is named; switching off takes all', async () => {
      await setAccess(db(), 2, 1, { login: true });
      await makeUsers(db(), 'jan@weiss.example');
      await db().write(({ trx }) =>
        trx('contact_emails')
          .where({ contact_id: 1 })
          .update({ address: 'new@x.example', address_key: 'new@x.example' }),
      );
      await setAccess(db(), 2, 1, { notify: true, sync: true }, { invite: true });
      expect(await inWords(db(), 2, 1)).toEqual([
        'new@x.example login notify sync invited',
        'jan@weiss.example (unlinked) login active',
      ]);
      await setAccess(db(), 2, 1, { sync: true }, { addresses: ['jan@weiss.example'] });
      await setAccess(db(), 2, 1, { login: false, sync: false });
      expect(await inWords(db(), 2, 1)).toEqual(['new@x.example notify off']);
    });

    it('T5: hundreds of e-mails at once', async () => {
      const count = 300;
      await create(
        db(),
        ...Array.from({ length: count }, (_, index) => ({
          name: `Bulk ${index}`,
          contacts: [{ create: person(`P ${index}`, { email: `p${index}@bulk.example` }) }],
        })),
      );
      const inputs = Array.from({ length: count }, (_, index) => ({
        accountId: 3 + index,
        contactId: 3 + index,
        switches: { login: true },
      }));
      const began = Date.now();
      const outcomes = await db().write((deps) => changeAccess(deps, inputs, { lenient: true }));
      expect(outcomes.map(({ email, outcome }) => [email, outcome])).toEqual(
        inputs.map((_, index) => [`p${index}@bulk.example`, 'updated']),
      );
      expect(Date.now() - began, 'set by set, not one by one').toBeLessThan(5_000);
      await db().write((deps) =>
        changeAccess(
          deps,
          inputs.map((input) => ({ ...input, switches: { login: false } })),
        ),
      );
      expect(await inWords(db(), 3, 3)).toEqual(['p0@bulk.example off']);
    });
  });
});
