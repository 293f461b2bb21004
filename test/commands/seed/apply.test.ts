import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { applyText, applyTwice, erika, problemsOf } from './book.ts';

const portrait = new URL('../../fixtures/portrait.png', import.meta.url);

const whole = `
firm: { name: Kanzlei Sommer, nameFormat: last-first, invitationDays: 14 }
fields:
  - { scope: account, type: dropdown, label: Legal form, options: [GmbH, UG] }
  - { scope: contact, type: email, label: Spouse e-mail }
tags:
  - { name: VIP, color: red }
contacts:
  - ref: erika
    key: 0042
    firstName: Erika
    lastName: Müller
    email: erika@mueller.example
    address: { street: Hauptstr. 1, postalCode: 01067, city: Dresden }
    fields: { spouse-email: max@mueller.example }
  - { ref: petra, lastName: Özdemir }
accounts:
  - ref: mueller
    companyName: Müller GmbH
    companyAddress: { city: Dresden }
    tags: [VIP]
    fields: { legal-form: GmbH }
    links:
      - contact: erika
        description: Managing director
        portal: active
        password: a password for tests
        emails: [{ address: max@mueller.example, login: false, sync: true }]
      - { contact: petra }
    signers: [erika]
    photo: portrait.png
  - { ref: petra, links: [{ contact: petra }], archived: true }
documents:
  - { ref: return, account: mueller, name: Return.txt, text: All of it, at: 2026-02-01 }
  - { ref: scan, account: mueller, file: portrait.png, from: erika, at: 2026-02-01, seen: 2026-02-02 }
messages:
  - ref: thread
    account: mueller
    subject: Return
    text: It is ready
    at: 2026-02-01
    replies: [{ text: Thank you, from: erika, at: 2026-02-02 }]
approvals:
  - { document: return, at: 2026-02-02, decision: declined, by: erika, comment: Wrong, decidedAt: 2026-02-03 }
  - { ref: again, document: return, at: 2026-02-04 }
signatures:
  - { ref: sign, document: return, at: 2026-02-02, signed: [{ by: erika, at: 2026-02-03 }] }
notes:
  - { account: mueller, text: Call before ten, at: 2026-02-01 }
logins:
  - { account: mueller, contact: erika, at: 2026-02-01T08:00Z, origin: 192.0.2.7 }
`;

describe('seed apply', () => {
  onEachDatabase((db) => {
    const json = async (...argv: string[]) => (await db().run(...argv, '-o', 'json')).json();

    it('B1, B2: makes all there is; the second time nothing changes', async () => {
      await copyFile(portrait, path.join(db().folder, 'portrait.png'));
      const { results, summary, run } = await applyTwice(db(), whole);
      expect(summary).toEqual({ total: 18, created: 15, updated: 3 });
      expect(run).toBe(1);
      expect(results.slice(-1)).toEqual([
        { kind: 'login', ref: null, id: 1, name: 'erika', outcome: 'created', warnings: [] },
      ]);
      const account = await json('account', 'show', 'Müller GmbH');
      expect(account).toMatchObject({
        type: 'company',
        tags: ['VIP'],
        fields: { 'legal-form': 'GmbH' },
        portalStatus: 'active',
        photo: { mediaType: 'image/png' },
        contacts: [
          {
            contact: { name: 'Müller, Erika' },
            description: 'Managing director',
            signerRank: 1,
            emails: [
              { address: 'erika@mueller.example', login: true, status: 'active' },
              { address: 'max@mueller.example', login: false, sync: true, status: 'off' },
            ],
          },
          { contact: { name: 'Özdemir' } },
        ],
      });
      expect(await json('contact', 'show', 'key:0042')).toMatchObject({ address: { postalCode: '01067' } });
      expect((await json('account', 'show', 'Özdemir')).archivedAt).not.toBeNull();
      const overview = await json('overview', 'Müller GmbH');
      expect(overview).toMatchObject({
        documents: { total: 1, items: [{ name: 'portrait.png', new: false }] },
        messages: { total: 1, items: [{ messages: 2, answer: { name: 'Müller, Erika' } }] },
        approvals: { items: [{ status: 'pending' }, { status: 'declined', comment: 'Wrong' }] },
        signatures: { items: [{ status: 'complete' }] },
        notes: { items: [{ text: 'Call before ten' }] },
        logins: { items: [{ at: '2026-02-01T08:00:00.000Z', origin: '192.0.2.7' }] },
      });
      expect(await json('config', 'get', 'firm-name')).toMatchObject({ value: 'Kanzlei Sommer' });
    });

    it('H1: all entries belong to the run; no mail is queued, also where an address changes (T6)', async () => {
      await applyText(db(), erika);
      const changed = erika
        .replace('erika@mueller', 'erika@neu')
        .replace('login: true }', 'portal: invited }');
      const ran = await applyText(db(), erika.replace('login: true }', 'portal: invited }'));
      expect(ran.json().summary).toMatchObject({ updated: 1 });
      expect((await applyText(db(), changed)).json().summary).toMatchObject({ updated: 1 });
      expect(await json('invite', 'list', '--status', 'pending')).toMatchObject([
        { email: 'erika@neu.example' },
      ]);
      expect(await json('mail', 'list')).toEqual([]);
      const entries = await json('audit', 'list', '--limit', '200');
      expect(entries.length).toBeGreaterThan(5);
      for (const entry of entries) expect(entry.run, entry.record).toEqual(expect.any(Number));
    });

    it('the firm of the demo is seeded, and seeded again', async () => {
      const file = fileURLToPath(new URL('../../fixtures/demo-firm.yaml', import.meta.url));
      expect((await db().run('seed', 'apply', file, '-o', 'json')).json().summary).toMatchObject({
        created: 35,
      });
      expect((await db().run('seed', 'apply', file, '-o', 'json')).json()).toMatchObject({ run: null });
    });

    it('dry run: says what would be, and leaves neither records nor files', async () => {
      const before = await db().contents();
      const ran = await applyText(db(), erika, '--dry-run', '--emit-ids', 'ids.json');
      expect(ran.json().summary).toEqual({ total: 3, created: 3 });
      expect(await db().contents()).toBe(before);
      await expect(readFile(path.join(db().folder, 'ids.json'))).rejects.toThrow('ENOENT');
    });

    it('--emit-ids: local names to ids, written anew each time; never over a fixture', async () => {
      await writeFile(path.join(db().folder, 'ids.json'), 'old');
      const text = `${erika}documents: [{ ref: doc, account: mueller, name: a.txt, text: a }]\ntags: [{ name: VIP }]\n`;
      for (let time = 0; time < 2; time += 1) await applyText(db(), text, '--emit-ids', 'ids.json');
      expect(JSON.parse(await readFile(path.join(db().folder, 'ids.json'), 'utf8'))).toMatchObject({
        accounts: { mueller: 1 },
        contacts: { erika: 1, jan: 2 },
        documents: { doc: 1 },
        tags: { VIP: 1 },
        notes: {},
      });
      const ran = await applyText(db(), text, '--emit-ids', './firm.yaml');
      expect(ran.error()).toMatchObject({ code: 'EMITS_INPUT', exitCode: 2 });
    });

    it('several files are one whole; standard input is one of them; JSON is read, too', async () => {
      const [contacts = '', accounts = ''] = erika.split('accounts:');
      await writeFile(path.join(db().folder, 'one.yaml'), contacts);
      await writeFile(
        path.join(db().folder, 'two.json'),
        JSON.stringify({ tags: [{ name: 'VIP' }], notes: [{ account: 'mueller', text: 'Hello' }] }),
      );
      const ran = await db().runWith(
        { stdin: `accounts:${accounts}` },
        ...['seed', 'apply', 'one.yaml', '-', 'two.json'],
      );
      expect(ran, ran.err).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toBe(
        'tags:       1 created\ncontacts:   2 created\naccounts:   1 created\nnotes:      1 created\n' +
          '✓ seeded: 5 created (run 1)\n',
      );
      expect((await json('audit', 'list', '--limit', '1'))[0]).toMatchObject({ run: 1 });
    });

    it('a changed entry updates its record; what the file leaves out stays', async () => {
      await applyTwice(
        db(),
        `${erika}tags: [{ name: VIP }, { name: Old }]\nnotes: [{ account: mueller, text: One, at: 2026-02-01 }]\n`,
      );
      await db().run('tag', 'add', 'Old', '--to', 'a-1');
      await db().run('contact', 'edit', 'c-1', '--phone', '1');
      const changed = `
tags: [{ name: Vip, color: red }]
contacts:
  - { ref: e, key: c-1, firstName: Erika, lastName: Meyer, email: meyer@mueller.example }
accounts:
  - ref: m
    key: a-1
    name: Müller Holding
    tags: [VIP]
    links: [{ contact: e, description: Owner, notify: true, notifications: [messages] }]
notes: [{ account: m, text: Two, at: 2026-02-01 }]
`;
      const { results } = await applyTwice(db(), changed);
      expect(results.map(({ kind, outcome }: Record<string, string>) => [kind, outcome])).toEqual([
        ['tag', 'updated'],
        ['contact', 'updated'],
        ['account', 'updated'],
        ['note', 'updated'],
      ]);
      expect(await json('account', 'show', 'a-1')).toMatchObject({
        name: 'Müller Holding',
        companyName: 'Müller GmbH',
        tags: ['Old', 'Vip'],
        contacts: [
          {
            contact: { name: 'Erika Meyer' },
            description: 'Owner',
            emails: [{ address: 'meyer@mueller.example', login: true, notifications: ['messages'] }],
          },
          { contact: { name: 'Jan Weiß' } },
        ],
      });
      expect(await json('contact', 'show', 'c-1')).toMatchObject({ phone: '1' });
      expect(await json('note', 'list', 'a-1')).toMatchObject([{ text: 'Two' }]);
    });

    it('what is there is found by key, else by e-mail or name, else by generated name and first contact', async () => {
      await db().run(
        'contact',
        'create',
        '--first-name',
        'Jan',
        '--last-name',
        'Weiß',
        '--email',
        'JAN@weiss.example',
      );
      await db().run('contact', 'create', '--last-name', 'Berg');
      await db().run('account', 'create', '--contact', '1');
      await db().run('account', 'create', '--contact', '2', '--name', 'Berg & Tal');
      const { results } = await applyTwice(
        db(),
        `
contacts:
  - { ref: jan, key: new, email: jan@weiss.example }
  - { ref: berg, lastName: Berg }
accounts:
  - { ref: jan, key: a-9, links: [{ contact: jan }] }
  - { ref: berg, name: berg & TAL, links: [{ contact: berg }] }
  - { ref: new, links: [{ contact: berg }] }
`,
      );
      expect(results.map(({ id, outcome }: Record<string, unknown>) => [id, outcome])).toEqual([
        [1, 'updated'],
        [2, 'unchanged'],
        [1, 'updated'],
        [2, 'updated'],
        [3, 'created'],
      ]);
      expect(
        (await json('account', 'list', '--sort', 'id')).map(({ name }: { name: string }) => name),
      ).toEqual(['Jan Weiß', 'berg & TAL', 'Berg']);
    });

    it('O2: what happened stays; another text, file or time has happened as well', async () => {
      await applyTwice(db(), `${erika}messages: [{ account: mueller, subject: Hi, text: One }]\n`);
      await applyTwice(
        db(),
        `${erika}messages:
  - { account: mueller, subject: Hi, text: One, replies: [{ text: Yes }, { text: Yes }, { from: erika, text: Yes }] }
  - { account: mueller, subject: Hi, text: One }
documents:
  - { ref: a, account: mueller, name: a.txt, text: one }
  - { ref: b, account: mueller, name: a.txt, text: two }
  - { ref: c, account: mueller, name: c.txt, text: one, from: jan, seen: true }
signatures:
  - { document: a, signers: [jan, erika], inOrder: true, signed: [{ by: jan }], declined: { by: erika, reason: No } }
  - { document: a, cancelled: true }
approvals: [{ document: a, decision: cancelled }, { document: b, decision: approved, by: jan }]
`,
      );
      expect(await json('message', 'list', 'a-1')).toHaveLength(5);
      expect(await json('signature', 'list', 'a-1')).toMatchObject([
        { status: 'cancelled' },
        { status: 'declined', inOrder: true },
      ]);
      expect(await json('approval', 'list', 'a-1')).toMatchObject([
        { status: 'approved' },
        { status: 'cancelled' },
      ]);
    });

    it('names every problem of all files with line and path, and writes nothing', async () => {
      const before = await db().contents();
      expect(
        await problemsOf(
          db(),
          `
contacts:
  - { ref: a b, lastName: X }
  - { ref: c, lastName: Y, phon: 1, address: { zipcode: 1 } }
  - { ref: d }
accounts:
  - { ref: x, type: gmbh, links: [] }
  - ref: y
    fields: 7
    links: [{ contact: c, portal: on, password: [secret] }]
extra: 1
`,
        ),
      ).toEqual([
        '3 contacts[0].ref: must be a local name: letters, digits, _ . and -, at most 100 characters (given: "a b")',
        '4 contacts[1].address.zipcode: "zipcode" is not known here; what may stand here: street, street2, postalCode, city, region, country',
        '4 contacts[1].phon: "phon" is not known here; did you mean "phone"?',
        '5 contacts[2].firstName: a contact needs at least a name or an e-mail',
        '7 accounts[0].type: the type "gmbh" is not allowed; it must be individual or company',
        '7 accounts[0].links: an account needs at least one contact',
        expect.stringMatching(/^9 accounts\[1\]\.fields: the fields must be given as key and value/),
        '10 accounts[1].links[0].portal: must be one of active, invited, expired, not-invited, off (given: "on")',
        '10 accounts[1].links[0].password: must be text',
        expect.stringMatching(/^11 extra: "extra" is not known here/),
      ]);
      expect(
        await problemsOf(
          db(),
          `${erika}  - ref: mueller
    name: Other
    signers: [eva, jan]
    tags: [VIP]
    links:
      - { contact: erika, portal: active }
      - { contact: erica, login: false, portal: invited, password: secret secret }
documents: [{ account: muller, from: erika, name: x, text: y }]
approvals: [{ document: none }]
`,
        ),
      ).toEqual([
        '12 accounts[1]: the local name "mueller" stands in firm.yaml:6 already',
        '14 accounts[1].signers[0]: there is no contact "eva"',
        '14 accounts[1].signers[1]: "jan" is no contact of this account',
        '17 accounts[1].links[0].portal: active needs a password',
        '18 accounts[1].links[1].contact: there is no contact "erica"; did you mean "erika"?',
        '18 accounts[1].links[1].portal: invited needs login, which is said to be off',
        '19 documents[0].account: there is no account "muller"; did you mean "mueller"?',
        '20 approvals[0].document: there is no document "none"',
      ]);
      expect(await db().contents()).toBe(before);
    });

    it('names the line also where only the database shows that something is wrong; the code stays', async () => {
      await applyText(db(), erika);
      const before = await db().contents();
      const refused = async (text: string) => {
        const ran = await applyText(db(), text);
        const { code, exitCode, message, details } = ran.error();
        expect(ran.code).toBe(exitCode);
        return [exitCode, code, message.split('\n').at(-1), details.line ?? details.problems?.[0].line];
      };
      expect(
        await refused('contacts:\n  - { ref: x, key: other, lastName: X, email: erika@mueller.example }\n'),
      ).toEqual([4, 'EMAIL_TAKEN', expect.stringMatching(/^firm\.yaml:2, contacts\[0\]\.email: /), 2]);
      expect(await refused(erika.replace('companyName', 'tags: [Vipp]\n    companyName'))).toEqual([
        2,
        'INVALID_FIXTURES',
        '  firm.yaml:8, accounts[0].tags[0]: there is no tag "Vipp"',
        8,
      ]);
      expect(
        await refused(
          erika
            .replace('login: true }', 'login: true, fields: 1 }')
            .replace(', fields: 1', '')
            .replace('companyName', 'fields: { tax: 1 }\n    companyName'),
        ),
      ).toEqual([3, 'FIELD_NOT_FOUND', expect.stringContaining('firm.yaml:6, accounts[0]'), 6]);
      expect(await refused(`${erika}notes: [{ account: mueller, text: x, at: 2030-01-01 }]\n`)).toEqual([
        2,
        'INVALID_TIME',
        expect.stringMatching(/^firm\.yaml:12, notes\[0\]\.at: .* lies in the future/),
        12,
      ]);
      expect(
        await refused(`${erika}documents:
  - { ref: a, account: mueller, name: a, text: a, at: 2026-02-01 }
  - { ref: b, account: mueller, name: b, text: b, at: 2026-02-01 }
approvals:
  - { document: a, at: 2026-02-02 }
  - { document: b, at: 2026-01-01 }
`),
      ).toEqual([2, 'INVALID_TIME', expect.stringMatching(/^firm\.yaml:17, approvals\[1\]: /), 17]);
      expect(await refused(erika.replace('login: true }', 'portal: active, password: short }'))).toEqual([
        2,
        'WEAK_PASSWORD',
        expect.stringMatching(/^firm\.yaml:10, accounts\[0\]\.links\[0\]\.portal: /),
        10,
      ]);
      const weak = await applyText(db(), erika.replace('login: true }', 'portal: active, password: short }'));
      expect(weak.error().hint).toBe('Nothing was changed.');
      expect(await db().contents()).toBe(before);
    });
  });
});
