import { insertItems } from '../../db/bulk.ts';
import type { StagedType } from '../../db/dialect/dialect.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { AuditEntryInput } from './schema.ts';

interface EntryRow {
  at: string;
  actor: string;
  command: string;
  record: string;
  recordId: number | null;
  contactId: number | null;
  label: string;
  action: string;
  changes: unknown;
  run: number | null;
}

/** The fields of a row in the order of their columns. */
const fields = [
  'at',
  'actor',
  'command',
  'record',
  'recordId',
  'contactId',
  'label',
  'action',
  'changes',
  'run',
] as const satisfies ReadonlyArray<keyof EntryRow>;
const columns: Readonly<Record<string, StagedType>> = {
  at: 'text',
  actor: 'text',
  command: 'text',
  record: 'text',
  record_id: 'integer',
  contact_id: 'integer',
  label: 'text',
  action: 'text',
  changes: 'json',
  run: 'integer',
};

/**
 * Writes the entries of what the running operation changed, in its transaction (H1): neither exists without the
 * other. Every operation that writes ends here.
 */
export async function recordChanges(deps: Deps, entries: readonly AuditEntryInput[]): Promise<void> {
  if (entries.length === 0) return;
  await insertItems(deps, 'audit_entries', columns, entryRows(entries, deps, timestamp(deps)), fields);
}

function entryRows(
  entries: readonly AuditEntryInput[],
  { dialect, actor, command, run }: Deps,
  at: string,
): EntryRow[] {
  const rows: EntryRow[] = [];
  for (const { record, recordId, contactId, label, action, changes } of entries) {
    rows.push({
      at,
      actor,
      command,
      record,
      recordId,
      contactId: contactId ?? null,
      label,
      action,
      changes: dialect.stagedJson(changes),
      run: run ?? null,
    });
  }
  return rows;
}
