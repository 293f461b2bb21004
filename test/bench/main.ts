import { benchBatch } from './batch.ts';
import { benchDuplicates } from './duplicates.ts';
import { benchExport } from './export.ts';
import { benchImport } from './import.ts';
import { benchOverview } from './overview.ts';
import { benchSearch } from './search.ts';
import { benchStart } from './start.ts';

/**
 * `npm run bench [start] [search [ACCOUNTS]] [overview [ACCOUNTS]] [duplicates [CONTACTS]] [import [CLIENTS]]
 * [export [ACCOUNTS]] [batch [LINES]]`: measurements, as ratios within one run where that is possible. They gate nothing: machines differ,
 * and so do their neighbours.
 */
const [wanted, count] = process.argv.slice(2);
const print = (line: string) => process.stdout.write(`${line}\n`);

async function bench(): Promise<void> {
  if (wanted === undefined || wanted === 'start') await benchStart(print);
  if (wanted === undefined || wanted === 'search') await benchSearch(Number(count ?? 1_000_000), print);
  if (wanted === undefined || wanted === 'overview') await benchOverview(Number(count ?? 1_000_000), print);
  if (wanted === undefined || wanted === 'duplicates') await benchDuplicates(Number(count ?? 100_000), print);
  if (wanted === undefined || wanted === 'import') await benchImport(Number(count ?? 100_000), print);
  if (wanted === undefined || wanted === 'export') await benchExport(Number(count ?? 1_000_000), print);
  if (wanted === undefined || wanted === 'batch') await benchBatch(Number(count ?? 1_000), print);
}

bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
