import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrations } from '../../migrations/index.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { knownFields } from '../../src/domain/field/references.ts';
import { searchAccounts } from '../../src/domain/search/operations.ts';
import { importClients } from '../../src/transfer/import/import.ts';
import { planColumns } from '../../src/transfer/reading/mapping.ts';
import { openTable } from '../../src/transfer/reading/table.ts';
import { clientsCsv, createClientFields } from './clients.ts';

const rounds = 15;
const pageRows = 50;

export const depsOf = (trx: Deps['trx'], dialect: Deps['dialect']): Deps => ({
  trx,
  dialect,
  clock: () => new Date(),
  actor: 'bench',
  command: 'bench',
  random: randomBytes,
  queuedMails: new Set(),
  unsealed: { sets: [], nextEntry: undefined },
  files: async () => {
    throw new Error('not needed here');
  },
  contents: { kept: new Set(), dropped: new Set() },
});

/** A database of so many generated clients, made once and kept in the folder for temporary files. */
export async function generatedDatabase(accounts: number, print: (line: string) => void): Promise<string> {
  const location = path.join(os.tmpdir(), `kontor-bench-${migrations.at(-1)?.name}-${accounts}.db`);
  if (existsSync(location)) return location;
  const unfinished = `${location}.unfinished`;
  const database = openDatabase(unfinished);
  await database.schema.migrate({ dryRun: false });
  const begin = Date.now();
  await database.write(
    async (trx, dialect) => {
      const deps = depsOf(trx, dialect);
      await createClientFields(deps);
      const table = await openTable({ bytes: clientsCsv(accounts), name: 'generated clients' }, {});
      const fields = await knownFields(deps);
      const plan = planColumns(table.headers, { map: [], ignoreUnknown: false, fields });
      const options = { createTags: true, signal: new AbortController().signal, progress: () => {} };
      await importClients(deps, table, plan, options);
    },
    { dryRun: false },
  );
  await database.close();
  renameSync(unfinished, location);
  const seconds = (Date.now() - begin) / 1000;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  print(`imported ${accounts} clients: ${Math.round(accounts / seconds)} a second, at most ${memory} MiB`);
  return location;
}

/** Milliseconds until the first page of a search is there, in this process: the median of some rounds. */
async function timeSearch(database: Database, text: string): Promise<{ ms: number; hits: number }> {
  const times: number[] = [];
  let hits = 0;
  for (let round = 0; round < rounds; round += 1) {
    await database.read(async (trx, dialect) => {
      const begin = process.hrtime.bigint();
      const { rows } = await searchAccounts(depsOf(trx, dialect), { text, limit: pageRows });
      hits = 0;
      for await (const _ of rows) hits += 1;
      times.push(Number(process.hrtime.bigint() - begin) / 1e6);
    });
  }
  return { ms: times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0, hits };
}

/** How long searches take among so many accounts; the bare scan by LIKE is measured in the same run. */
export async function benchSearch(accounts: number, print: (line: string) => void): Promise<void> {
  const database = openDatabase(await generatedDatabase(accounts, print));
  const [scan] = await database.read(async (trx) => {
    const begin = process.hrtime.bigint();
    await trx.raw(`select count(*) from accounts where name like '%zzzz%'`);
    return [Number(process.hrtime.bigint() - begin) / 1e6];
  });
  print(
    `search among ${accounts} accounts, first ${pageRows} hits; a scan of the names by LIKE takes ${scan?.toFixed(0)} ms`,
  );
  const selective = ['C-777777', 'erika.grunenmuller', 'Käthe Mühlingström', 'zzzzzz', 'habereldorf'];
  const common = [
    'mueller',
    'GmbH',
    'example',
    'anna',
    'bau',
    'stein',
    'ber',
    'köhl',
    'ström wald',
    'erika gmbh',
    'xyz',
    'mü',
    'q',
  ];
  for (const text of [...selective, ...common]) {
    const { ms, hits } = await timeSearch(database, text);
    const goal = selective.includes(text) ? 'goal 20' : [...text].length >= 3 ? 'goal 150' : 'no goal';
    print(
      `  ${text.padEnd(22)} ${ms.toFixed(1).padStart(7)} ms  ${String(hits).padStart(3)} shown  (${goal})`,
    );
  }
  await database.close();
}
