import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '../../src/db/open.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { baselineSql } from './baseline.ts';
import { clientHeadings, clientsCsv, clientTags, createClientFields } from './clients.ts';
import { isInstalled, type Measured, measured } from './process.ts';
import { depsOf } from './search.ts';

const program = path.join(__dirname, 'kontor.cjs');
type Print = (line: string) => void;

/**
 * How long imports of generated clients take: into SQLite against the sqlite3 shell that does the same in set-based SQL,
 * a second time the same file, ten times as many, and into PostgreSQL against COPY where KONTOR_TEST_POSTGRES names a server.
 */
export async function benchImport(count: number, print: Print): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-bench-'));
  try {
    const file = await clientFile(folder, count);
    const first = await intoSqlite(folder, file, count, print);
    const larger = count * 10;
    const second = await intoSqlite(folder, await clientFile(folder, larger), larger, print, { once: true });
    const ratio = second.seconds / larger / (first.seconds / count);
    print(`  time per row among ${larger}: ${ratio.toFixed(2)} × that among ${count} (goal 1.3)`);
    await intoPostgres(file, count, print);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function clientFile(folder: string, count: number): Promise<string> {
  const file = path.join(folder, `${count}.csv`);
  await pipeline(clientsCsv(count), createWriteStream(file));
  return file;
}

/** A database with the fields and tags that the file names. */
async function prepare(location: string): Promise<void> {
  const database = openDatabase(location);
  await database.schema.migrate({ dryRun: false });
  await database.write(
    async (trx, dialect) => {
      const deps = depsOf(trx, dialect);
      await createClientFields(deps);
      await createTags(
        deps,
        clientTags.map((name) => ({ name })),
      );
    },
    { dryRun: false },
  );
  await database.close();
}

const importInto = (location: string, file: string): Promise<Measured> =>
  measured(process.execPath, [program, 'import', file, '--db', location, '--quiet']);

const told = (what: string, count: number, { seconds, memory }: Measured): string =>
  `${what}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} clients a second, at most ${Math.round(memory)} MiB`;

async function intoSqlite(
  folder: string,
  file: string,
  count: number,
  print: Print,
  { once = false }: { once?: boolean } = {},
): Promise<Measured> {
  const location = path.join(folder, `${count}.db`);
  await prepare(location);
  const own = await importInto(location, file);
  print(told(`import of ${count} clients into SQLite`, count, own));
  if (once) {
    await removeDatabase(location);
    return own;
  }
  const again = await importInto(location, file);
  print(
    `  the same file again: ${again.seconds.toFixed(1)} s, ${(again.seconds / own.seconds).toFixed(2)} × the first time (goal 1)`,
  );
  await removeDatabase(location);
  if (!(await isInstalled('sqlite3'))) {
    print('  sqlite3 is not installed: nothing to compare it with');
    return own;
  }
  await prepare(location);
  const shell = await measured('sqlite3', ['-bail', location], { input: shellScript(file) });
  print(
    `  sqlite3 doing the same by .import and set-based inserts: ${shell.seconds.toFixed(1)} s; ` +
      `ours is ${(own.seconds / shell.seconds).toFixed(2)} × that (goal 1.5)`,
  );
  await removeDatabase(location);
  return own;
}

const removeDatabase = (location: string) =>
  Promise.all(['', '-wal', '-shm'].map((end) => rm(`${location}${end}`, { force: true })));

const shellScript = (file: string): string => `
pragma foreign_keys = on;
pragma synchronous = full;
pragma cache_size = -64000;
pragma temp_store = memory;
begin immediate;
.import --csv ${file} imported
create temporary table staged as select rowid as id, * from imported;
drop table imported;
${baselineSql('sqlite')}
commit;
`;

async function intoPostgres(file: string, count: number, print: Print): Promise<void> {
  const server = process.env.KONTOR_TEST_POSTGRES;
  if (server === undefined || server === '') {
    print('PostgreSQL: KONTOR_TEST_POSTGRES names no server');
    return;
  }
  if (!(await isInstalled('psql'))) {
    print('PostgreSQL: psql is not installed');
    return;
  }
  const name = `kontor_bench_${process.pid}`;
  const location = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const env = { ...process.env, PGOPTIONS: '-c client_min_messages=warning' };
  const onServer = (sql: string) => measured('psql', [server, '-q', '-c', sql], { env });
  const renew = async () => {
    await onServer(`drop database if exists ${name}`);
    await onServer(`create database ${name}`);
    await prepare(location);
  };
  try {
    await renew();
    const own = await importInto(location, file);
    print(told(`import of ${count} clients into PostgreSQL`, count, own));
    await renew();
    const script = copyScript(file);
    const copy = await measured('psql', [location, '-q', '-v', 'ON_ERROR_STOP=1'], { input: script });
    print(
      `  COPY and the same set-based inserts: ${copy.seconds.toFixed(1)} s; ` +
        `ours is ${(own.seconds / copy.seconds).toFixed(2)} × that (goal 2)`,
    );
  } finally {
    await onServer(`drop database if exists ${name}`);
  }
}

const copyScript = (file: string): string => {
  const columns = clientHeadings.map((heading) => `"${heading}"`);
  return `
begin;
create temporary table staged (id serial, ${columns.map((column) => `${column} text default ''`).join(', ')});
\\copy staged (${columns.join(', ')}) from '${file}' with (format csv, header true, null '\\N')
${baselineSql('postgres')}
commit;
`;
};
