import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { query } from '../../src/db/bulk.ts';
import { archiveAccounts, createAccounts } from '../../src/domain/account/operations.ts';
import { createContacts } from '../../src/domain/contact/operations.ts';
import { timestamp } from '../../src/domain/deps.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { changeFirm } from '../../src/domain/firm/operations.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
import { sendMessages } from '../../src/domain/message/operations.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { templateCsv } from '../../src/transfer/template.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { fillExamplePortal, layOutSecrets } from './example-portal.ts';

/** What the examples of the commands speak of: three accounts, their contacts, four tags. */
export async function fillExampleBook({ write }: TestDatabase): Promise<void> {
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
    const letter = { subject: 'Annual accounts', text: 'When can we have them?', contactId: 2 };
    await sendMessages(deps, [{ accountId: 3, ...letter }], { notify: false });
    // Only archived accounts can be deleted; everything else can be done with them as well.
    await archiveAccounts(deps, [1, 2]);
  });
}

/** The files that the examples read, and where their mails go. */
export async function layOutFiles(folder: string): Promise<void> {
  await layOutSecrets(folder);
  await writeFile(path.join(folder, 'kontor.config.json'), '{ "mail-folder": "mails" }');
  await writeFile(path.join(folder, 'clients.csv'), templateCsv('en'));
  await writeFile(path.join(folder, 'letter.txt'), 'Dear clients,\n\nthe annual accounts are ready.\n');
  await copyFile(
    new URL('../fixtures/northwind-kunden-excel.csv', import.meta.url),
    path.join(folder, 'kunden.csv'),
  );
}
