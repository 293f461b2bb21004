import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { changeAccess } from '../../src/domain/access/operations.ts';
import { createAccounts } from '../../src/domain/account/operations.ts';
import { createContacts } from '../../src/domain/contact/operations.ts';
import { type Deps, timestamp } from '../../src/domain/deps.ts';
import { sendInvitations } from '../../src/domain/invitation/operations.ts';
import { consumeLinks } from '../../src/domain/portal/links.ts';
import { hashPassword } from '../../src/domain/portal/passwords.ts';
import { insertUsers } from '../../src/domain/portal/repository.ts';
import { sendResets } from '../../src/domain/portal/reset.ts';
import { openSession } from '../../src/domain/portal/sessions.ts';
import { mintToken } from '../../src/domain/portal/tokens.ts';

const password = 'correct horse battery';
const [erika, jan, nora] = ['erika@mueller.example', 'jan@weiss.example', 'nora@kern.example'];

/** Random bytes that are known beforehand, so that files can hold the tokens made of them. */
const known = (byte: number) => (bytes: number) => Buffer.alloc(bytes, byte);
const text = (byte: number, bytes: number) => known(byte)(bytes).toString('base64url');
const token = (byte: number) => `${text(byte, 12)}.${text(byte, 32)}`;

/**
 * An account "Kern OHG" of three people who may log in: a new contact, Nora Kern, who was never invited, contact 1 Erika
 * Müller, who is invited, and contact 2 Jan Weiß, who is active and notified, has an open session and a link for a new
 * password.
 */
export async function fillExamplePortal(deps: Deps): Promise<void> {
  const [newContact] = await createContacts(deps, [{ firstName: 'Nora', lastName: 'Kern', email: nora }]);
  const contactIds = [newContact?.id ?? 0, 1, 2];
  const [account] = await createAccounts(deps, [
    { name: 'Kern OHG', contacts: contactIds.map((id) => ({ id })) },
  ]);
  await changeAccess(
    deps,
    contactIds.map((contactId) => ({
      accountId: account?.id ?? 0,
      contactId,
      switches: { login: true, notify: contactId === 2 },
    })),
  );
  const quietly = { mail: false, printLink: false };
  const [invited, accepted] = await sendInvitations(deps, { emails: [erika, jan] }, quietly);
  await mintToken({ ...deps, random: known(1) }, invited?.id ?? 0);
  const now = timestamp(deps);
  await consumeLinks(deps, [accepted?.id ?? 0], now);
  const [userId = 0] = await deps.dialect.reserveIds(deps.trx, 'portal_users', 1);
  await insertUsers(deps, [
    {
      id: userId,
      address: jan,
      addressKey: jan,
      passwordHash: await hashPassword(password),
      failedLogins: 0,
      lockedUntil: null,
      createdAt: now,
      passwordSetAt: now,
    },
  ]);
  const [reset] = await sendResets(deps, [jan], quietly);
  await mintToken({ ...deps, random: known(2) }, reset?.id ?? 0);
  await openSession({ ...deps, random: known(3) }, userId, '192.0.2.7');
}

/** The files with their secrets. */
export async function layOutSecrets(folder: string): Promise<void> {
  const files = {
    'link.txt': `https://portal.example/accept?token=${token(1)}`,
    'reset.txt': token(2),
    'session.txt': text(3, 32),
    'password.txt': password,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), `${content}\n`);
  }
}
