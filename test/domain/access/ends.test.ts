import { beforeEach, describe, expect, it } from 'vitest';
import {
  archiveAccounts,
  createAccounts,
  deleteAccounts,
  restoreAccounts,
} from '../../../src/domain/account/operations.ts';
import { deleteContacts } from '../../../src/domain/contact/operations.ts';
import { linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { orderSigners, signersOf } from '../../../src/domain/signer/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { audit, create, createPeople, person } from '../fixtures.ts';
import { addEmail, fillAccessBook, invitationsOf, inWords, makeUsers, setAccess } from './book.ts';

const jan = 'jan@weiss.example';

describe('access and its link', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));
    const unlink = (accountId: number, contactId: number) =>
      db().write((deps) => unlinkContacts(deps, [{ accountId, contactId }]));

    it('L2: unlinking takes the access there, says what it was, and leaves other accounts alone', async () => {
      await addEmail(db(), 1, 'spouse-email', 'eva@weiss.example');
      await setAccess(db(), 1, 1, { login: true });
      await setAccess(db(), 2, 1, { login: true, sync: true });
      await setAccess(db(), 2, 1, { sync: false }, { addresses: ['eva@weiss.example'] });
      await unlink(2, 1);
      expect((await audit(db())).findLast(({ record }) => record === 'link')).toMatchObject({
        action: 'deleted',
        recordId: 2,
        contactId: 1,
        changes: {
          contact: { from: 'Jan Weiß', to: null },
          access: { from: { [jan]: ['login', 'sync'], 'eva@weiss.example': ['login'] }, to: null },
        },
      });
      expect(await inWords(db(), 1, 1)).toEqual([
        `${jan} login not-invited`,
        'eva@weiss.example (spouse-email) login not-invited',
      ]);
      await db().write((deps) => linkContacts(deps, [{ accountId: 2, contactId: 1 }]));
      expect(await inWords(db(), 2, 1), 'linked again, it begins anew').toEqual([
        `${jan} off`,
        'eva@weiss.example (spouse-email) off',
      ]);
    });

    it('L2, T4: unlinking ends an invitation that no other account needs', async () => {
      for (const accountId of [1, 2]) await setAccess(db(), accountId, 1, { login: true }, { invite: true });
      await unlink(2, 1);
      expect(await invitationsOf(db(), jan)).toEqual(['pending']);
      await setAccess(db(), 2, 2, { login: true }, { invite: true });
      await createPeople(db(), person('Max Tal'));
      await db().write((deps) => linkContacts(deps, [{ accountId: 2, contactId: 3 }]));
      await unlink(2, 2);
      expect(await invitationsOf(db(), 'ada@berg.example')).toEqual(['revoked']);
    });

    it('T4: with a contact or an account its invitations end', async () => {
      await setAccess(db(), 2, 2, { login: true }, { invite: true });
      await setAccess(db(), 2, 1, { login: true }, { invite: true });
      await db().write((deps) => deleteContacts(deps, [2]));
      expect(await invitationsOf(db(), 'ada@berg.example')).toEqual(['revoked']);
      expect((await audit(db())).findLast(({ record }) => record === 'link')).toMatchObject({
        changes: { access: { from: { 'ada@berg.example': ['login'] }, to: null } },
      });
      await db().write(async (deps) => {
        await archiveAccounts(deps, [2]);
        await deleteAccounts(deps, [2]);
      });
      expect(await invitationsOf(db(), jan)).toEqual(['revoked']);
    });

    it('A9: archiving ends nothing; after restoring everything counts again', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect(await invitationsOf(db(), jan)).toEqual(['pending']);
      await db().write((deps) => restoreAccounts(deps, [1]));
      expect(await inWords(db(), 1, 1)).toEqual([`${jan} login invited`]);
    });

    it('T1, T4: a link may come with switches and an invitation, also one that is there', async () => {
      const link = (contactId: number, more: object) =>
        db().write((deps) => linkContacts(deps, [{ accountId: 1, contactId, ...more }]));
      expect(await link(2, { access: { login: true, sync: true } })).toMatchObject([
        {
          outcome: 'created',
          access: [{ email: 'ada@berg.example', login: true, sync: true, status: 'not-invited' }],
          warnings: [],
        },
      ]);
      expect(await link(2, { invite: true })).toMatchObject([
        { outcome: 'updated', access: [{ invited: true, status: 'invited' }] },
      ]);
      const before = await db().contents();
      expect(await link(2, { access: { login: true }, invite: true })).toMatchObject([
        { outcome: 'unchanged' },
      ]);
      expect(await link(2, {})).toMatchObject([{ outcome: 'unchanged', access: [] }]);
      expect(await db().contents()).toBe(before);
    });

    it('C2: a contact without e-mail is linked all the same, and that nothing was switched is said', async () => {
      await createPeople(db(), person('Max Tal'));
      const linked = await db().write((deps) =>
        linkContacts(deps, [{ accountId: 1, contactId: 3, access: { login: true } }]),
      );
      expect(linked).toMatchObject([
        {
          outcome: 'created',
          warnings: ['contact 3 "Max Tal" has no e-mail'],
          access: [{ outcome: 'skipped' }],
        },
      ]);
    });

    it('A7, T4: an account may be created with switches and invitations for all of its contacts', async () => {
      const [created] = await db().write((deps) =>
        createAccounts(deps, [
          {
            name: 'New',
            contacts: [
              { id: 1 },
              { create: person('Eva Tal', { email: 'eva@tal.example' }) },
              { create: person('Max Tal') },
            ],
            access: { notify: true },
            invite: true,
          },
        ]),
      );
      expect(created?.warnings).toEqual(['contact 4 "Max Tal" has no e-mail']);
      expect(await inWords(db(), 3, 1)).toEqual([`${jan} login notify invited`]);
      expect(await inWords(db(), 3, 3)).toEqual(['eva@tal.example login notify invited']);
    });

    it('L4: ranks go with the last login, by switch, unlinking and deletion, and the gaps close', async () => {
      await create(db(), {
        name: 'Signers',
        contacts: ['A', 'B', 'C', 'D', 'E'].map((name) => ({
          create: person(`${name} Sign`, { email: `${name}@sign.example` }),
        })),
        access: { login: true },
      });
      await addEmail(db(), 3, 'spouse-email', 'a2@sign.example');
      await setAccess(db(), 3, 3, { login: true }, { addresses: ['a2@sign.example'] });
      await db().write((deps) => orderSigners(deps, 3, [4, 3, 5, 6, 7]));
      const ranks = async () =>
        (await db().read((deps) => signersOf(deps, 3))).map(({ contact, signerRank }) => [
          contact.id,
          signerRank,
        ]);
      await setAccess(db(), 3, 3, { login: false }, { addresses: ['A@sign.example'] });
      expect((await ranks())[1], 'another e-mail still has login').toEqual([3, 2]);
      await setAccess(db(), 3, 3, { login: false });
      expect(await ranks()).toEqual([
        [4, 1],
        [5, 2],
        [6, 3],
        [7, 4],
      ]);
      expect((await audit(db())).filter(({ changes }) => 'signerRank' in changes).slice(-4)).toMatchObject([
        { record: 'link', contactId: 3, changes: { signerRank: { from: 2, to: null } } },
        { contactId: 5, changes: { signerRank: { from: 3, to: 2 } } },
        { contactId: 6, changes: { signerRank: { from: 4, to: 3 } } },
        { contactId: 7, changes: { signerRank: { from: 5, to: 4 } } },
      ]);
      await unlink(3, 5);
      await db().write((deps) => deleteContacts(deps, [4]));
      expect(await ranks()).toEqual([
        [6, 1],
        [7, 2],
      ]);
      await setAccess(db(), 3, 3, { login: true });
      expect((await ranks()).at(-1), 'login again, rank not').toEqual([3, null]);
    });

    it('T4: a user whose login goes can be found in no account, and is still a user', async () => {
      await setAccess(db(), 1, 1, { login: true });
      await makeUsers(db(), jan);
      await setAccess(db(), 1, 1, { login: false });
      expect(await inWords(db(), 1, 1)).toEqual([`${jan} off`]);
      await setAccess(db(), 1, 1, { login: true });
      expect(await inWords(db(), 1, 1)).toEqual([`${jan} login active`]);
    });
  });
});
