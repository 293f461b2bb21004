import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listAccounts } from '../../src/domain/account/list.ts';
import { accountSorts } from '../../src/domain/account/model.ts';
import { accountFilterInput, accountFilterOptions, accountFiltersOf } from '../account-filters.ts';
import { fieldSortName, sortOrFieldInput } from '../field-options.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { accountFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor account list --type company --sort -created --limit 20',
    'kontor account list --tag VIP --not-tag Monthly --no-archived',
    'kontor account list --field legal-form=GmbH --field "founded>=2020-01-01" --sort field:founded',
    'kontor account list --tag VIP --where "city=Berlin or not (portal=active or created<-1y)" -o csv',
  ],
  options: [...accountFilterOptions, ...listOptions([...accountSorts, fieldSortName])],
  database: 'read',
  input: z.object({ ...accountFilterInput, sort: sortOrFieldInput(accountSorts), ...listInput }),
  run: ({ deps }, { sort, ...others }) =>
    listAccounts(deps, { ...accountFiltersOf(others), ...sort, ...pagingOf(others) }),
  view: { kind: 'list', fields: accountFields, id: ({ id }) => id, empty: 'No accounts.' },
});
