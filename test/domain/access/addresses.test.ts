import { beforeEach, describe, expect, it } from 'vitest';
import { followAddressChanges } from '../../../src/domain/access/addresses.ts';
import { changeNotifications } from '../../../src/domain/access/notifications.ts';
import { archiveAccounts } from '../../../src/domain/account/operations.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { orderSigners, signersOf } from '../../../src/domain/signer/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { audit, create, person } from '../fixtures.ts';
import { addEmail, emailsOf, fillAccessBook, invitationsOf, inWords, makeUsers, setAccess } from './book.ts';

const jan = 'jan@weiss.example';

describe('when an address changes', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));
    const setEmail = async (email: string | null, id = 1) => {
      const [outcome] = await db().write((deps) => editContacts(deps, [{ id, patch: { email } }]));
      return outcome?.warnings;
    };
    const accessEntries = async () => (await audit(db())).filter(({ record }) => record === 'access');

    it('T6: an active one stays as an unlinked e-mail with its access, the new one starts as not-invited', async () => {
      await setAccess(db(), 1, 1, { login: true, notify: true });
      await setAccess(db(), 2, 1, { login: true, notify: true, sync: true });
      await db().write((deps) =>
        changeNotifications(deps, [{ accountId: 2, contactId: 1, off: ['messages'] }]),
      );
      await makeUsers(db(), jan);
      expect(await setEmail('new@weiss.example')).toEqual([
        `${jan} stays on 2 accounts as an unlinked e-mail until its access is switched off`,
        'new@weiss.example is not invited yet: kontor invite send new@weiss.example',
      ]);
      expect(await inWords(db(), 2, 1)).toEqual([
        'new@weiss.example login notify sync not-invited',
        `${jan} (unlinked) login notify sync active`,
      ]);
      expect(await inWords(db(), 1, 1)).toEqual([
        'new@weiss.example login notify not-invited',
        `${jan} (unlinked) login notify active`,
      ]);
      const kinds = (await emailsOf(db(), 2, 1)).map(({ notifications }) => notifications);
      expect(kinds[0]).toEqual(['documents', 'signatures', 'approvals', 'organizers']);
      expect(kinds[1]).toEqual(kinds[0]);
      expect((await accessEntries()).at(-1)).toMatchObject({
        action: 'created',
        label: 'Weiß GmbH – Jan Weiß <new@weiss.example>',
        changes: { login: { from: false, to: true } },
      });
    });

    it('T6: taken back, the old address is the own one again, and nothing was lost', async () => {
      await setAccess(db(), 1, 1, { login: true });
      await makeUsers(db(), jan);
      await setEmail('new@weiss.example');
      await setAccess(db(), 1, 1, { login: false, notify: true }, { addresses: ['new@weiss.example'] });
      await setEmail(jan);
      expect(await inWords(db(), 1, 1)).toEqual([`${jan} login active`]);
    });

    it('T6: where only its notices were on, nobody is locked out: they go over to the new address', async () => {
      await setAccess(db(), 1, 1, { login: true });
      await setAccess(db(), 2, 1, { notify: true });
      await makeUsers(db(), jan);
      expect(await setEmail('new@weiss.example')).toContainEqual(
        `${jan} stays on account 1 "Jan Weiß" as an unlinked e-mail until its access is switched off`,
      );
      expect(await inWords(db(), 2, 1)).toEqual(['new@weiss.example notify off']);
    });

    it('T6: one that was only invited loses its invitation at once, and the new one is invited', async () => {
      await setAccess(db(), 1, 1, { login: true, sync: true }, { invite: true });
      expect(await setEmail('new@weiss.example')).toEqual([
        `the invitation of ${jan} has ended`,
        'new@weiss.example was invited',
      ]);
      expect(await invitationsOf(db(), jan)).toEqual(['revoked']);
      expect(await invitationsOf(db(), 'new@weiss.example')).toEqual(['pending']);
      expect(await inWords(db(), 1, 1)).toEqual(['new@weiss.example login sync invited']);
      expect((await accessEntries()).at(-1)).toMatchObject({
        action: 'updated',
        changes: { email: { from: jan, to: 'new@weiss.example' } },
      });
    });

    it('T6, I2: an invitation that had expired is not renewed by itself', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await db().write(({ trx }) => trx('portal_links').update({ expires_at: '2000-01-01T00:00:00.000Z' }));
      expect(await setEmail('new@weiss.example')).toEqual([
        `the invitation of ${jan} has ended`,
        'new@weiss.example is not invited yet: kontor invite send new@weiss.example',
      ]);
      expect(await invitationsOf(db(), 'new@weiss.example')).toEqual([]);
    });

    it('T6, A9: nobody is invited to an archived account', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect(await setEmail('new@weiss.example')).toEqual([`the invitation of ${jan} has ended`]);
      expect(await invitationsOf(db(), 'new@weiss.example')).toEqual([]);
      expect(await inWords(db(), 1, 1)).toEqual(['new@weiss.example login not-invited']);
    });

    it('T6: one that was never invited hands its switches on', async () => {
      await setAccess(db(), 1, 1, { notify: true });
      expect(await setEmail('new@weiss.example')).toEqual([]);
      expect(await inWords(db(), 1, 1)).toEqual(['new@weiss.example notify off']);
      await setAccess(db(), 1, 1, { login: true });
      expect(await setEmail('newer@weiss.example')).toEqual([
        'newer@weiss.example is not invited yet: kontor invite send newer@weiss.example',
      ]);
    });

    it('T6: a new address that is a portal user already is active at once', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await makeUsers(db(), 'new@weiss.example');
      expect(await setEmail('new@weiss.example')).toEqual([`the invitation of ${jan} has ended`]);
      expect(await inWords(db(), 1, 1)).toEqual(['new@weiss.example login active']);
      expect(await invitationsOf(db(), 'new@weiss.example')).toEqual([]);
    });

    it('T6: removed, one that was only invited is gone with its links; an active one stays unlinked', async () => {
      await setAccess(db(), 1, 1, { login: true, notify: true }, { invite: true });
      expect(await setEmail(null)).toEqual([`the invitation of ${jan} has ended`]);
      expect(await invitationsOf(db(), jan)).toEqual(['revoked']);
      expect(await emailsOf(db(), 1, 1)).toEqual([]);
      expect((await accessEntries()).at(-1)).toMatchObject({
        action: 'deleted',
        changes: { login: { from: true, to: false }, notify: { from: true, to: false } },
      });
      await setAccess(db(), 2, 2, { login: true });
      await makeUsers(db(), 'ada@berg.example');
      expect(await setEmail(null, 2)).toEqual([
        'ada@berg.example stays on account 2 "Weiß GmbH" as an unlinked e-mail until its access is switched off',
      ]);
      expect(await inWords(db(), 2, 2)).toEqual(['ada@berg.example (unlinked) login active']);
    });

    it('T6: another spelling of the same address changes the spelling, and nothing else', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      const { length } = await accessEntries();
      expect(await setEmail('Jan@Weiss.example')).toEqual([]);
      expect(await inWords(db(), 1, 1)).toEqual(['Jan@Weiss.example login invited']);
      const written = await db().read(async ({ trx }) => [
        ...(await trx('account_access').pluck('address')),
        ...(await trx('portal_links').pluck('address')),
      ]);
      expect(written).toEqual(['Jan@Weiss.example', 'Jan@Weiss.example']);
      await makeUsers(db(), 'Jan@Weiss.example');
      await setEmail('JAN@weiss.example');
      expect(await db().read(({ trx }) => trx('portal_users').pluck('address'))).toEqual([
        'JAN@weiss.example',
      ]);
      expect(await accessEntries()).toHaveLength(length);
    });

    it('T6: while the contact has the old address elsewhere, nothing is lost', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await db().write(async (deps) => {
        const emails = deps.trx('contact_emails').where({ contact_id: 1 });
        await emails.update({ source: 'spouse-email' });
        expect(
          await followAddressChanges(deps, [
            { contactId: 1, from: jan, to: 'new@weiss.example' },
            { contactId: 1, from: null, to: jan },
          ]),
        ).toEqual([[], []]);
      });
      expect(await inWords(db(), 1, 1)).toEqual([`${jan} (spouse-email) login invited`]);
      expect(await invitationsOf(db(), jan)).toEqual(['pending']);
    });

    it('T6: where the new address has switches of its own, they stay', async () => {
      await setAccess(db(), 1, 1, { login: true, sync: true });
      await makeUsers(db(), jan);
      await setEmail('new@weiss.example');
      await setAccess(db(), 1, 1, { login: false, sync: false }, { addresses: ['new@weiss.example'] });
      await addEmail(db(), 1, 'spouse-email', 'eva@weiss.example');
      await setAccess(db(), 1, 1, { notify: true }, { addresses: ['eva@weiss.example'] });
      await db().write(async (deps) => {
        await deps.trx('contact_emails').where({ source: 'spouse-email' }).del();
        await followAddressChanges(deps, [
          { contactId: 1, from: 'eva@weiss.example', to: 'new@weiss.example' },
        ]);
      });
      expect(await inWords(db(), 1, 1)).toEqual([
        'new@weiss.example off',
        `${jan} (unlinked) login sync active`,
      ]);
    });

    it('C4, T6: another contact that shares the old address keeps its invitation', async () => {
      await create(db(), {
        name: 'Family',
        contacts: [{ create: person('Eva Weiß', { email: jan, sharedEmail: true }) }],
      });
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await setAccess(db(), 3, 3, { login: true });
      expect(await setEmail('new@weiss.example')).toEqual(['new@weiss.example was invited']);
      expect(await invitationsOf(db(), jan)).toEqual(['pending']);
      expect(await inWords(db(), 3, 3)).toEqual([`${jan} login invited`]);
    });

    it('L4, T6: a signer keeps its rank as long as an e-mail has login', async () => {
      for (const contactId of [1, 2]) await setAccess(db(), 2, contactId, { login: true });
      await db().write((deps) => orderSigners(deps, 2, [1, 2]));
      const ranks = async () =>
        (await db().read((deps) => signersOf(deps, 2))).map(({ contact, signerRank }) => [
          contact.id,
          signerRank,
        ]);
      await setEmail('new@weiss.example');
      expect(await ranks()).toEqual([
        [1, 1],
        [2, 2],
      ]);
      await setEmail(null);
      expect(await ranks()).toEqual([[2, 1]]);
    });

    it('T6: hundreds at once, each told what became of its own', async () => {
      const count = 300;
      await create(
        db(),
        ...Array.from({ length: count }, (_, index) => ({
          name: `Bulk ${index}`,
          contacts: [{ create: person(`P ${index}`, { email: `p${index}@bulk.example` }) }],
          access: { login: true },
          invite: index % 2 === 0,
        })),
      );
      const outcomes = await db().write((deps) =>
        editContacts(
          deps,
          Array.from({ length: count }, (_, index) => ({
            id: 3 + index,
            patch: { email: `q${index}@bulk.example` },
          })),
        ),
      );
      expect(outcomes[2]?.warnings.at(-1)).toBe('q2@bulk.example was invited');
      expect(outcomes[3]?.warnings).toEqual([
        'q3@bulk.example is not invited yet: kontor invite send q3@bulk.example',
      ]);
      expect(await inWords(db(), 302, 302)).toEqual(['q299@bulk.example login not-invited']);
    });
  });
});
