import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { listApprovals } from '../../src/domain/approval/list.ts';
import { approvalStatuses } from '../../src/domain/approval/model.ts';
import { accountHeading } from '../account-heading.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { approvalFields } from './view.ts';

export const list = defineCommand({
  description: 'The latest requests first, of one account or of all.',
  examples: [
    'kontor approval list 3',
    'kontor approval list --status pending',
    'kontor approval list 3 --status declined -o json',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key', optional: true }],
  options: [
    { flags: '--status <status>', summary: 'only those that stand so', choices: approvalStatuses },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    status: z.enum(approvalStatuses).optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, status, ...paging }) => {
    if (account === undefined) return listApprovals(deps, { status, ...pagingOf(paging) });
    const accountId = await resolveAccount(deps, account);
    return {
      ...listApprovals(deps, { accountId, status, ...pagingOf(paging) }),
      above: [accountHeading(await showAccount(deps, accountId))],
    };
  },
  view: { kind: 'list', fields: approvalFields, id: ({ id }) => id, empty: 'No approvals.' },
});
