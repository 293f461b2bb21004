import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { query } from '../../src/db/bulk.ts';
import { editAccounts } from '../../src/domain/account/operations.ts';
import { requestApprovals } from '../../src/domain/approval/operations.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { addDocuments } from '../../src/domain/document/operations.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
import { sendMessages } from '../../src/domain/message/operations.ts';
import { addNotes } from '../../src/domain/note/operations.ts';
import { requestSignatures } from '../../src/domain/signature/operations.ts';
import { fillExamplePortal, layOutSecrets } from '../contract/example-portal.ts';
import { surface } from '../contract/surface.ts';
import { onEachDatabase, type TestDatabase } from '../helpers/databases.ts';
import { fillBook } from './book.ts';
import { words } from './words.ts';

/** For each writing command a line that changes something in the book, and what it says about it. */
const changes: Record<string, readonly [line: string, says: string]> = {
  init: ['init --firm-name Weiß', 'up to date'],
  'account create': ['account create --new-contact Ada --tag New --create-tags', 'created account'],
  'account edit': ['account edit 1 2 --add-tag Monthly --type company', 'changed account 1 "Erika Müller"'],
  'account archive': ['account archive 1 2', 'archived account 2 "Weiß GmbH"'],
  'account restore': ['account restore 3', 'restored account 3 "Nachlass Ernst"'],
  'account delete': ['account delete 3', 'deleted account 3 "Nachlass Ernst"'],
  'contact create': ['contact create --email ada@berg.example', 'created contact'],
  'contact edit': ['contact edit 1 --last-name Schmidt --email ""', 'changed contact 1 "Erika Schmidt"'],
  'contact delete': ['contact delete 3', 'deleted contact 3 "Petra Özdemir"'],
  'contact erase': ['contact erase 3', 'would erase contact 3 "Petra Özdemir"'],
  'contact link': ['contact link 3 1 2 --description Owner', 'linked contact 3 "Petra Özdemir"'],
  'contact unlink': ['contact unlink 1 1 --replace-with 3', 'unlinked contact 1 "Erika Müller"'],
  'contact describe': ['contact describe 1 2 --clear', 'removed the description of Erika Müller'],
  'contact access': [
    'contact access 1 1 --login on --sync on',
    'Erika Müller <erika@mueller.example>: login off → on, sync off → on',
  ],
  'contact notifications': ['contact notifications 2 4 --off messages', 'messages on → off'],
  'contact merge': [
    'contact merge 1 3 --take first-name=1 --take last-name=1 --take email=1 --keep-email-as second-email --yes',
    'merged contact 3 "Petra Özdemir" into contact 1 "Erika Müller"',
  ],
  'account photo': [
    'account photo set 1 portrait.png',
    'set the photo of account 1 "Erika Müller": image/png',
  ],
  'account signers': ['account signers 4 --order 2', 'set the order of signers'],
  'field create': [
    'field create --scope contact --type date --label Born',
    'created contact field "Born" (born, date)',
  ],
  'field edit': ['field edit note --type dropdown', 'changed account field "Note" (note, dropdown)'],
  'field option': ['field option form --remove AG --add UG', 'has the options "GmbH", "UG"'],
  'field delete': ['field delete note form', 'deleted account field "Note" (note, text) with 1 value'],
  'tag create': ['tag create New blue', 'created tag "New" (blue)'],
  'tag rename': ['tag rename VIP Premium', 'renamed the tag to "Premium" on 2 accounts'],
  'tag recolor': ['tag recolor VIP blue', '"VIP" is blue now'],
  'tag merge': ['tag merge VIP --into Monthly', 'merged into "Monthly": 2 accounts'],
  'tag delete': ['tag delete VIP', 'deleted tag "VIP" from 2 accounts'],
  'tag add': ['tag add Monthly New --to 1 3 --create-tags', 'tagged account 3 "Nachlass Ernst"'],
  'tag remove': ['tag remove VIP --from 1 2', 'untagged account 2 "Weiß GmbH"'],
  'invite send': ['invite send nora@kern.example', 'invitation to nora@kern.example (account 4 "Kern OHG")'],
  'invite resend': ['invite resend erika@mueller.example', 'would be sent'],
  'invite revoke': ['invite revoke erika@mueller.example', 'took the invitation to erika@mueller.example'],
  'reset-password': ['reset-password jan@weiss.example', 'password reset to jan@weiss.example'],
  'message send': [
    'message send 4 Hello --subject Receipts',
    '"Receipts" of account 4 "Kern OHG"; notifies jan@weiss.example',
  ],
  'message reply': ['message reply 1 Yes --from 2', 'recorded what Jan Weiß wrote'],
  'document add': [
    'document add 4 portrait.png --name Receipts.png',
    'added document 3 "Receipts.png" of account 4 "Kern OHG" (70 B)',
  ],
  'document get': ['document get 2 --out copy.png', 'would write copy.png (70 B)'],
  'document seen': ['document seen 2', 'seen: document 2 "portrait.png"'],
  'login record': [
    'login record 4 jan@weiss.example --origin 192.0.2.7',
    'recorded that Jan Weiß <jan@weiss.example> opened account 4 "Kern OHG"',
  ],
  'document delete': [
    'document delete 1',
    'deleted document 1 "portrait.png" of account 4 "Kern OHG", with 1 approval and 1 signature request',
  ],
  'approval request': ['approval request 2', 'of account 4 "Kern OHG"; notifies jan@weiss.example'],
  'approval decide': ['approval decide 1 approved --by 2', 'Jan Weiß approved "portrait.png" (approval 1)'],
  'approval cancel': ['approval cancel 1', 'withdrew the request for the approval of "portrait.png"'],
  'signature request': [
    'signature request 2 --signers 2',
    'still to sign: Jan Weiß; notifies jan@weiss.example',
  ],
  'signature sign': ['signature sign 1 --by 2', 'still to sign: Erika Müller, Nora Kern'],
  'signature decline': [
    'signature decline 1 --by 2',
    '"portrait.png" (request 1) of account 4 "Kern OHG" was declined',
  ],
  'signature cancel': ['signature cancel 1', 'withdrew the request for signatures for "portrait.png"'],
  'note add': ['note add 4 Hello', 'added note 2 to account 4 "Kern OHG"'],
  'note edit': ['note edit 1 Changed', 'changed note 1 of account 4 "Kern OHG"'],
  'note delete': ['note delete 1', 'deleted note 1 of account 4 "Kern OHG"'],
  'portal accept': [
    'portal accept --token-file link.txt --password-file password.txt',
    'accepted the invitation to erika@mueller.example',
  ],
  'portal set-password': [
    'portal set-password --token-file reset.txt --password-file password.txt',
    'set the password of jan@weiss.example',
  ],
  'portal login': [
    'portal login --email jan@weiss.example --password-file password.txt',
    'logged in as jan@weiss.example',
  ],
  'portal logout': ['portal logout --token-file session.txt', 'ended the session'],
  'mail send': ['mail send', 'would send mail 1 (password-notice) to erika@mueller.example'],
  'mail resolve': ['mail resolve 2 --sent', 'mail 2 to jan@weiss.example counts as sent'],
  import: ['import clients.csv', 'read 1 row: 1 created'],
  'import undo': ['import undo 1 --yes', 'remove 1 account, 1 contact'],
  'seed apply': ['seed apply firm.yaml', 'seeded: 1 created'],
  'seed generate': ['seed generate --accounts 1', 'created'],
  'seed reset': ['seed reset --yes', 'remove 1 tag'],
  'db migrate': ['db migrate', 'the database is up to date'],
  'db rollback': ['db rollback', 'undid'],
  'config set': ['config set name-format last-first', 'name-format is now "last-first"'],
};

/** A text field and a dropdown of accounts; account 1 has a value in both. */
const fillFields = async (deps: Deps): Promise<void> => {
  await createFields(deps, [
    { scope: 'account', type: 'text', label: 'Note' },
    { scope: 'account', type: 'dropdown', label: 'Form', options: ['GmbH', 'AG'] },
    { scope: 'contact', type: 'email', label: 'Second e-mail' },
  ]);
  await editAccounts(deps, [{ id: 1, patch: { fields: { note: 'x', form: 'AG' } } }]);
};

/** Two mails in the outbox: the first one waits, the second one is uncertain. */
const queueNotices = ({ write }: TestDatabase): Promise<unknown> =>
  write(async (deps) => {
    await queueMails(
      deps,
      ['erika@mueller.example', 'jan@weiss.example'].map((recipient) => ({
        kind: 'password-notice',
        recipient,
        facts: {},
      })),
    );
    await query(deps, `update mails set state = 'uncertain' where id = 2`);
  });

/** Documents 1, which is to be approved of and signed, and 2 of Kern OHG. */
const fillDocuments = async (deps: Deps): Promise<void> => {
  const quietly = { notify: false };
  const document = { accountId: 4, file: path.resolve('test/fixtures/portrait.png') };
  await addDocuments(deps, [document, { ...document, contactId: 2 }], quietly);
  await requestApprovals(deps, [{ documentId: 1 }], quietly);
  await requestSignatures(deps, [{ documentId: 1 }], quietly);
};

/** Run 1, an import, and run 2, a seeding; and the fixture of another one. */
async function importAndSeed({ folder, run }: TestDatabase): Promise<void> {
  await writeFile(path.join(folder, 'earlier.csv'), 'First name,E-mail\nIda,ida@berg.example\n');
  await writeFile(path.join(folder, 'earlier.yaml'), 'tags: [{ name: Seeded }]\n');
  await writeFile(path.join(folder, 'firm.yaml'), 'tags: [{ name: Another }]\n');
  for (const line of ['import earlier.csv', 'seed apply earlier.yaml']) {
    expect(await run(...words(line)), line).toMatchObject({ code: 0 });
  }
}

describe('every writing command', () => {
  it('has a line here', async () => {
    const writing = (await surface()).filter(
      ({ path: name, definition: { database, onlyReads } }) =>
        database === 'write' ||
        database === 'works' ||
        // Checks write only with --fix; what they mend is broken first in tests of their own.
        (database === 'schema' && name !== 'db status' && onlyReads === undefined),
    );
    expect(Object.keys(changes).sort()).toEqual(writing.map(({ path: name }) => name).sort());
  });

  onEachDatabase((db) => {
    it('does with --dry-run what it does, says so, and leaves everything as it was', async () => {
      await fillBook(db());
      await writeFile(path.join(db().folder, 'clients.csv'), 'First name,E-mail\nAda,ada@berg.example\n');
      await writeFile(path.join(db().folder, 'kontor.config.json'), '{ "mail-folder": "mails" }');
      await queueNotices(db());
      await db().write(fillFields);
      await db().write(fillExamplePortal);
      await db().write((deps) =>
        sendMessages(deps, [{ accountId: 4, subject: 'Receipts', text: 'Have you sent them?' }], {
          notify: false,
        }),
      );
      await db().write((deps) => addNotes(deps, [{ accountId: 4, text: 'A note' }]));
      await db().write(fillDocuments);
      await copyFile('test/fixtures/portrait.png', path.join(db().folder, 'portrait.png'));
      await layOutSecrets(db().folder);
      await importAndSeed(db());
      const before = await db().contents();
      for (const [line, says] of Object.values(changes)) {
        const ran = await db().run(...words(line), '--dry-run');
        expect(ran.code, `${line}\n${ran.err}`).toBe(0);
        expect(ran.err, line).toContain(says);
        expect(ran.err, line).toMatch(/dry run: nothing was written\n$/);
        expect(await db().contents(), line).toBe(before);
        const quiet = await db().run(...words(line), '-nq');
        expect(quiet, line).toMatchObject({ code: 0, err: '' });
      }
    });

    it('does it without --dry-run, and silently with -q', async () => {
      await fillBook(db());
      let before = await db().contents();
      // In an order in which each still has something to do.
      for (const name of [
        'tag recolor',
        'tag add',
        'tag remove',
        'contact describe',
        'contact link',
        'account restore',
      ]) {
        const [line] = changes[name] ?? [''];
        expect(await db().run(...words(line), '-q'), line).toMatchObject({ code: 0, out: '', err: '' });
        const after = await db().contents();
        expect(after, line).not.toBe(before);
        before = after;
      }
    });
  });
});
