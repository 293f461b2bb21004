import { createHash } from 'node:crypto';
import path from 'node:path';
import { connectTo } from '../../../src/db/open.ts';
import type { Files } from '../disk.ts';

/** A database as it is read, to the last byte of each column: here all states come from one run. */
export interface Exact {
  /** A digest of all tables, those of the search index, too. */
  readonly digest: string;
  /** Contents that its records need, by SHA-256. */
  readonly needed: readonly string[];
  readonly problems: readonly string[];
}

/** Reads a database that no program has opened since the power failed. */
export async function readExactly(db: string): Promise<Exact> {
  const knex = await connectTo(db, { foreignKeys: false });
  try {
    const damage = (await knex.raw('pragma integrity_check(3)')) as Array<{ integrity_check: string }>;
    const problems = damage.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    const digest = createHash('sha256');
    const tables = (await knex.raw(
      `select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by name`,
    )) as Array<{ name: string }>;
    for (const { name } of tables) digest.update(`${name}\n${await textOf(knex, name)}\n`);
    const needed = (await knex.raw(
      'select sha256 from documents union select sha256 from account_photos',
    )) as Array<{
      sha256: string;
    }>;
    return { digest: digest.digest('hex'), needed: needed.map(({ sha256 }) => sha256), problems };
  } catch (error) {
    return { digest: '', needed: [], problems: [`it cannot be read: ${(error as Error).message}`] };
  } finally {
    await knex.destroy();
  }
}

type Connection = Awaited<ReturnType<typeof connectTo>>;

async function textOf(knex: Connection, table: string): Promise<string> {
  const columns = (await knex.raw(`select name from pragma_table_info('${table}')`)) as Array<{
    name: string;
  }>;
  const row = columns.map(({ name }) => `quote("${name}")`).join(" || ',' || ");
  const [all] = (await knex.raw(`select group_concat(${row}, char(10)) as text from "${table}"`)) as Array<{
    text: string | null;
  }>;
  return all?.text ?? '';
}

/** Contents that are needed and are not in the store, or are not what they are called. */
export const lostContents = (needed: readonly string[], files: Files, store: string): string[] =>
  needed.filter((sha256) => {
    const bytes = files.get(path.join(store, sha256.slice(0, 2), sha256));
    return bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256;
  });
