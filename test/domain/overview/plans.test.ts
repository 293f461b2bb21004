import { beforeEach, describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { sectionNames } from '../../../src/domain/overview/model.ts';
import { overviewOf } from '../../../src/domain/overview/operations.ts';
import { done, layOutClientFiles, littleOf2, muchOf1, twoAccounts } from '../../commands/overview/client.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

interface Asked {
  sql: string;
  bindings: readonly unknown[];
}

/** What is asked of the database while something is read. */
async function askedBy(deps: Deps, read: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  const listen = ({ sql, bindings }: Asked) => asked.push({ sql, bindings });
  deps.trx.on('query', listen);
  await read();
  deps.trx.off('query', listen);
  // PostgreSQL's driver has `$1` where `raw` wants `?`.
  return asked.map(({ sql, bindings }) => ({ sql: sql.replace(/\$\d+/g, '?'), bindings }));
}

describe('how the overview is read', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await layOutClientFiles(db());
      await done(db(), [...twoAccounts, ...muchOf1, ...littleOf2]);
    }, 30_000);

    const plansOf = (all: boolean) =>
      db().read(async (deps) => {
        const asked = await askedBy(deps, () =>
          overviewOf(deps, 1, { sections: sectionNames, all: all ? sectionNames : [] }),
        );
        const isSqlite = deps.dialect.name === 'sqlite';
        // Tables of a few rows are always scanned, unless that is made to look dear.
        if (!isSqlite)
          for (const dear of ['seqscan', 'sort']) await deps.trx.raw(`set local enable_${dear} = off`);
        const plans: string[] = [];
        for (const { sql, bindings } of asked) {
          const lines = await query<{ detail?: string; 'QUERY PLAN'?: string }>(
            deps,
            `${isSqlite ? 'explain query plan' : 'explain'} ${sql}`,
            bindings,
          );
          plans.push(lines.map((line) => line.detail ?? line['QUERY PLAN']).join('\n'));
        }
        return plans;
      });

    it('O1: by indexes alone, however much there is', async () => {
      const plans = [...(await plansOf(false)), ...(await plansOf(true))];
      expect(plans.length).toBeGreaterThan(24);
      for (const plan of plans) {
        // The sets of ids that were bound, and the few newest logins.
        expect(plan).not.toMatch(/Seq Scan|^SCAN (?!jsonb?_each\b|CONSTANT\b|newest\b)/m);
      }
      const lists = plans.filter((plan) =>
        /(documents|threads|approvals|signature_requests|notes)_(by_account|of_clients)/.test(plan),
      );
      expect(lists.length).toBeGreaterThanOrEqual(10);
      for (const plan of lists) expect(plan, 'the index has the order').not.toMatch(/TEMP B-TREE|Sort/);
    });
  });
});
