import { randomBytes } from 'node:crypto';
import { sealChanges } from '../../src/domain/audit/seal.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { testTime } from './run-cli.ts';

/** What an operation is given, with a clock that stands still. */
export const testDeps = (trx: Deps['trx'], dialect: Deps['dialect'], others: Partial<Deps> = {}): Deps => ({
  trx,
  dialect,
  clock: () => testTime,
  actor: 'tester',
  command: 'test',
  random: randomBytes,
  queuedMails: new Set(),
  unsealed: { sets: [], nextEntry: undefined },
  files: async () => {
    throw new Error('this test has no content store');
  },
  contents: { kept: new Set(), dropped: new Set() },
  ...others,
});

/** Runs operations with deps of a test's own as a unit of work does: what they wrote is sealed in the end. */
export async function sealing<T>(deps: Deps, work: (deps: Deps) => Promise<T>): Promise<T> {
  const result = await work(deps);
  await sealChanges(deps);
  return result;
}
