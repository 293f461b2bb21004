import { expect } from 'vitest';
import type { TestDatabase } from '../helpers/databases.ts';
import { words } from './words.ts';

/** A command line that must be refused, and a part of what is said about it (message or hint). */
export type Refusal = readonly [what: string, line: string, exitCode: number, code: string, says: string];

/** Runs the lines on one database: each is refused as it says, in one JSON object, and nothing at all is changed. */
export async function expectRefusals(db: TestDatabase, refusals: readonly Refusal[]): Promise<void> {
  const before = await db.contents();
  for (const [what, line, exitCode, code, says] of refusals) {
    const ran = await db.run(...words(line), '--json');
    expect({ code: ran.code, out: ran.out }, `${what}: ${line}`).toEqual({ code: exitCode, out: '' });
    const error = ran.error();
    expect(error, what).toMatchObject({ code, exitCode });
    expect(`${error.message} ${error.hint}`, what).toContain(says);
  }
  expect(await db.contents(), 'a refusal changes nothing').toBe(before);
}
