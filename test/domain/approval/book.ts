import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { openDatabase } from '../../../src/db/open.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { addDocuments } from '../../../src/domain/document/operations.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import { fillBook } from '../../commands/book.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { setAccess } from '../access/book.ts';
import { gate } from '../fixtures.ts';

/**
 * The client book with documents to decide about and to sign:
 *
 * | document              | account                                                           |
 * |-----------------------|-------------------------------------------------------------------|
 * | 1 Annual accounts.txt | 2 Weiß GmbH: 1 Erika Müller, 2 Jan Weiß, 3 Petra Özdemir          |
 * | 2 Contract.txt        | 2                                                                 |
 * | 3 Estate.txt          | 3 Nachlass Ernst, archived: 2 Jan Weiß                            |
 * | 4 Letter.txt          | 1 Erika Müller: 1 Erika Müller, who has no login there            |
 *
 * All contacts of account 2 may log in and are notified, so may Jan in account 3; contact 4 Otto Stranger belongs to no
 * account. The documents are of 1 February 2026, 08:00.
 */
export async function fillDocumentBook(db: TestDatabase): Promise<void> {
  await fillBook(db);
  await db.write(async (deps) => {
    await linkContacts(deps, [{ accountId: 2, contactId: 3 }]);
    await createContacts(deps, [{ firstName: 'Otto', lastName: 'Stranger' }]);
  });
  for (const [accountId, contactId] of [
    [2, 1],
    [2, 2],
    [2, 3],
    [3, 2],
  ] as const) {
    await setAccess(db, accountId, contactId, { login: true, notify: true });
  }
  const documents = [
    [2, 'Annual accounts.txt'],
    [2, 'Contract.txt'],
    [3, 'Estate.txt'],
    [1, 'Letter.txt'],
  ] as const;
  for (const [, name] of documents) await writeFile(path.join(db.folder, name), name);
  await db.write((deps) =>
    addDocuments(
      deps,
      documents.map(([accountId, name]) => ({
        accountId,
        file: path.join(db.folder, name),
        at: '2026-02-01T08:00Z',
      })),
      { notify: false },
    ),
  );
}

export const [erika, jan, petra, otto] = [1, 2, 3, 4] as const;

/** The mails in the outbox about a kind of things: to whom, and what about. */
export const mailsAbout = async (db: TestDatabase, kind: string): Promise<string[]> =>
  db.read(async ({ trx }) =>
    ((await trx('mails').where({ kind }).orderBy('id')) as Array<{ recipient: string; facts: string }>).map(
      ({ recipient, facts }) =>
        `${recipient}: ${(JSON.parse(facts) as { subjects: string[] }).subjects.join(', ')}`,
    ),
  );

type Change = (deps: Deps) => Promise<unknown>;

/** Begins `second` in another program when `first` has written and before it commits; the codes of refusals. */
export async function meet(db: TestDatabase, first: Change, second: Change): Promise<string[]> {
  const other = openDatabase(db.location);
  try {
    const { opened: written, open: tellWritten } = gate();
    const one = db.write(async (deps) => {
      await first(deps);
      tellWritten();
      await new Promise((resolve) => setTimeout(resolve, 150));
    });
    await written;
    const settled = await Promise.allSettled([
      one,
      other.write((trx, dialect) => second(testDeps(trx, dialect, { actor: 'other' })), { dryRun: false }),
    ]);
    return settled.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  } finally {
    await other.close();
  }
}

/** How SQLite answers what a section asks: a line for each table, with the index that is used. */
export const plansOf = (db: TestDatabase, read: Change): Promise<string[]> =>
  db.read(async (deps) => {
    const asked: Array<{ sql: string; bindings: Knex.RawBinding[] }> = [];
    deps.trx.on('query', (statement) => asked.push(statement));
    await read(deps);
    const plans: string[] = [];
    for (const { sql, bindings } of [...asked]) {
      const lines = (await deps.trx.raw(`explain query plan ${sql}`, bindings)) as Array<{ detail: string }>;
      plans.push(...lines.map(({ detail }) => detail));
    }
    return plans;
  });
