import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { accountCharts, countAccounts } from '../../src/domain/account/chart.ts';
import { listAccounts } from '../../src/domain/account/list.ts';
import { type Account, accountSorts } from '../../src/domain/account/model.ts';
import type { ListResult } from '../../src/output/view.ts';
import { accountFilterInput, accountFilterOptions, accountFiltersOf } from '../account-filters.ts';
import { fieldSortName, sortOrFieldInput } from '../field-options.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { chartOf, chartView } from './chart-view.ts';
import { accountFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor account list --type company --sort -created --limit 20',
    'kontor account list --chart tags --no-archived',
    'kontor account list --field legal-form=GmbH --field "founded>=2020-01-01" --sort field:founded',
    'kontor account list --tag VIP --where "city=Berlin or not (portal=active or created<-1y)" -o csv',
  ],
  options: [
    ...accountFilterOptions,
    ...listOptions([...accountSorts, fieldSortName]),
    {
      flags: '--chart <by>',
      summary: 'count them, as bars: by tag, portal status or month of creation',
      choices: accountCharts,
    },
  ],
  database: 'read',
  input: z
    .object({
      ...accountFilterInput,
      sort: sortOrFieldInput(accountSorts),
      ...listInput,
      chart: z.enum(accountCharts).optional(),
    })
    .refine(
      ({ chart, sort, limit, page }) =>
        chart === undefined || [sort, limit, page].every((given) => given === undefined),
      { path: ['chart'], error: 'counts all: it takes neither --sort nor --limit and --page' },
    ),
  run: async ({ deps }, { sort, chart, ...others }): Promise<ListResult<Account>> =>
    chart === undefined
      ? listAccounts(deps, { ...accountFiltersOf(others), ...sort, ...pagingOf(others) })
      : // It is shown by a view of its own.
        (chartOf(await countAccounts(deps, accountFiltersOf(others), chart)) as ListResult<never>),
  view: { kind: 'list', fields: accountFields, id: ({ id }) => id, empty: 'No accounts.' },
  otherView: ({ chart }) => (chart === undefined ? undefined : chartView),
});
