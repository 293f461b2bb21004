import { beforeEach, describe, expect, it } from 'vitest';
import { editAccounts } from '../../src/domain/account/operations.ts';
import { editContacts } from '../../src/domain/contact/operations.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
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
        createdAt: time,
        updatedAt: time,
        fields: {},
        accounts: [],
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

    it('tag', async () => {
      expect((await json('tag list'))[2]).toEqual({ id: 1, name: 'VIP', color: 'red', accounts: 2 });
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
