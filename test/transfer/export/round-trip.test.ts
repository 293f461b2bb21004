import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAccounts } from '../../../src/domain/account/list.ts';
import { listContacts } from '../../../src/domain/contact/list.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import type { ExportOptions } from '../../../src/transfer/export/export.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { type Firm, firm, makeFields, makeFirm } from './firms.ts';
import { exported, imported } from './sheets.ts';

const runs = Number(process.env.KONTOR_PROPERTY_RUNS ?? 60);

/** Everything about clients but ids and times, in an order of its own. */
async function bookOf(deps: Deps): Promise<{ accounts: string[]; contacts: string[] }> {
  const read = async <Row extends object>(rows: AsyncIterable<Row>, unlike: (row: Row) => object) => {
    const texts: string[] = [];
    for await (const row of rows) texts.push(JSON.stringify({ ...row, ...unlike(row) }));
    return texts.sort();
  };
  const aside = { id: 0, createdAt: '', updatedAt: '' };
  return {
    accounts: await read((await listAccounts(deps, {})).rows, ({ archivedAt }) => ({
      ...aside,
      archivedAt: archivedAt !== null,
    })),
    contacts: await read((await listContacts(deps, {})).rows, ({ accounts }) => ({
      ...aside,
      accounts: accounts.map(({ name, description }) => ({ name, description })),
    })),
  };
}

/** A company whose only contact is an e-mail: nobody's name is in the file, and JSON has no cell for it. */
const companyOfNobody: Firm = {
  fields: [],
  contacts: [{ email: 'office@x.example', sharedEmail: true, fields: {} }],
  accounts: [
    {
      account: { type: 'company', companyName: 'Alpha', tags: [], fields: {} },
      links: [{ place: 0 }],
      isArchived: false,
    },
  ],
};

describe('B5: export and import', () => {
  onEachDatabase((db) => {
    /** On an empty database: what is written is rolled back. */
    const onEmpty = <T>(work: (deps: Deps) => Promise<T>): Promise<T> =>
      db().database.write((trx, dialect) => work(testDeps(trx, dialect)), { dryRun: true });

    it('of any firm change nothing in it, and make the same firm elsewhere', async () => {
      await fc.assert(
        fc.asyncProperty(
          firm,
          fc.constantFrom<Partial<ExportOptions>>(
            { delimiter: 'comma' },
            { delimiter: 'semicolon' },
            { delimiter: 'tab' },
            { format: 'jsonl' },
            { format: 'json' },
          ),
          async (made, options) => {
            const { text, book } = await onEmpty(async (deps) => {
              await makeFirm(deps, made);
              const before = await bookOf(deps);
              const own = await exported(deps, options);
              const { rows, outcomes } = await imported(deps, own, { allowSharedEmail: true });
              expect(outcomes).toEqual({ created: 0, updated: 0, unchanged: rows, skipped: 0, failed: 0 });
              expect(await bookOf(deps)).toEqual(before);
              return { text: own, book: before };
            });
            await onEmpty(async (deps) => {
              await makeFields(deps, made);
              await imported(deps, text, { allowSharedEmail: true });
              expect(await bookOf(deps)).toEqual(book);
              const { rows, outcomes } = await imported(deps, text, { allowSharedEmail: true });
              expect(outcomes).toMatchObject({ unchanged: rows });
            });
          },
        ),
        { numRuns: runs, examples: [[companyOfNobody, { format: 'json' }]] },
      );
    }, 120_000);
  });
});
