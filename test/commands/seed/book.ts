import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { TestDatabase } from '../../helpers/databases.ts';
import type { Ran } from '../../helpers/run-cli.ts';

/** Writes a fixture file into the test's folder and applies it. */
export async function applyText(db: TestDatabase, text: string, ...options: string[]): Promise<Ran> {
  await writeFile(path.join(db.folder, 'firm.yaml'), text);
  return db.run('seed', 'apply', 'firm.yaml', '-o', 'json', ...options);
}

/** Applies a fixture file twice: the second time all is `unchanged`, in words and in content (B2). The first answer. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into many shapes
export async function applyTwice(db: TestDatabase, text: string): Promise<any> {
  const first = await applyText(db, text);
  expect(first, first.err).toMatchObject({ code: 0 });
  const content = await db.contents();
  const again = await applyText(db, text);
  expect(again, again.err).toMatchObject({ code: 0, err: '' });
  const { results, summary, run } = again.json();
  expect(new Set(results.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['unchanged']));
  expect(summary).toEqual({ total: results.length, unchanged: results.length });
  expect(run).toBeNull();
  expect(await db.contents()).toBe(content);
  return first.json();
}

/** The problems that a fixture is refused for, as `line path: reason`. */
export async function problemsOf(db: TestDatabase, text: string): Promise<string[]> {
  const ran = await applyText(db, text);
  expect(ran, ran.err).toMatchObject({ code: 2, out: '' });
  const { code, details } = ran.error();
  expect(code).toBe('INVALID_FIXTURES');
  return details.problems.map(
    ({ line, path: where, reason }: { line: number; path: string; reason: string }) =>
      `${line} ${where}: ${reason}`,
  );
}

/** A contact and an account of theirs, to begin other fixtures with. */
export const erika = `
contacts:
  - { ref: erika, key: c-1, firstName: Erika, lastName: Müller, email: erika@mueller.example }
  - { ref: jan, firstName: Jan, lastName: Weiß, email: jan@weiss.example }
accounts:
  - ref: mueller
    key: a-1
    companyName: Müller GmbH
    links:
      - { contact: erika, description: Managing director, login: true }
      - { contact: jan, login: true }
`;
