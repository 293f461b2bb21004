import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { query } from '../../src/db/bulk.ts';
import { archiveAccounts, createAccounts } from '../../src/domain/account/operations.ts';
import { requestApprovals } from '../../src/domain/approval/operations.ts';
import { createContacts, editContacts } from '../../src/domain/contact/operations.ts';
import { type Deps, timestamp } from '../../src/domain/deps.ts';
import { addDocuments } from '../../src/domain/document/operations.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { changeFirm } from '../../src/domain/firm/operations.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
import { sendMessages } from '../../src/domain/message/operations.ts';
import { addNotes } from '../../src/domain/note/operations.ts';
import { setPhotos } from '../../src/domain/photo/operations.ts';
import { beginRun, endRun } from '../../src/domain/run/operations.ts';
import { requestSignatures } from '../../src/domain/signature/operations.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { templateCsv } from '../../src/transfer/template.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { fillExamplePortal, layOutSecrets } from './example-portal.ts';

const portrait = path.resolve(import.meta.dirname, '../fixtures/portrait.png');

/** What the examples of the commands speak of: three accounts, their contacts, four tags. */
export async function fillExampleBook({ write }: Pick<TestDatabase, 'write'>): Promise<void> {
  await write(async (deps) => {
    await changeFirm(deps, [
      { key: 'portal-address', value: 'https://portal.example' },
      { key: 'sender', value: 'Weiß & Partner <office@weiss.example>' },
    ]);
    // Mail 1 waits, mail 2 is uncertain.
    await queueMails(
      deps,
      ['jan@weiss.example', 'erika@mueller.example'].map((recipient) => ({
        kind: 'password-notice',
        recipient,
        facts: { at: timestamp(deps), origin: '192.0.2.7' },
      })),
    );
    await query(deps, `update mails set state = 'uncertain' where id = 2`);
    await createTags(deps, [{ name: 'VIP' }, { name: 'Monthly' }, { name: 'Premium' }, { name: 'Gold' }]);
    await createFields(deps, [
      { scope: 'account', type: 'text', label: 'Steuernummer', key: 'tax-number' },
      { scope: 'account', type: 'dropdown', label: 'Legal form', options: ['GmbH', 'UG'] },
      { scope: 'account', type: 'date', label: 'Founded' },
      { scope: 'contact', type: 'email', label: 'Spouse e-mail' },
      { scope: 'contact', type: 'email', label: 'Second e-mail' },
    ]);
    await createContacts(deps, [
      { firstName: 'Erika', lastName: 'Müller', email: 'erika@mueller.example', phone: '+49 30 1' },
      { firstName: 'Jan', lastName: 'Weiß', email: 'jan@weiss.example', key: 'crm-77' },
      { firstName: 'Petra', lastName: 'Özdemir' },
    ]);
    const contacts = [{ id: 1 }, { id: 2, description: 'Owner' }, { id: 3 }];
    await createAccounts(deps, [
      { name: 'Erika Müller', tags: ['VIP', 'Monthly'], contacts },
      { companyName: 'Weiß GmbH', key: 'crm-0042', tags: ['Premium'], contacts: contacts.slice(1) },
    ]);
    await fillExamplePortal(deps);
    // Contact 5 is contact 1 again.
    await createContacts(deps, [
      { firstName: 'Erika', lastName: 'Mueller', email: 'mueller@bau.example', phone: '+49 30 1' },
    ]);
    const letter = { subject: 'Annual accounts', text: 'When can we have them?', contactId: 2 };
    await sendMessages(deps, [{ accountId: 3, ...letter }], { notify: false });
    await addNotes(deps, [
      { accountId: 1, text: 'Prefers to be called' },
      { accountId: 3, text: 'Sends receipts monthly' },
    ]);
    await setPhotos(deps, [{ accountId: 3, file: portrait }]);
    await fillExampleDocuments(deps);
    await fillExampleRun(deps);
    // Only archived accounts can be deleted; everything else can be done with them as well.
    await archiveAccounts(deps, [1, 2]);
  });
}

/**
 * Documents of Kern OHG: 1 and 2, which Jan Weiß uploaded and nobody has seen, and 3 of the firm, whose approval is requested
 * (1) and which Erika, Jan and Nora are asked to sign (1).
 */
async function fillExampleDocuments(deps: Deps): Promise<void> {
  const quietly = { notify: false };
  const at = '2026-02-26T09:30Z';
  await addDocuments(
    deps,
    [
      { accountId: 3, file: portrait, name: 'Receipts.png', contactId: 2, at },
      { accountId: 3, file: portrait, name: 'Contract.png', contactId: 2, at },
      { accountId: 3, file: portrait, name: 'Annual accounts.png', at },
    ],
    quietly,
  );
  await requestApprovals(deps, [{ documentId: 3, at }], quietly);
  await requestSignatures(deps, [{ documentId: 3, at }], quietly);
}

/** Run 1, an import that gave Petra Özdemir a phone. */
async function fillExampleRun(deps: Deps): Promise<void> {
  const run = await beginRun(deps, { kind: 'import', source: 'clients.csv' });
  await editContacts(run, [{ id: 3, patch: { phone: '+49 30 3' } }]);
  const none = { accounts: 0, contacts: 0, links: 0 };
  await endRun(run, { rows: 1, created: none, updated: { ...none, contacts: 1 } });
}

const fixtures = `\
contacts:
  - { ref: lea, firstName: Lea, lastName: Sommer, email: lea@sommer.example }
accounts:
  - ref: sommer
    links: [{ contact: lea, portal: invited }]
notes:
  - { account: sommer, text: Calls on Mondays, at: 2026-02-01 }
`;

/** The files that the examples read, and where their mails go. */
export async function layOutFiles(folder: string): Promise<void> {
  await layOutSecrets(folder);
  await writeFile(path.join(folder, 'kontor.config.json'), '{ "mail-folder": "mails" }');
  await writeFile(path.join(folder, 'clients.csv'), templateCsv('en'));
  await writeFile(path.join(folder, 'letter.txt'), 'Dear clients,\n\nthe annual accounts are ready.\n');
  await writeFile(path.join(folder, 'comment.txt'), 'The VAT is missing.\n');
  await writeFile(path.join(folder, 'note.txt'), 'Prefers to be called before ten.\n');
  await writeFile(path.join(folder, 'fixtures.yaml'), fixtures);
  await writeFile(
    path.join(folder, 'changes.txt'),
    '# the new client\ntag create Silver\ntag add Silver --to 3\n',
  );
  await writeFile(path.join(folder, 'changes.jsonl'), '{"command": "account show", "args": [3]}\n');
  await writeFile(path.join(folder, 'return.pdf'), '%PDF-1.7\n%âãÏÓ\n');
  await writeFile(path.join(folder, 'receipts.txt'), 'Coffee 3.20\n');
  for (const name of ['portrait.png', 'logo.png']) await copyFile(portrait, path.join(folder, name));
  await copyFile(
    path.resolve(import.meta.dirname, '../fixtures/northwind-kunden-excel.csv'),
    path.join(folder, 'kunden.csv'),
  );
}
