import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { listAudit } from '../../src/domain/audit/list.ts';
import { auditActions, auditedRecords } from '../../src/domain/audit/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { listInput, listOptions, momentInput, pagingOf } from '../list-options.ts';
import { auditFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor audit list --limit 20',
    'kontor audit list --account 1',
    'kontor audit list --since 2026-01-01 -o jsonl',
  ],
  options: [
    { flags: '--account <reference>', summary: 'only entries about this account and its links' },
    { flags: '--contact <reference>', summary: 'only entries about this contact and its links' },
    { flags: '--record <kind>', summary: 'only this kind of record', choices: auditedRecords },
    { flags: '--action <word>', summary: 'only this action', choices: auditActions },
    { flags: '--by <actor>', summary: 'only what this actor changed' },
    { flags: '--run <run>', summary: 'only what this import or seeding changed' },
    { flags: '--since <time>', summary: 'from this date or time on (UTC)' },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    contact: z.string().optional(),
    record: z.enum(auditedRecords).optional(),
    action: z.enum(auditActions).optional(),
    by: z.string().optional(),
    run: recordNumber('a run').optional(),
    since: momentInput.optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, contact, record, action, by, run, since, ...paging }) =>
    listAudit(deps, {
      accountId: account === undefined ? undefined : await resolveAccount(deps, account),
      contactId: contact === undefined ? undefined : await resolveContact(deps, contact),
      record,
      action,
      actor: by,
      run,
      since,
      ...pagingOf(paging),
    }),
  view: { kind: 'list', fields: auditFields, id: ({ id }) => id, empty: 'No entries.' },
});
