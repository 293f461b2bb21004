import { type AccessInput, changeAccess } from '../../../src/domain/access/operations.ts';
import type { AccessOutcome } from '../../../src/domain/access/outcome.ts';
import type { Switches } from '../../../src/domain/access/schema.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import type { LinkedContact } from '../../../src/domain/link/model.ts';
import { addressKey } from '../../../src/domain/text/comparison.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { create, person } from '../fixtures.ts';

/** Accounts 1 "Jan Weiß" of contact 1 jan@weiss.example alone, and 2 "Weiß GmbH" of Jan and 2 ada@berg.example. */
export async function fillAccessBook(db: TestDatabase): Promise<void> {
  await create(
    db,
    { contacts: [{ create: person('Jan Weiß', { email: 'jan@weiss.example' }) }] },
    {
      companyName: 'Weiß GmbH',
      contacts: [{ id: 1 }, { create: person('Ada Berg', { email: 'ada@berg.example' }) }],
    },
  );
}

/** Gives a contact a further e-mail, as a field of type `email` does (C3). */
export const addEmail = (db: TestDatabase, contactId: number, source: string, address: string) =>
  db.write(({ trx }) =>
    trx('contact_emails').insert({
      contact_id: contactId,
      source,
      address,
      address_key: addressKey(address),
      shared: 0,
    }),
  );

/** Makes portal users of addresses, as accepting an invitation does. */
export const makeUsers = (db: TestDatabase, ...addresses: string[]) =>
  db.write(async ({ trx }) => {
    const now = testTime.toISOString();
    for (const address of addresses) {
      await trx('portal_links')
        .where({ address_key: addressKey(address), state: 'pending' })
        .update({ state: 'accepted', ended_at: now });
      await trx('portal_users').insert({
        address,
        address_key: addressKey(address),
        password_hash: 'none',
        failed_logins: 0,
        created_at: now,
        password_set_at: now,
      });
    }
  });

/** The states of the invitations of an address, the oldest first. */
export const invitationsOf = (db: TestDatabase, address: string): Promise<string[]> =>
  db.read(async ({ trx }) =>
    (
      await trx('portal_links')
        .where({ address_key: addressKey(address), purpose: 'invitation' })
        .orderBy('id')
    ).map(({ state }: { state: string }) => state),
  );

/** Sets switches for all e-mails of a contact in an account, or for those named. */
export const setAccess = (
  db: TestDatabase,
  accountId: number,
  contactId: number,
  switches: Switches,
  more: Partial<AccessInput> = {},
): Promise<AccessOutcome[]> =>
  db.write((deps) => changeAccess(deps, [{ accountId, contactId, switches, ...more }]));

/** The e-mails of a contact in an account, as they are shown. */
export const emailsOf = async (
  db: TestDatabase,
  accountId: number,
  contactId: number,
): Promise<LinkedContact['emails']> => {
  const { contacts } = await db.read((deps) => showAccount(deps, accountId));
  return contacts.find(({ contact }) => contact.id === contactId)?.emails ?? [];
};

/** Each e-mail of a contact in an account in a few words: address, source, switches that are on, status. */
export const inWords = async (db: TestDatabase, accountId: number, contactId: number): Promise<string[]> =>
  (await emailsOf(db, accountId, contactId)).map(({ address, source, status, ...email }) =>
    [
      address,
      ...(source === 'primary' ? [] : [`(${source})`]),
      ...(['login', 'notify', 'sync'] as const).filter((name) => email[name]),
      status,
    ].join(' '),
  );
