import { portalStatuses } from '../access/model.ts';
import { countStatuses } from '../access/roll-up.ts';
import type { Deps } from '../deps.ts';
import { readAllTags } from '../tag/repository.ts';
import { compareNames } from '../text/collation.ts';
import { type FilteredAccounts, filteredAccounts } from './list.ts';
import type { AccountQuery } from './model.ts';

/** What accounts are counted by. */
export const accountCharts = ['tags', 'status', 'months'] as const;
export type AccountChart = (typeof accountCharts)[number];

/** How many accounts have something in common. */
export interface AccountCount {
  chart: AccountChart;
  /** The tag, portal status or month (2026-01) that they have in common; null for those without any tag. */
  label: string | null;
  accounts: number;
}

export interface AccountCounts {
  counts: AccountCount[];
  /** How many accounts there are in all: one with several tags is counted with each. */
  total: number;
}

/**
 * Accounts under a filter, counted by tag (the most frequent first), by portal status (T3), or by the month in which they were
 * created (UTC), from the first to the last. Throws TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3).
 */
export async function countAccounts(
  deps: Deps,
  query: AccountQuery,
  chart: AccountChart,
): Promise<AccountCounts> {
  const filtered = await filteredAccounts(deps, query);
  const [row] = (await filtered('all').count({ total: '*' })) as Array<{ total: number | string }>;
  const total = Number(row?.total ?? 0);
  const counts = await counters[chart](deps, filtered, total);
  return { counts: counts.map(({ label, accounts }) => ({ chart, label, accounts })), total };
}

type Counts = Array<Omit<AccountCount, 'chart'>>;
type Counter = (deps: Deps, filtered: FilteredAccounts, total: number) => Promise<Counts>;

const counters: Record<AccountChart, Counter> = {
  tags: async (deps, filtered) => {
    const ids = () => filtered('all').select('accounts.id');
    const rows = (await deps
      .trx('account_tags as t')
      .whereIn('t.account_id', ids())
      .groupBy('t.tag_id')
      .select('t.tag_id as id')
      .count({ uses: '*' })) as Array<{ id: number; uses: number | string }>;
    const names = new Map((await readAllTags(deps)).map(({ id, name }) => [id, name]));
    const tagged = rows
      .map(({ id, uses }) => ({ label: names.get(id) ?? '', accounts: Number(uses) }))
      .sort((one, other) => other.accounts - one.accounts || compareNames(one.label, other.label));
    const [none] = (await filtered('all')
      .whereNotExists(
        deps.trx('account_tags as t').select(deps.trx.raw('1')).whereRaw('t.account_id = accounts.id'),
      )
      .count({ uses: '*' })) as Array<{ uses: number | string }>;
    const untagged = Number(none?.uses ?? 0);
    return untagged === 0 ? tagged : [...tagged, { label: null, accounts: untagged }];
  },

  status: async (deps, filtered, total) => {
    const { sql, bindings } = filtered('all').select('accounts.id').toSQL();
    const found = await countStatuses(deps, { sql, bindings: [...bindings] });
    const others = [...found.values()].reduce((sum, count) => sum + count, 0);
    return portalStatuses.map((status) => ({
      label: status,
      accounts: status === 'off' ? total - others : (found.get(status) ?? 0),
    }));
  },

  months: async (deps, filtered) => {
    const month = 'substr(accounts.created_at, 1, 7)';
    const rows = (await filtered('all')
      .groupByRaw(month)
      .orderByRaw(month)
      .select(deps.trx.raw(`${month} as month`))
      .count({ uses: '*' })) as Array<{ month: string; uses: number | string }>;
    const found = new Map(rows.map(({ month, uses }) => [month, Number(uses)]));
    return monthsBetween(rows[0]?.month, rows.at(-1)?.month).map((label) => ({
      label,
      accounts: found.get(label) ?? 0,
    }));
  },
};

/** The months from one to another, both included. */
function monthsBetween(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return [];
  const months: string[] = [];
  for (let month = first; month <= last; month = monthBehind(month)) months.push(month);
  return months;
}

const monthBehind = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`;
};
