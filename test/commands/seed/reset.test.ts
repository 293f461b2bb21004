import { beforeEach, describe, expect, it } from 'vitest';
import { clientBook } from '../../domain/run/client-book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';
import { applyText } from './book.ts';

/** A client of its own with all there can be, and things that happened in Weiß GmbH, which was there before. */
const fixture = `
firm: { name: Kanzlei Sommer, invitationDays: 14 }
fields:
  - { scope: account, type: dropdown, label: Legal form, options: [GmbH, UG] }
  - { scope: contact, type: email, label: Second e-mail }
tags: [{ name: Seeded }]
contacts:
  - { ref: erika, key: p-1, firstName: Erika, lastName: Müller }
  - { ref: ada, firstName: Ada, lastName: Alt, email: ada@alt.example, fields: { second-email: ada@two.example } }
  - { ref: ben, firstName: Ben, lastName: Berg, email: ben@berg.example }
accounts:
  - ref: alt
    companyName: Alt GmbH
    tags: [Seeded, VIP]
    fields: { legal-form: UG }
    links:
      - { contact: ada, portal: active, password: a password for tests, emails: [{ address: ada@two.example, sync: true }] }
      - { contact: ben, portal: expired }
      - { contact: erika, description: Adviser }
    signers: [ben, ada]
  - ref: weiss
    key: crm-2
    links: [{ contact: erika, portal: invited }, { contact: ben, portal: expired }]
documents:
  - { ref: scan, account: alt, name: Scan.txt, text: One, from: ada, at: 2026-02-01 }
  - { ref: return, account: weiss, name: Return.txt, text: All of it, at: 2026-02-01 }
messages:
  - { account: weiss, subject: Return, text: Ready, at: 2026-02-01, replies: [{ text: Thanks, from: erika, at: 2026-02-02 }] }
approvals:
  - { document: return, at: 2026-02-01, decision: approved, by: erika, decidedAt: 2026-02-02 }
signatures:
  - { document: return, at: 2026-02-01 }
notes: [{ account: weiss, text: Call first, at: 2026-02-01 }]
logins: [{ account: alt, contact: ada, at: 2026-02-01 }, { account: weiss, contact: erika, at: 2026-02-03 }]
`;

describe('seed reset', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const seed = async (text: string) => {
      const ran = await applyText(db(), text);
      expect(ran.code, ran.err).toBe(0);
    };
    const book = async () => clientBook(await db().contents());
    /** The book without the switches of the contact that was there before. */
    const withoutSwitches = async () => ({ ...(await book()), account_access: [], settings: [] });

    it('B1: removes what was seeded and nothing else, by a dry run first; the second time there is nothing', async () => {
      const before = await withoutSwitches();
      await seed(fixture);
      const contents = await db().contents();
      const dry = await db().run('seed', 'reset', '--dry-run');
      expect(dry).toMatchObject({ code: 0, out: '' });
      expect(await db().contents()).toBe(contents);

      const ran = await db().run('seed', 'reset', '--yes');
      expect(ran, ran.err).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ removed what was seeded (run 1)',
        'remove 1 account, 2 contacts, 1 link, 7 documents and other activity, 1 tag, 2 fields',
        'put back firm-name, invitation-days',
        'revoke 2 invitations',
        '',
      ]);
      expect(await withoutSwitches()).toEqual(before);
      expect((await db().run('config', 'get', 'firm-name')).out).toBe('My firm\n');
      const after = await db().contents();
      const again = await db().run('seed', 'reset');
      expect(again).toMatchObject({ code: 0, out: '', err: '✓ nothing is there that was seeded\n' });
      expect((await db().run('seed', 'reset', '--json')).json()).toMatchObject({
        outcome: 'unchanged',
        runs: [],
      });
      expect(await db().contents()).toBe(after);
      // It can be seeded again, under new numbers.
      await seed(fixture);
      expect((await db().run('seed', 'reset', '--yes', '--json')).json()).toMatchObject({ runs: [2] });
    });

    it('keeps what others need by now, and says what and why', async () => {
      await seed(fixture);
      for (const line of [
        'contact link ben@berg.example crm-1',
        'tag add Seeded --to crm-1',
        'account edit crm-1 --set legal-form=GmbH',
        'account edit "Alt GmbH" --city Ulm',
        'note add "Alt GmbH" "By hand"',
        'config set firm-name "Weiß & Partner"',
      ]) {
        expect((await db().run(...words(line))).code, line).toBe(0);
      }
      const asked = await db().run('seed', 'reset');
      expect(asked).toMatchObject({ code: 2, out: '' });
      expect(asked.err).toContain(
        'Remove what was seeded (run 1): remove 1 account, 1 contact, 1 link, 7 documents and other activity, 1 field (1 of them changed since)',
      );
      const { kept, settings, changedSince, removed } = (
        await db().run('seed', 'reset', '--yes', '--json')
      ).json();
      expect(kept).toEqual([
        { record: 'contact', id: 5, name: 'Ben Berg', reason: 'it is linked to account 1 "Erika Müller"' },
        { record: 'tag', id: 4, name: 'Seeded', reason: 'an account carries it' },
        { record: 'field', id: 1, name: 'Legal form', reason: 'a record has a value in it' },
      ]);
      expect({ settings, changedSince }).toEqual({ settings: ['invitation-days'], changedSince: 1 });
      expect(removed).toMatchObject({ accounts: 1, contacts: 1, tags: 0, fields: 1 });
      expect((await db().run('config', 'get', 'firm-name')).out).toBe('Weiß & Partner\n');
      expect((await db().run('account', 'list', '-o', 'ids')).out).toBe('1\n3\n2\n');
    });

    it('takes the portal user that it made away from an e-mail that stays, with sessions; updates stay and are told', async () => {
      await seed(`
tags: [{ name: VIP, color: blue }]
contacts: [{ ref: jan, email: jan@weiss.example, lastName: Weiss }]
accounts: [{ ref: weiss, key: crm-2, links: [{ contact: jan, portal: active, password: a password for tests }] }]
`);
      const ran = await db().run('seed', 'reset', '--yes');
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(ran.err.split('\n')).toEqual([
        '✓ removed what was seeded (run 1)',
        'remove 1 portal user',
        'warning: 2 records that were there before keep what seeding changed: kontor import show RUN lists it',
        '',
      ]);
      const { contacts } = (await db().run('account', 'show', 'crm-2', '--json')).json();
      expect(contacts[1].emails[0]).toMatchObject({ login: true, status: 'not-invited' });
      expect((await db().run('contact', 'show', '2', '--json')).json().lastName).toBe('Weiss');
    });

    it('does not take the last contact from an account that stays', async () => {
      await seed(`
contacts: [{ ref: ada, lastName: Alt, email: ada@alt.example }]
accounts: [{ ref: ernst, name: Nachlass Ernst, links: [{ contact: ada }] }]
`);
      expect((await db().run('contact', 'unlink', '2', '3')).code).toBe(0);
      const ran = await db().run('seed', 'reset', '--yes');
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.err).toContain('contact 4 "Alt" is kept: it is linked to account 3 "Nachlass Ernst"');
    });
  });
});
