import type { AccountChart, AccountCount, AccountCounts } from '../../src/domain/account/chart.ts';
import type { Block, Field, ListResult, ListView } from '../../src/output/view.ts';

const titles: Record<AccountChart, string> = {
  tags: 'Accounts by tag',
  status: 'Accounts by portal status',
  months: 'Accounts by month of creation',
};

const fields: Field<AccountCount>[] = [
  { key: 'chart', heading: 'By' },
  { key: 'label', heading: 'What', text: (row) => labelOf(row) },
  { key: 'accounts', heading: 'Accounts', align: 'right' },
];

const labelOf = ({ label }: AccountCount): string => label ?? '(no tag)';

/** With how many accounts there are, each counted once. */
interface CountedAccounts extends ListResult<AccountCount> {
  all: number;
}

/** Accounts that were counted, as bars. */
export const chartView: ListView<AccountCount> = {
  kind: 'list',
  fields,
  id: (row) => row.label ?? '',
  empty: 'No accounts.',
  whole: (counts, result) => chartBlocks(counts, (result as CountedAccounts).all),
};

const chartBlocks = (counts: readonly AccountCount[], total: number): Block[] => {
  const [first] = counts;
  if (first === undefined) return [];
  return [
    {
      kind: 'bars',
      title: titles[first.chart],
      facts: [{ text: `${total} in all` }],
      bars: counts.map((row) => ({ label: labelOf(row), value: row.accounts })),
    },
  ];
};

/** The counts as a list. */
export const chartOf = ({ counts, total }: AccountCounts): CountedAccounts => ({
  rows: total === 0 ? [] : counts,
  total: async () => (total === 0 ? 0 : counts.length),
  all: total,
});
