import { describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { changeNotifications } from '../../../src/domain/access/notifications.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import type { Switches } from '../../../src/domain/access/schema.ts';
import { archiveAccounts } from '../../../src/domain/account/operations.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import type { NotifiedKind, Occasion } from '../../../src/domain/notification/model.ts';
import { notifyClients } from '../../../src/domain/notification/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { makeUsers } from '../access/book.ts';
import { create, person } from '../fixtures.ts';

const [jan, ada] = ['jan@weiss.example', 'ada@berg.example'];
const kinds: NotifiedKind[] = ['documents', 'messages', 'approvals', 'signatures'];
const all: Switches = { login: true, notify: true };

const about = (accountId: number, kind: NotifiedKind, ...subjects: string[]): Occasion => ({
  accountId,
  kind,
  subjects,
});

describe('notifications', () => {
  onEachDatabase((db) => {
    /** Account 1 "Weiß GmbH" of 1 Jan and 2 Ada, account 2 "Berg" of Ada alone; all are notified of everything in 1. */
    const fill = async (access: Switches = all) => {
      await create(
        db(),
        {
          companyName: 'Weiß GmbH',
          contacts: [
            { create: person('Jan Weiß', { email: jan }) },
            { create: person('Ada Berg', { email: ada }) },
          ],
          access,
        },
        { name: 'Berg', contacts: [{ id: 2 }] },
      );
    };
    const access = (accountId: number, contactId: number, switches: Switches) =>
      db().write((deps) => changeAccess(deps, [{ accountId, contactId, switches }]));
    const notify = (...occasions: Occasion[]) => db().write((deps) => notifyClients(deps, occasions));
    /** The mails of the outbox, oldest first. */
    const mails = async () =>
      (
        await db().read((deps) =>
          query<{ kind: string; recipient: string; account: number; facts: string; link: number | null }>(
            deps,
            'select kind, recipient, account_id as account, facts, link_id as link from mails order by id',
          ),
        )
      ).map(({ facts, ...mail }) => ({ ...mail, facts: JSON.parse(facts) }));
    const recipients = async () => (await mails()).map(({ recipient }) => recipient);

    it.each(kinds)('T2: %s go to those with login, notify and the kind on', async (kind) => {
      await fill();
      expect(await notify(about(1, kind, 'A'))).toEqual([[jan, ada]]);
      expect(await mails()).toEqual([
        { kind, recipient: jan, account: 1, link: null, facts: { name: 'Jan Weiß', subjects: ['A'] } },
        { kind, recipient: ada, account: 1, link: null, facts: { name: 'Ada Berg', subjects: ['A'] } },
      ]);
    });

    it.each(kinds)('T2: %s do not go to whom the kind alone is switched off for', async (kind) => {
      await fill();
      await db().write((deps) => changeNotifications(deps, [{ accountId: 1, contactId: 1, off: [kind] }]));
      const others = kinds.filter((other) => other !== kind);
      expect(await notify(...kinds.map((each) => about(1, each, 'A')))).toEqual(
        kinds.map((each) => (each === kind ? [ada] : [jan, ada])),
      );
      expect((await mails()).filter(({ recipient }) => recipient === jan).map((mail) => mail.kind)).toEqual(
        others,
      );
    });

    it.each<[string, Switches]>([
      ['login', { login: false }],
      ['notify', { notify: false }],
    ])('T2: without %s there is no mail', async (_what, off) => {
      await fill();
      await access(1, 1, off);
      expect(await notify(about(1, 'messages', 'A'))).toEqual([[ada]]);
      expect(await recipients()).toEqual([ada]);
    });

    it('T1: where nothing was ever switched on there is no mail, and none in other accounts', async () => {
      await fill({});
      await access(2, 2, all);
      expect(await notify(about(1, 'documents', 'A'))).toEqual([[]]);
      expect(await mails()).toEqual([]);
    });

    it('A9: an archived account notifies nobody', async () => {
      await fill();
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect(await notify(about(1, 'documents', 'A'))).toEqual([[]]);
      expect(await mails()).toEqual([]);
    });

    it('L2: who is unlinked is not notified any more', async () => {
      await fill();
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 1, contactId: 1 }], {}));
      expect(await notify(about(1, 'documents', 'A'))).toEqual([[ada]]);
    });

    it('T6: an unlinked e-mail is notified as long as it has access', async () => {
      await fill();
      await makeUsers(db(), jan);
      await db().write((deps) => editContacts(deps, [{ id: 1, patch: { email: null } }]));
      expect(await notify(about(1, 'documents', 'A'))).toEqual([[jan, ada]]);
      await access(1, 1, { login: false });
      expect(await notify(about(1, 'documents', 'A'))).toEqual([[ada]]);
    });

    it('T2: names the account where the address has login in several that are not archived', async () => {
      await fill();
      const named = async () => {
        await db().write(({ trx }) => trx('mails').delete());
        await notify(about(1, 'messages', 'A'));
        return Object.fromEntries(
          (await mails()).map(({ recipient, facts }) => [recipient, facts.accountName]),
        );
      };
      expect(await named()).toEqual({});
      // Login alone counts: whoever opens the portal sees both.
      await access(2, 2, { login: true });
      expect(await named()).toEqual({ [ada]: 'Weiß GmbH' });
      await db().write((deps) => archiveAccounts(deps, [2]));
      expect(await named()).toEqual({});
    });

    it('T2: two accounts of the same person: a mail for each, and they never mix', async () => {
      await fill();
      await access(2, 2, all);
      expect(
        await notify(about(1, 'documents', 'A'), about(2, 'documents', 'B'), about(1, 'documents', 'C')),
      ).toEqual([[jan, ada], [ada], [jan, ada]]);
      expect((await mails()).map(({ recipient, account, facts }) => [recipient, account, facts])).toEqual([
        [jan, 1, { name: 'Jan Weiß', subjects: ['A', 'C'] }],
        [ada, 1, { name: 'Ada Berg', accountName: 'Weiß GmbH', subjects: ['A', 'C'] }],
        [ada, 2, { name: 'Ada Berg', accountName: 'Berg', subjects: ['B'] }],
      ]);
    });

    it('T2: kinds are told apart, and a mail names each thing once per document, each thread once', async () => {
      await fill();
      await access(1, 2, { notify: false });
      await notify(
        about(1, 'documents', 'Scan.pdf', 'Scan.pdf'),
        about(1, 'messages', 'Tax'),
        about(1, 'messages', 'Tax'),
        about(1, 'messages', 'Fees'),
      );
      expect((await mails()).map(({ kind, facts }) => [kind, facts.subjects])).toEqual([
        ['documents', ['Scan.pdf', 'Scan.pdf']],
        ['messages', ['Tax', 'Fees']],
      ]);
    });

    it('at most ten names, then how many more', async () => {
      await fill();
      const names = Array.from({ length: 13 }, (_, index) => `${index + 1}.pdf`);
      await notify(about(1, 'documents', ...names.slice(0, 10)));
      await notify(...names.map((name) => about(1, 'documents', name)));
      const [ten, , thirteen] = await mails();
      expect(ten?.facts).toEqual({ name: 'Jan Weiß', subjects: names.slice(0, 10) });
      expect(thirteen?.facts).toEqual({ name: 'Jan Weiß', subjects: names.slice(0, 10), moreSubjects: 3 });
    });

    it('L4: where only some contacts are concerned, each mail names only what concerns its reader', async () => {
      await fill();
      expect(
        await notify(
          { ...about(1, 'signatures', 'A'), contactIds: [2] },
          { ...about(1, 'signatures', 'B'), contactIds: [1, 2, 99] },
          { ...about(1, 'signatures', 'C'), contactIds: [] },
        ),
      ).toEqual([[ada], [jan, ada], []]);
      expect((await mails()).map(({ recipient, facts }) => [recipient, facts.subjects])).toEqual([
        [ada, ['A', 'B']],
        [jan, ['B']],
      ]);
    });

    it('C4: two contacts who share an address get one mail, which cannot greet one of them', async () => {
      await fill();
      await db().write((deps) =>
        editContacts(deps, [{ id: 1, patch: { email: 'ADA@berg.example', sharedEmail: true } }]),
      );
      await access(1, 1, all);
      expect(await notify(about(1, 'messages', 'A'))).toEqual([['ADA@berg.example']]);
      expect(await mails()).toMatchObject([{ recipient: 'ADA@berg.example', facts: { subjects: ['A'] } }]);
      expect((await mails())[0]?.facts).not.toHaveProperty('name');
      // Only one of them is concerned: it is known who is greeted.
      await notify({ ...about(1, 'messages', 'B'), contactIds: [2] });
      expect((await mails())[1]?.facts).toMatchObject({ name: 'Ada Berg' });
    });

    it('every address of a contact has its own switches', async () => {
      await fill();
      await db().write(({ trx }) =>
        trx('contact_emails').insert({
          contact_id: 1,
          source: 'office',
          address: 'office@weiss.example',
          address_key: 'office@weiss.example',
          shared: 0,
        }),
      );
      expect(await notify(about(1, 'messages', 'A'))).toEqual([[jan, ada]]);
      await db().write((deps) =>
        changeAccess(deps, [
          { accountId: 1, contactId: 1, addresses: ['office@weiss.example'], switches: all },
        ]),
      );
      expect(await notify(about(1, 'messages', 'A'))).toEqual([[jan, 'office@weiss.example', ada]]);
    });

    it('no occasions, no mails; an unknown account notifies nobody', async () => {
      await fill();
      expect(await notify()).toEqual([]);
      expect(await notify(about(99, 'messages', 'A'))).toEqual([[]]);
    });
  });
});
