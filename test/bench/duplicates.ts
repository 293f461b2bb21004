import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { createContacts } from '../../src/domain/contact/operations.ts';
import type { NewContact } from '../../src/domain/contact/schema.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { findDuplicates } from '../../src/domain/duplicate/list.ts';
import { foldSpelledOut } from '../../src/domain/text/folding.ts';
import { depsOf, generatedDatabase } from './search.ts';

/** One client in so many is in the book twice, and so many share what should cut nobody's time: a name, a switchboard. */
const everyOther = 20;
const namesakes = 2_000;

/** The clients of the search benchmark with doubles, made once. */
async function databaseWithDoubles(clients: number, print: (line: string) => void): Promise<string> {
  const original = await generatedDatabase(clients, print);
  const location = original.replace(/\.db$/, '-doubles.db');
  if (existsSync(location)) return location;
  const unfinished = `${location}.unfinished`;
  rmSync(unfinished, { force: true });
  copyFileSync(original, unfinished);
  const database = openDatabase(unfinished);
  await database.write(
    async (trx, dialect) => {
      const deps = depsOf(trx, dialect);
      await createContacts(deps, await doubles(deps));
      await createContacts(
        deps,
        Array.from({ length: namesakes }, (_, index) => ({
          firstName: 'Peter',
          lastName: 'Müller',
          email: `p${index}.mueller@firm${index}.example`,
          phone: `+49 40 5550${index % 2 === 0 ? '000' : String(index)}`,
        })),
      );
    },
    { dryRun: false },
  );
  await database.close();
  renameSync(unfinished, location);
  return location;
}

/** The same people in another spelling: with their phone, or with the part of their e-mail before the @. */
async function doubles(deps: Deps): Promise<NewContact[]> {
  const rows: Array<Record<'first_name' | 'last_name' | 'phone' | 'address', string>> = await deps
    .trx('contacts')
    .join('contact_emails', 'contact_emails.contact_id', 'contacts.id')
    .whereRaw(`contacts.id % ${everyOther} = 0`)
    .select('first_name', 'last_name', 'phone', 'address');
  return rows.map(({ first_name: first, last_name: last, phone, address }, index) => ({
    firstName: index % 3 === 0 ? last : foldSpelledOut(first),
    lastName: index % 3 === 0 ? first : foldSpelledOut(last),
    ...(index % 2 === 0 ? { phone } : { email: address.replace(/@.*/, '@elsewhere.example') }),
  }));
}

const timed = async <Result>(work: () => Promise<Result>): Promise<{ seconds: number; result: Result }> => {
  const begin = process.hrtime.bigint();
  const result = await work();
  return { seconds: Number(process.hrtime.bigint() - begin) / 1e9, result };
};

/** How many groups are found, and how many MiB the process has grown by at most while they are. */
const search = (database: Database): Promise<{ groups: number; grown: number }> =>
  database.read(async (trx, dialect) => {
    const before = process.memoryUsage().rss;
    let most = before;
    const look = () => {
      most = Math.max(most, process.memoryUsage().rss);
    };
    let groups = 0;
    const { rows } = await findDuplicates(depsOf(trx, dialect), { minScore: 50 }, look);
    for await (const _ of rows) groups += 1;
    look();
    return { groups, grown: Math.round((most - before) / 1024 / 1024) };
  });

/** How long it takes to find the duplicates among so many contacts, and how much memory; reading them all in the same run. */
export async function benchDuplicates(clients: number, print: (line: string) => void): Promise<void> {
  const database = openDatabase(await databaseWithDoubles(clients, print));
  const found = await timed(() => search(database));
  const read = await timed(() => database.read(async (trx) => (await trx('contacts').select('*')).length));
  const planted = Math.floor(clients / everyOther);
  print(
    `duplicates among ${read.result} contacts: ${found.seconds.toFixed(1)} s (goal 20 for 100000), ` +
      `${(found.seconds / read.seconds).toFixed(1)} × reading them all; ${found.result.groups} groups ` +
      `(${planted} planted), at most ${found.result.grown} MiB more than before`,
  );
  await database.close();
}
