import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import type { MonthOfActivity, SectionName } from './model.ts';

/** How many months are counted, the present one included. */
const months = 12;

/** Where what happened in each section is, and the time of it. */
const tables: Record<SectionName, readonly [table: string, time: string]> = {
  documents: ['documents', 'added_at'],
  messages: ['messages', 'at'],
  approvals: ['approvals', 'requested_at'],
  signatures: ['signature_requests', 'requested_at'],
  logins: ['logins', 'at'],
  notes: ['notes', 'updated_at'],
};

/** How much happened with an account in each of the last twelve months (UTC), oldest first. */
export async function activityOf(
  deps: Deps,
  accountId: number,
  sections: readonly SectionName[],
): Promise<MonthOfActivity[]> {
  const now = deps.clock();
  const starts = Array.from({ length: months + 1 }, (_, index) => monthFrom(now, index - months + 1));
  const rows = await query<Record<string, number | string>>(
    deps,
    sections.map((name) => countsOf(name, starts)).join(' union all '),
    sections.map(() => accountId),
  );
  const bySection = new Map(rows.map((row) => [row.section, row]));
  return starts.slice(0, -1).map((month, index) => {
    const counts = sections.map((name) => [name, Number(bySection.get(name)?.[`m${index}`] ?? 0)] as const);
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    return { month, ...Object.fromEntries(counts), total };
  });
}

/** One row of counts, in one walk along the index by time; the months are the clock's own, so they can stand in the statement. */
function countsOf(name: SectionName, starts: readonly string[]): string {
  const [table, time] = tables[name];
  const counts = starts.slice(0, -1).map((start, index) => {
    return `count(case when ${time} >= '${start}' and ${time} < '${starts[index + 1]}' then 1 end) as m${index}`;
  });
  return `select '${name}' as section, ${counts.join(', ')} from ${table}
    where account_id = ? and ${time} >= '${starts[0]}'`;
}

const monthFrom = (now: Date, distance: number): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + distance, 1)).toISOString().slice(0, 7);
