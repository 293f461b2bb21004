import { query } from '../../src/db/bulk.ts';
import type { Deps } from '../../src/domain/deps.ts';

/**
 * How the database goes about each query that a piece of work runs, in its own words. PostgreSQL reads and sorts small
 * tables whole because that is cheap: it is kept from it, so that what is left of it is what no index can do.
 */
export async function plansOf(deps: Deps, work: () => Promise<unknown>): Promise<string[]> {
  const asked: Array<{ sql: string; bindings: unknown[] }> = [];
  const listen = ({ sql, bindings }: { sql: string; bindings: unknown[] }) => asked.push({ sql, bindings });
  deps.trx.on('query', listen);
  await work();
  deps.trx.off('query', listen);
  if (deps.dialect.name === 'postgres') {
    for (const way of ['seqscan', 'bitmapscan', 'sort']) await deps.trx.raw(`set local enable_${way} = off`);
  }
  const plans: string[] = [];
  for (const { sql, bindings } of asked) {
    const explain = deps.dialect.name === 'sqlite' ? 'explain query plan' : 'explain';
    const lines = await query<Record<string, unknown>>(
      deps,
      `${explain} ${sql.replace(/\$\d+/g, '?')}`,
      bindings,
    );
    plans.push(lines.map((line) => String(line.detail ?? line['QUERY PLAN'])).join('\n'));
  }
  return plans;
}
