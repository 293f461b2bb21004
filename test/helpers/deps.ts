import { randomBytes } from 'node:crypto';
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
  files: async () => {
    throw new Error('this test has no content store');
  },
  contents: { kept: new Set(), dropped: new Set() },
  ...others,
});
