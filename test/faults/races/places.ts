import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { createAccounts } from '../../../src/domain/account/operations.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { sealing, testDeps } from '../../helpers/deps.ts';
import { databaseUrl, onServer } from '../../helpers/global-setup.ts';
import { type Book, bookIn } from '../book.ts';
import { newFolder, type Workshop } from '../workshop.ts';
import type { Couple, RaceKind } from './kinds.ts';

/** A new database for races, and how to take it away. */
export interface Place {
  readonly kind: 'sqlite' | 'postgres';
  readonly book: Book;
  readonly database: Database;
  /** How many couples there are already. */
  couples: number;
  readonly dispose: () => Promise<void>;
}

let made = 0;

export async function newPlace(workshop: Workshop, kind: Place['kind']): Promise<Place> {
  const book = bookIn(await newFolder(workshop, 'race'));
  if (kind === 'sqlite') {
    const database = openDatabase(book.db);
    await database.schema.migrate({ dryRun: false });
    return { kind, book, database, couples: 0, dispose: () => database.close() };
  }
  const server = process.env.KONTOR_TEST_POSTGRES ?? '';
  made += 1;
  const name = `kontor_races_${process.pid}_${made}`;
  await onServer(server, [`drop database if exists ${name}`, `create database ${name}`]);
  const db = databaseUrl(server, name);
  const database = openDatabase(db);
  await database.schema.migrate({ dryRun: false });
  return {
    kind,
    book: { ...book, db },
    database,
    couples: 0,
    dispose: async () => {
      await database.close();
      await onServer(server, [`drop database if exists ${name} with (force)`]);
    },
  };
}

/** Makes so many more accounts to race about. */
export async function makeCouples(
  place: Place,
  { isSingle = false }: Pick<RaceKind, 'isSingle'>,
  count: number,
): Promise<Couple[]> {
  const numbers = Array.from({ length: count }, (_, index) => place.couples + index + 1);
  place.couples += count;
  const emailOf = (number: number) => `race${number}@race.example`;
  const work = async (deps: Deps): Promise<Couple[]> => {
    const people = await createContacts(
      deps,
      numbers.flatMap((number) => [
        { lastName: `Race ${number}`, email: emailOf(number) },
        { lastName: `Race ${number}` },
      ]),
    );
    const idOf = (at: number) => people[at]?.id ?? 0;
    const accounts = await createAccounts(
      deps,
      numbers.map((number, index) => ({
        name: `Account ${number}`,
        key: `k-${number}`,
        contacts: [{ id: idOf(2 * index) }, ...(isSingle ? [] : [{ id: idOf(2 * index + 1) }])],
      })),
    );
    return numbers.map((number, index) => ({
      number,
      account: accounts[index]?.id ?? 0,
      first: idOf(2 * index),
      second: idOf(2 * index + 1),
      email: emailOf(number),
    }));
  };
  return place.database.write(
    (trx, dialect) => sealing(testDeps(trx, dialect, { clock: () => new Date() }), work),
    { dryRun: false },
  );
}

/** The accounts that have no contact: there must never be one (A7, L2). */
export const bereft = ({ database }: Place): Promise<number[]> =>
  database.read(async (trx, dialect) =>
    dialect
      .rows<{ id: number }>(
        await trx.raw(
          `select a.id from accounts a
           where not exists (select 1 from account_contacts l where l.account_id = a.id)`,
        ),
      )
      .map(({ id }) => id),
  );

/** How a database is called in the table. */
export const nameOf = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;
