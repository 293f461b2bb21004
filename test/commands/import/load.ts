import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { TestDatabase } from '../../helpers/databases.ts';

/** Imports lines of a client list with `-o json`. */
export async function load(db: TestDatabase, lines: readonly string[], ...options: string[]) {
  const file = path.join(db.folder, 'clients.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  return db.run('import', file, '-o', 'json', ...options);
}

/** Imports lines twice; the second time nothing may change, in counts and in content (B2). What the first import answered. */
export async function loadTwice(db: TestDatabase, lines: readonly string[], ...options: string[]) {
  const first = await load(db, lines, ...options);
  expect(first, first.err).toMatchObject({ code: 0 });
  const content = await db.contents();
  const again = (await load(db, lines, ...options)).json();
  expect(again).toMatchObject({
    run: null,
    unchanged: again.rows - again.skipped,
    outcomes: { created: 0, updated: 0, failed: 0 },
    updated: { accounts: 0, contacts: 0, links: 0 },
  });
  expect(await db.contents()).toBe(content);
  return first.json();
}
