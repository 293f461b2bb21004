import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { timestamp } from '../../../src/domain/deps.ts';
import { sendInvitations } from '../../../src/domain/invitation/operations.ts';
import { consumeLinks } from '../../../src/domain/portal/links.ts';
import { hashPassword } from '../../../src/domain/portal/passwords.ts';
import { insertUsers } from '../../../src/domain/portal/repository.ts';
import { addressKey } from '../../../src/domain/text/comparison.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

export const erika = 'erika@mueller.example';
export const jan = 'jan@weiss.example';
export const petra = 'petra@oezdemir.example';
export const password = 'correct horse battery';

/** Switches login of a contact in an account. */
export const setLogin = (db: TestDatabase, accountId: number, contactId: number, login = true) =>
  db.write((deps) => changeAccess(deps, [{ accountId, contactId, switches: { login } }]));

/**
 * The book of the command tests; login is on for Erika in accounts 1 and 2, and for Jan in the archived account 3. Petra
 * belongs to no account.
 */
export async function fillPortalBook(db: TestDatabase): Promise<void> {
  await fillBook(db);
  await setLogin(db, 1, 1);
  await setLogin(db, 2, 1);
  await setLogin(db, 3, 2);
}

/** Makes an address active as if it had been invited and had accepted, without the work of hashing each time anew. */
export const activate = (db: TestDatabase, email: string) =>
  db.write(async (deps) => {
    const [sent] = await sendInvitations(deps, { emails: [email] }, { mail: false, printLink: false });
    const now = timestamp(deps);
    await consumeLinks(deps, [sent?.id ?? 0], now);
    const [id = 0] = await deps.dialect.reserveIds(deps.trx, 'portal_users', 1);
    hash ??= hashPassword(password);
    await insertUsers(deps, [
      {
        id,
        address: email,
        addressKey: addressKey(email),
        passwordHash: await hash,
        failedLogins: 0,
        lockedUntil: null,
        createdAt: now,
        passwordSetAt: now,
      },
    ]);
  });

let hash: Promise<string> | undefined;

/** The link that a command prints for one address. */
export const printed = async (db: TestDatabase, ...argv: string[]): Promise<string> =>
  (await db.run(...argv, '--print-link', '--no-mail', '--json')).json().results[0].link;

/** A file in the test's own folder. */
export async function file(db: TestDatabase, name: string, text: string): Promise<string> {
  await writeFile(path.join(db.folder, name), text);
  return name;
}

/** So long after the time at which the clock of the tests stands. */
export const later = (db: TestDatabase, milliseconds: number, ...argv: string[]) =>
  db.runWith({ clock: () => new Date(Date.parse('2026-03-04T05:06:07.890Z') + milliseconds) }, ...argv);

export const minutes = (count: number) => count * 60_000;
export const days = (count: number) => count * 86_400_000;
