import { setTimeout as later } from 'node:timers/promises';
import pg from 'pg';
import { databaseName, databaseUrl, onServer } from '../helpers/global-setup.ts';
import { type Book, copyBook, makeBook } from './book.ts';
import type { Workshop } from './workshop.ts';

const server = () => process.env.KONTOR_TEST_POSTGRES ?? '';

/** Why nothing can be tried on PostgreSQL here. */
export const serverMissing = async (): Promise<string | undefined> =>
  server() === '' ? 'KONTOR_TEST_POSTGRES names no server' : undefined;

/** A book on the server, and copies of it, each with a database of its own. */
export interface ServerBooks {
  readonly made: Book;
  readonly copy: (name: string) => Promise<Book>;
}

/** Makes a book on the server for `work`, and drops all databases behind it. */
export async function withServerBooks<T>(
  workshop: Workshop,
  work: (books: ServerBooks) => Promise<T>,
): Promise<T> {
  serverBooks += 1;
  const template = `kontor_faults_${process.pid}_${serverBooks}`;
  const databases: string[] = [];
  try {
    await onServer(server(), [`create database ${template}`]);
    const made = await makeBook(workshop, databaseUrl(server(), template));
    const copy = async (name: string): Promise<Book> => {
      const database = `${template}_${databases.length}`;
      databases.push(database);
      await onServer(server(), [`create database ${database} template ${template}`]);
      return { ...(await copyBook(workshop, made, name)), db: databaseUrl(server(), database) };
    };
    return await work({ made, copy });
  } finally {
    const drops = [...databases, template].map((name) => `drop database if exists ${name} with (force)`);
    await onServer(server(), drops);
  }
}

let serverBooks = 0;

/** Waits until the server has noticed that nobody is there any more. */
export async function allGone(book: Book): Promise<void> {
  const database = databaseName(book.db);
  const client = new pg.Client({ connectionString: server() });
  await client.connect();
  try {
    for (let tries = 0; tries < 400; tries += 1) {
      const { rows } = await client.query('select 1 from pg_stat_activity where datname = $1', [database]);
      if (rows.length === 0) return;
      await later(25);
    }
    throw new Error(`the server still works for a client of ${database} that was killed`);
  } finally {
    await client.end();
  }
}
