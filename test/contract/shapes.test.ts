import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { editAccounts } from '../../src/domain/account/operations.ts';
import { editContacts } from '../../src/domain/contact/operations.ts';
import { addDocuments } from '../../src/domain/document/operations.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
import { beginRun, endRun } from '../../src/domain/run/operations.ts';
import { fillBook } from '../commands/book.ts';
import { words } from '../commands/words.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillExamplePortal, layOutSecrets } from './example-portal.ts';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const address = {
  street: 'Hauptstr. 1',
  street2: null,
  postalCode: '10115',
  city: 'Berlin',
  region: null,
  country: 'DE',
};
const account = {
  id: 2,
  name: 'Weiß GmbH',
  type: 'company',
  companyName: 'Weiß GmbH',
  companyAddress: address,
  key: 'crm-2',
  tags: ['Monthly', 'VIP'],
  fields: { 'tax-number': '12/345/67890', employees: 12.5, audited: false, advice: ['Tax', 'Law'] },
  photo: null,
  portalStatus: 'off',
  archivedAt: null,
  version: expect.any(Number),
  createdAt: time,
  updatedAt: time,
};
const off = { login: false, notify: false, sync: false, notifications: [], status: 'off' };
const links = [
  {
    contact: { id: 1, name: 'Erika Müller' },
    description: 'Tax adviser',
    signerRank: null,
    emails: [
      { address: 'erika@mueller.example', source: 'primary', ...off },
      { address: 'jan@mueller.example', source: 'spouse-email', ...off },
    ],
  },
  {
    contact: { id: 2, name: 'Jan Weiß' },
    description: null,
    signerRank: null,
    emails: [{ address: 'jan@weiss.example', source: 'primary', ...off }],
  },
];
const contact = {
  id: 1,
  name: 'Erika Müller',
  firstName: 'Erika',
  middleName: null,
  lastName: 'Müller',
  companyName: null,
  email: 'erika@mueller.example',
  phone: null,
  address: null,
  notes: null,
  fields: { 'spouse-email': 'jan@mueller.example' },
  key: 'p-1',
  version: expect.any(Number),
  createdAt: time,
  updatedAt: time,
  accounts: [
    { id: 1, name: 'Erika Müller', description: null },
    { id: 2, name: 'Weiß GmbH', description: 'Tax adviser' },
  ],
};
const outcome = { outcome: expect.stringMatching(/^(created|updated|unchanged)$/), warnings: [] };

describe('shapes that scripts rely on, key by key', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await db().write(async (deps) => {
        await createFields(deps, [
          { scope: 'account', type: 'text', label: 'Tax number' },
          { scope: 'account', type: 'number', label: 'Employees' },
          { scope: 'account', type: 'checkbox', label: 'Audited' },
          { scope: 'account', type: 'multi-dropdown', label: 'Advice', options: ['Tax', 'Law'] },
          { scope: 'contact', type: 'email', label: 'Spouse e-mail' },
        ]);
        const fields = {
          'tax-number': '12/345/67890',
          employees: 12.5,
          audited: false,
          advice: ['Law', 'Tax'],
        };
        await editAccounts(deps, [{ id: 2, patch: { fields } }]);
        await editContacts(deps, [{ id: 1, patch: { fields: { 'spouse-email': 'jan@mueller.example' } } }]);
      });
    });
    const json = async (line: string) => (await db().run(...words(line), '--json')).json();

    it('account: with contacts in show, create and edit, without them in lists', async () => {
      expect(await json('account show 2')).toEqual({ ...account, contacts: links });
      expect((await json('account list --type company'))[0]).toEqual(account);
      expect(await json('search "weiss gmbh"')).toEqual([account]);
      const edited = await json('account edit 2 --remove-tag Unused');
      expect(edited.results[0].account).toEqual({ ...account, contacts: links });
      const { contacts, ...created } = await json('account create --contact 1 --name New');
      expect(created).toEqual({
        ...account,
        ...outcome,
        id: 4,
        name: 'New',
        type: 'individual',
        companyName: null,
        companyAddress: null,
        key: null,
        tags: [],
        fields: {},
      });
      expect(contacts).toEqual([{ ...links[0], description: null }]);
      expect((await json('account show 3')).archivedAt).toEqual(time);
    });

    it('contact: everywhere with its accounts', async () => {
      expect(await json('contact show 1')).toEqual(contact);
      expect((await json('contact list'))[0]).toEqual(contact);
      expect(await json('contact edit 1 --key p-1')).toEqual({
        ...contact,
        outcome: 'unchanged',
        warnings: [],
      });
      expect(await json('contact create --last-name Berg --city Bonn')).toEqual({
        ...Object.fromEntries(Object.keys(contact).map((key) => [key, null])),
        ...outcome,
        id: 4,
        name: 'Berg',
        lastName: 'Berg',
        address: { street: null, street2: null, postalCode: null, city: 'Bonn', region: null, country: null },
        version: expect.any(Number),
        createdAt: time,
        updatedAt: time,
        fields: {},
        accounts: [],
      });
    });

    it('duplicates, and what became of a merge', async () => {
      await db().run(...words('contact create --first-name Jan --last-name Weiss --phone "030 1234567"'));
      await db().run(...words('contact link 4 2 --description Owner'));
      expect(await json('contact duplicates')).toEqual([
        {
          contacts: [
            { id: 2, name: 'Jan Weiß', email: 'jan@weiss.example', phone: '+49 30 1234567', accounts: 2 },
            { id: 4, name: 'Jan Weiss', email: null, phone: '030 1234567', accounts: 1 },
          ],
          score: 80,
          reasons: ['same name', 'same phone'],
        },
      ]);
      const { accounts, ...other } = await json('contact show 2');
      expect(await json('contact merge 2 4 --take last-name=2 --take phone=4 --yes')).toEqual({
        ...other,
        version: other.version + 1,
        phone: '030 1234567',
        accounts: [accounts[0], { ...accounts[1], description: 'Owner' }],
        outcome: 'updated',
        warnings: [],
        merged: [{ id: 4, name: 'Jan Weiss' }],
        changes: { phone: { from: '+49 30 1234567', to: '030 1234567' } },
        givenUp: [
          { field: 'last-name', contact: { id: 4, name: 'Jan Weiss' }, value: 'Weiss' },
          { field: 'phone', contact: { id: 2, name: 'Jan Weiß' }, value: '+49 30 1234567' },
        ],
        links: [
          {
            outcome: 'updated',
            account: { id: 2, name: 'Weiß GmbH' },
            description: 'Owner',
            signerRank: null,
            links: 2,
          },
        ],
        access: [],
        moved: {
          documents: 0,
          messages: 0,
          approvals: 0,
          signatures: 0,
          logins: 0,
          photos: 0,
          portalLinks: 0,
        },
      });
    });

    it('seed: what became of each entry, and the run that it belongs to', async () => {
      const text = 'tags: [{ name: Monthly }]\nnotes: [{ ref: n, account: a, text: Hi }]\n';
      const people =
        'contacts: [{ ref: c, email: c@c.example }]\naccounts: [{ ref: a, links: [{ contact: c }] }]\n';
      await writeFile(path.join(db().folder, 'firm.yaml'), text + people);
      const one = { kind: 'tag', ref: 'Monthly', id: 2, name: 'Monthly', outcome: 'unchanged', warnings: [] };
      expect(await json('seed apply firm.yaml')).toEqual({
        results: [
          one,
          { ...one, kind: 'contact', ref: 'c', id: 4, name: 'c@c.example', outcome: 'created' },
          { ...one, kind: 'account', ref: 'a', id: 4, name: 'c@c.example', outcome: 'created' },
          { ...one, kind: 'note', ref: 'n', id: 1, name: 'Hi', outcome: 'created' },
        ],
        summary: { total: 4, created: 3, unchanged: 1 },
        run: 1,
      });
      expect(await json('seed generate --accounts 1 --out made.yaml')).toEqual({
        results: [],
        summary: { total: 0 },
        run: null,
        file: 'made.yaml',
      });
    });

    it('field: with its options, in lists, alone, and with what became of it', async () => {
      const field = {
        key: 'advice',
        label: 'Advice',
        scope: 'account',
        type: 'multi-dropdown',
        options: [
          { id: 1, label: 'Tax' },
          { id: 2, label: 'Law' },
        ],
        position: 4,
        uses: 1,
      };
      expect((await json('field list'))[3]).toEqual(field);
      expect(await json('field show advice')).toEqual(field);
      const other = {
        ...field,
        key: 'x',
        label: 'X',
        scope: 'contact',
        type: 'date',
        options: [],
        position: 2,
        uses: 0,
      };
      expect(await json('field create --scope contact --type date --label X')).toEqual({
        ...outcome,
        ...other,
      });
      expect(await json('field edit x --position 9')).toEqual({ ...outcome, ...other, outcome: 'unchanged' });
      expect(await json('field option advice --add Tax')).toEqual({ ...field, ...outcome, cleared: 0 });
      expect(await json('field delete x --yes')).toEqual({
        results: [{ outcome: 'deleted', ...other, warnings: [] }],
        summary: { total: 1, deleted: 1 },
      });
    });

    it('mail: in lists, alone, sent and resolved', async () => {
      await db().write((deps) =>
        queueMails(deps, [
          { kind: 'password-notice', recipient: 'jan@weiss.example', accountId: 2, facts: {} },
        ]),
      );
      const mail = {
        id: 1,
        state: 'queued',
        kind: 'password-notice',
        recipient: 'jan@weiss.example',
        account: { id: 2, name: 'Weiß GmbH' },
        attempts: 0,
        createdAt: time,
        dueAt: time,
        endedAt: null,
        error: null,
      };
      expect(await json('mail list')).toEqual([mail]);
      expect(await json('mail show 1')).toEqual({
        ...mail,
        messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        linkId: null,
        facts: {},
        subject: expect.any(String),
        text: expect.any(String),
      });
      const env = { KONTOR_MAIL_FOLDER: 'mails' };
      await db().run('config', 'set', 'sender', 'office@weiss.example');
      const sent = { id: 1, state: 'sent', recipient: 'jan@weiss.example' };
      expect((await db().runWith({ env }, 'mail', 'send', '--json')).json()).toEqual({
        results: [{ outcome: 'updated', ...sent, kind: 'password-notice', reason: null }],
        summary: { total: 1, updated: 1 },
      });
      await db().write((deps) => deps.trx('mails').update({ state: 'uncertain' }));
      expect(await json('mail resolve 1 --sent')).toEqual({
        results: [{ outcome: 'updated', ...sent }],
        summary: { total: 1, updated: 1 },
      });
    });

    it('message: in lists, in its thread, and with what became of it', async () => {
      const thread = { id: 1, subject: 'Receipts' };
      const message = {
        id: 1,
        thread,
        account: { id: 2, name: 'Weiß GmbH' },
        from: { side: 'client', name: 'Jan Weiß', contact: { id: 2, name: 'Jan Weiß' } },
        text: 'Here they are.',
        at: time,
      };
      expect(await json('message send 2 "Here they are." --subject Receipts --from 2')).toEqual({
        ...outcome,
        name: 'Receipts',
        ...message,
        notified: [],
      });
      const answer = {
        ...message,
        id: 2,
        from: { side: 'firm', name: 'tester', contact: null },
        text: 'Thank you.',
      };
      expect(await json('message reply 1 "Thank you."')).toEqual({
        ...outcome,
        name: 'Receipts',
        ...answer,
        notified: [],
      });
      expect(await json('message list 2')).toEqual([answer, message]);
      expect(await json('message show 1')).toEqual({
        ...thread,
        account: message.account,
        startedAt: time,
        lastAt: time,
        messages: [message, answer],
      });
    });

    it('invitation, invite, reset-password, portal', async () => {
      await db().write(fillExamplePortal);
      await layOutSecrets(db().folder);
      const user = { userId: 1, email: 'jan@weiss.example', accounts: [{ id: 4, name: 'Kern OHG' }] };
      const secrets = '--token-file link.txt --password-file password.txt';
      expect((await json('invite list --email erika@mueller.example'))[0]).toEqual({
        id: 1,
        email: 'erika@mueller.example',
        account: { id: 4, name: 'Kern OHG' },
        status: 'pending',
        sentAt: time,
        expiresAt: time,
        acceptedAt: null,
        endedAt: null,
        ageSeconds: expect.any(Number),
        secondsLeft: expect.any(Number),
      });
      const sent = {
        results: [
          {
            email: 'jan@weiss.example',
            account: { id: 4, name: 'Kern OHG' },
            action: 'printed',
            outcome: 'created',
            reason: null,
            id: 4,
            mail: null,
            expiresAt: time,
            link: expect.stringMatching(/^https:/),
            warnings: [expect.any(String)],
          },
        ],
        summary: { total: 1, created: 1 },
      };
      const session = { token: expect.any(String), expiresAt: time };
      expect(await json('portal login --email jan@weiss.example --password-file password.txt')).toEqual({
        ...user,
        session,
      });
      expect(await json('portal session --token-file session.txt')).toEqual({ ...user, expiresAt: time });
      expect(await json(`portal set-password ${secrets.replace('link', 'reset')}`)).toEqual({
        ...user,
        sessionsEnded: 2,
      });
      expect(await json('portal logout --token-file session.txt')).toEqual({ outcome: 'unchanged' });
      expect(await json('reset-password jan@weiss.example --print-link --no-mail')).toEqual(sent);
      expect(await json(`portal accept ${secrets}`)).toEqual({
        ...user,
        userId: 2,
        email: 'erika@mueller.example',
      });
      const [invited] = (await json('invite send nora@kern.example --print-link --no-mail')).results;
      expect(invited).toEqual({ ...sent.results[0], email: 'nora@kern.example', id: 5 });
    });

    it('document: added, in lists, alone, taken, seen, deleted', async () => {
      await copyFile('test/fixtures/portrait.png', path.join(db().folder, 'portrait.png'));
      const content = {
        mediaType: 'image/png',
        bytes: 70,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      };
      const about = { id: 1, name: 'portrait.png', account: { id: 2, name: 'Weiß GmbH' } };
      const one = (item: object, word: string) => ({
        results: [{ ...about, warnings: [], ...item, outcome: word }],
        summary: { total: 1, [word]: 1 },
      });
      expect(await json('document add 2 portrait.png --from 2')).toEqual(
        one({ ...content, addedAt: time, notified: [] }, 'created'),
      );
      const document = {
        ...about,
        ...content,
        from: { side: 'client', name: 'Jan Weiß', contact: { id: 2, name: 'Jan Weiß' } },
        new: true,
        addedAt: time,
        seenAt: null,
        seenBy: null,
      };
      expect(await json('document list 2')).toEqual([document]);
      expect(await json('document show 1')).toEqual({ ...document, account });
      expect(await json('document get 1 --out taken.png')).toEqual({
        ...document,
        new: false,
        seenAt: time,
        seenBy: 'tester',
        file: 'taken.png',
      });
      expect(await json('document seen 1')).toEqual(one({}, 'unchanged'));
      expect(await json('document delete 1 --yes')).toEqual(one({ approvals: 0, signatures: 0 }, 'deleted'));
    });

    it('note, and the photo of an account', async () => {
      const note = {
        id: 1,
        account: { id: 2, name: 'Weiß GmbH' },
        text: 'Call\nfirst',
        author: 'tester',
        createdAt: time,
        updatedAt: time,
      };
      const added = await db().run('note', 'add', '2', 'Call\nfirst', '--json');
      expect(added.json()).toEqual({
        results: [{ ...note, ...outcome, name: 'Call' }],
        summary: { total: 1, created: 1 },
      });
      expect(await json('note list 2')).toEqual([note]);
      const photo = {
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        mediaType: 'image/png',
        bytes: 70,
        setBy: 'Jan Weiß',
        contact: { id: 2, name: 'Jan Weiß' },
        setAt: time,
      };
      const whose = { id: 2, name: 'Weiß GmbH', type: 'company', archivedAt: null };
      await copyFile('test/fixtures/portrait.png', path.join(db().folder, 'portrait.png'));
      expect(await json('account photo set 2 portrait.png --from 2')).toEqual({
        outcome: 'created',
        account: whose,
        ...photo,
      });
      const kept = { account: whose, ...photo, path: expect.stringContaining(db().folder) };
      expect(await json('account photo show 2')).toEqual(kept);
      expect(await json('account photo export 2')).toEqual({ ...kept, file: 'account-2.png' });
      expect(await json('account show 2')).toEqual({ ...account, photo, contacts: links });
    });

    it('approval and signature: in lists and on the overview, and with what became of them', async () => {
      const file = path.resolve('test/fixtures/portrait.png');
      await db().write((deps) => addDocuments(deps, [{ accountId: 2, file }]));
      await json('contact access 2 2 --login on');
      const jan = { id: 2, name: 'Jan Weiß' };
      const request = {
        id: 1,
        document: { id: 1, name: 'portrait.png' },
        account: { id: 2, name: 'Weiß GmbH' },
        requestedAt: time,
        requestedBy: 'tester',
      };
      const became = { name: 'portrait.png', notified: [], warnings: [] };
      const pending = { ...request, status: 'pending', decidedAt: null, decidedBy: null, comment: null };
      const asked = await json('approval request 1');
      expect(asked.results).toEqual([{ ...pending, ...became, outcome: 'created' }]);
      const decidedBy = { side: 'client', name: 'Jan Weiß', contact: jan };
      const approval = { ...pending, status: 'approved', decidedAt: time, decidedBy, comment: 'Fine' };
      const decided = await json('approval decide 1 approved --by 2 --comment Fine');
      expect(decided.results).toEqual([{ ...approval, ...became, outcome: 'updated' }]);
      const waiting = {
        position: 1,
        contact: jan,
        name: 'Jan Weiß',
        status: 'pending',
        at: null,
        reason: null,
      };
      const signature = {
        ...request,
        status: 'open',
        inOrder: false,
        endedAt: null,
        signers: [waiting],
        missing: ['Jan Weiß'],
      };
      const requested = await json('signature request 1');
      expect(requested.results).toEqual([{ ...signature, ...became, outcome: 'created' }]);
      const declined = {
        ...signature,
        status: 'declined',
        endedAt: time,
        signers: [{ ...waiting, status: 'declined', at: time, reason: 'No' }],
        missing: [],
      };
      const ended = await json('signature decline 1 --by 2 --reason No');
      expect(ended.results).toEqual([{ ...declined, ...became, outcome: 'updated' }]);
      expect(await json('approval list 2')).toEqual([approval]);
      expect(await json('signature list 2')).toEqual([declined]);
      expect(await json('overview 2')).toMatchObject({
        approvals: { items: [approval], total: 1, open: 0 },
        signatures: { items: [declined], total: 1, open: 0 },
      });
    });

    it('login, and the overview with its sections', async () => {
      const person = {
        contact: { id: 2, name: 'Jan Weiß' },
        email: 'jan@weiss.example',
        origin: null,
        at: time,
      };
      const login = { id: 1, account: { id: 2, name: 'Weiß GmbH' }, name: 'Jan Weiß', ...person };
      expect(await json('login record 2 jan@weiss.example')).toEqual({
        ...login,
        outcome: 'created',
        warnings: [],
      });
      expect(await json('login list 2')).toEqual([login]);
      const empty = { items: [], total: 0 };
      expect(await json('overview 2 --all logins')).toEqual({
        account: { ...account, contacts: links },
        documents: { ...empty, unseen: 0 },
        messages: { ...empty, unanswered: 0 },
        approvals: { ...empty, open: 0 },
        signatures: { ...empty, open: 0 },
        logins: { items: [person], total: 1 },
        notes: empty,
        all: ['logins'],
        activity: expect.arrayContaining([
          {
            ...{ month: '2025-04', documents: 0, messages: 0, approvals: 0, signatures: 0 },
            ...{ logins: 0, notes: 0, total: 0 },
          },
        ]),
        asOf: time,
      });
    });

    it('tag', async () => {
      expect((await json('tag list'))[2]).toEqual({ id: 1, name: 'VIP', color: 'red', accounts: 2 });
    });

    it('import: what was counted, in records and in rows', async () => {
      await writeFile(
        path.join(db().folder, 'list.csv'),
        'Full name,E-mail\nAda Roth,ada@roth.example\nBen,x\n',
      );
      const run = await db().run('import', 'list.csv', '--keep-going', '-o', 'json');
      expect(run.json()).toEqual({
        run: 1,
        rows: 2,
        created: { accounts: 1, contacts: 1, links: 1 },
        updated: { accounts: 0, contacts: 0, links: 0 },
        unchanged: 0,
        skipped: 0,
        failed: 1,
        invited: 0,
        rejects: 'list.csv.rejects.csv',
        outcomes: { created: 1, updated: 0, unchanged: 0, skipped: 0, failed: 1 },
        problems: [
          {
            line: 3,
            column: 'E-mail',
            field: 'contact.email',
            value: 'x',
            code: 'INVALID_VALUE',
            reason: expect.any(String),
          },
        ],
        skippedRows: [],
        stoppedAt: null,
        createdFields: [],
        format: 'csv',
        unit: 'line',
        encoding: 'utf-8',
        delimiter: ',',
        ignoredColumns: [],
        addressBook: null,
        leftOut: [],
        warnings: [],
        warningCount: 0,
        dryRun: false,
      });
    });

    it('run: in lists, with what it did, and taken back; what was seeded, removed', async () => {
      await db().write(async (deps) => {
        const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
        await editContacts(run, [{ id: 3, patch: { phone: '1' } }]);
        await endRun(run, { rows: 1, created: { contacts: 0 }, updated: { contacts: 1 } });
      });
      const run = {
        run: 1,
        kind: 'import',
        source: 'clients.csv',
        actor: 'tester',
        startedAt: time,
        endedAt: time,
        state: 'done',
        undoneAt: null,
        undoneBy: null,
        counts: { rows: 1, created: { contacts: 0 }, updated: { contacts: 1 } },
      };
      const listed = { ...run, rows: 1, created: { contacts: 0 }, updated: { contacts: 1 } };
      expect(await json('import runs')).toEqual([listed]);
      const shown = await json('import show 1');
      expect(shown).toEqual({
        ...listed,
        changes: [{ record: 'contact', created: 0, changed: 1 }],
        entries: [expect.objectContaining({ run: 1, changes: { phone: { from: null, to: '1' } } })],
        total: 1,
      });
      expect(shown.entries).toEqual((await json('audit list --run 1')).reverse());
      const removed = { accounts: 0, contacts: 0, links: 0, tags: 0, fields: 0 };
      expect(await json('import undo 1 --yes')).toEqual({
        ...run,
        outcome: 'updated',
        state: 'undone',
        undoneAt: time,
        undoneBy: 'tester',
        removed,
        restored: { accounts: 0, contacts: 1, links: 0, access: 0 },
        invitationsRevoked: 0,
        kept: [],
        warnings: [],
      });
      expect(await json('seed reset')).toEqual({
        outcome: 'unchanged',
        runs: [],
        removed: { ...removed, activity: 0, portalUsers: 0 },
        settings: [],
        invitationsRevoked: 0,
        kept: [],
        changedSince: 0,
        stillChanged: 0,
      });
    });

    it('db check and doctor: what was looked at, what was found, what was mended', async () => {
      await db().database.write((trx) => trx.raw(`update tags set name_key = 'x' where id = 2`), {
        dryRun: false,
      });
      const report = {
        location: expect.any(String),
        sound: false,
        findings: expect.arrayContaining([
          {
            check: 'tag-names',
            severity: 'error',
            message: expect.any(String),
            count: 1,
            examples: ['tag 2'],
            fixable: true,
            hint: null,
          },
        ]),
        checks: expect.arrayContaining([
          { check: 'tag-names', summary: expect.any(String), state: 'found', note: null },
        ]),
        fixed: [],
        summary: {
          checks: expect.any(Number),
          sound: expect.any(Number),
          skipped: expect.any(Number),
          errors: expect.any(Number),
          warnings: expect.any(Number),
          fixed: 0,
        },
      };
      expect(await json('db check')).toEqual(report);
      const facts = expect.arrayContaining([{ name: 'kontor', value: '0.0.0-test' }]);
      expect(await json('doctor')).toEqual({ ...report, facts });
      expect((await json('db check --fix --yes')).fixed).toEqual([
        { check: 'tag-names', message: 'derived 1 row of tags anew', count: 1 },
      ]);
    });

    it('batches: results with one of the five words, and a summary that counts them', async () => {
      expect(await json('account archive 1 3')).toEqual({
        results: [
          { outcome: 'updated', id: 1, name: 'Erika Müller', warnings: [] },
          { outcome: 'unchanged', id: 3, name: 'Nachlass Ernst', warnings: [] },
        ],
        summary: { total: 2, updated: 1, unchanged: 1 },
      });
      expect(await json('contact link 3 1')).toEqual({
        results: [
          {
            outcome: 'created',
            id: 3,
            name: 'Petra Özdemir',
            account: { id: 1, name: 'Erika Müller' },
            description: null,
            access: [],
            warnings: [],
          },
        ],
        summary: { total: 1, created: 1 },
      });
    });
  });
});
