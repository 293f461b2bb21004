import { beforeEach, describe, expect, it } from 'vitest';
import { archiveAccounts } from '../../../src/domain/account/operations.ts';
import { deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import { listLogins } from '../../../src/domain/login/list.ts';
import type { LoginQuery } from '../../../src/domain/login/model.ts';
import { recordLogins } from '../../../src/domain/login/operations.ts';
import type { NewLogin } from '../../../src/domain/login/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { addEmail, fillAccessBook, makeUsers, setAccess } from '../access/book.ts';
import { audit, collect, createPeople, person } from '../fixtures.ts';

describe('logins that are recorded', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));
    const record = (...inputs: NewLogin[]) => db().write((deps) => recordLogins(deps, inputs));
    const list = (query: LoginQuery = {}) => db().read((deps) => collect(listLogins(deps, query).rows));

    it('O2: several at once, each under a number of its own, and listed with account and contact', async () => {
      const recorded = await record(
        { accountId: 2, contactId: 1, at: '2026-03-01T10:00Z', origin: '192.0.2.7' },
        { accountId: 2, contactId: 2 },
      );
      const first = {
        id: 1,
        account: { id: 2, name: 'Weiß GmbH' },
        contact: { id: 1, name: 'Jan Weiß' },
        name: 'Jan Weiß',
        email: 'jan@weiss.example',
        origin: '192.0.2.7',
        at: '2026-03-01T10:00:00.000Z',
      };
      expect(recorded[0]).toEqual({ ...first, outcome: 'created', warnings: [] });
      expect(recorded[1]).toMatchObject({ id: 2, origin: null, at: '2026-03-04T05:06:07.890Z' });
      expect(await list()).toEqual([expect.objectContaining({ id: 2, email: 'ada@berg.example' }), first]);
    });

    it('H1: each leaves an entry; a time that was given is in it', async () => {
      const before = (await audit(db())).length;
      await record(
        { accountId: 2, contactId: 1, at: '2026-03-01', origin: '192.0.2.7' },
        { accountId: 2, contactId: 2 },
      );
      expect((await audit(db())).slice(before)).toMatchObject([
        {
          record: 'login',
          recordId: 1,
          contactId: 1,
          label: 'Weiß GmbH – Jan Weiß',
          action: 'created',
          changes: {
            accountId: { from: null, to: 2 },
            email: { from: null, to: 'jan@weiss.example' },
            origin: { from: null, to: '192.0.2.7' },
            at: { from: null, to: '2026-03-01T00:00:00.000Z' },
          },
        },
        { recordId: 2, changes: { accountId: { to: 2 }, email: { to: 'ada@berg.example' } } },
      ]);
      const last = (await audit(db())).at(-1);
      expect(Object.keys(last?.changes ?? {})).toEqual(['accountId', 'email']);
    });

    it('O2: the address is the one with login in this account, else the first', async () => {
      await addEmail(db(), 1, 'spouse', 'ida@weiss.example');
      const used = async (accountId: number) => (await record({ accountId, contactId: 1 }))[0]?.email;
      expect(await used(2)).toBe('jan@weiss.example');
      await setAccess(db(), 2, 1, { login: true }, { addresses: ['ida@weiss.example'] });
      expect(await used(2)).toBe('ida@weiss.example');
      expect(await used(1), 'the other account has switches of its own').toBe('jan@weiss.example');
      const named = await record({ accountId: 2, contactId: 1, email: 'Jan@Weiss.example' });
      expect(named[0]?.email, 'as the contact spells it').toBe('jan@weiss.example');
    });

    it('T6: an unlinked e-mail that still opens the account can be the one', async () => {
      await setAccess(db(), 2, 2, { login: true });
      await makeUsers(db(), 'ada@berg.example');
      await db().write((deps) => editContacts(deps, [{ id: 2, patch: { email: 'ada@new.example' } }]));
      const [recorded] = await record({ accountId: 2, contactId: 2, email: 'ada@berg.example' });
      expect(recorded?.email).toBe('ada@berg.example');
    });

    it('A9: archived accounts can be recorded in', async () => {
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect((await record({ accountId: 1, contactId: 1 }))[0]?.outcome).toBe('created');
    });

    it.each<[string, NewLogin, string, string]>([
      ['a contact of another account', { accountId: 1, contactId: 2 }, 'NOT_LINKED', 'not-found'],
      [
        "another person's address",
        { accountId: 2, contactId: 1, email: 'ada@berg.example' },
        'EMAIL_NOT_IN_ACCOUNT',
        'not-found',
      ],
      ['a time to come', { accountId: 1, contactId: 1, at: '2026-03-04T05:06:08Z' }, 'INVALID_TIME', 'usage'],
      ['no time', { accountId: 1, contactId: 1, at: '2026-02-30' }, 'INVALID_TIME', 'usage'],
      ['nobody', { accountId: 1, contactId: 99 }, 'NOT_LINKED', 'not-found'],
    ])('refuses %s, and records none of the others', async (_what, wrong, code, kind) => {
      const before = await db().contents();
      await expect(record({ accountId: 1, contactId: 1 }, wrong)).rejects.toMatchObject({ code, kind });
      expect(await db().contents()).toBe(before);
    });

    it('refuses a contact without any e-mail', async () => {
      await createPeople(db(), person('Max Stumm'));
      await db().write((deps) => linkContacts(deps, [{ accountId: 1, contactId: 3 }]));
      await expect(record({ accountId: 1, contactId: 3 })).rejects.toMatchObject({
        code: 'NO_EMAIL',
        kind: 'refused',
      });
    });

    it('lists newest first whatever the order of recording; by account, contact and time; in pages', async () => {
      await record(
        { accountId: 2, contactId: 1, at: '2026-03-02' },
        { accountId: 1, contactId: 1, at: '2026-03-03' },
        { accountId: 2, contactId: 2, at: '2026-03-01' },
        { accountId: 2, contactId: 2, at: '2026-03-02' },
      );
      const ids = async (query: LoginQuery) => (await list(query)).map(({ id }) => id);
      expect(await ids({})).toEqual([2, 4, 1, 3]);
      expect(await ids({ accountId: 2 })).toEqual([4, 1, 3]);
      expect(await ids({ contactId: 1 })).toEqual([2, 1]);
      expect(await ids({ accountId: 2, contactId: 1 })).toEqual([1]);
      expect(await ids({ since: '2026-03-02T00:00:00.000Z' })).toEqual([2, 4, 1]);
      expect(await ids({ limit: 2, page: 2 })).toEqual([1, 3]);
      expect(await db().read((deps) => listLogins(deps, { accountId: 2 }).total())).toBe(3);
    });

    it('C5: a login stays when its contact is deleted, under the name it had', async () => {
      await record({ accountId: 2, contactId: 2 });
      await db().write((deps) => deleteContacts(deps, [2]));
      expect(await list()).toMatchObject([{ contact: null, name: 'Ada Berg', email: 'ada@berg.example' }]);
    });

    it('a renamed contact is shown by both names', async () => {
      await record({ accountId: 2, contactId: 2 });
      await db().write((deps) => editContacts(deps, [{ id: 2, patch: { lastName: 'Tal' } }]));
      expect(await list()).toMatchObject([{ contact: { id: 2, name: 'Ada Tal' }, name: 'Ada Berg' }]);
    });
  });
});
