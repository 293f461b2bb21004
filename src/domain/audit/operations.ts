import { insertRows } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { AuditEntryInput } from './schema.ts';

/**
 * Writes the entries of what the running operation changed, in its transaction (H1): neither exists without the
 * other. Every operation that writes ends here.
 */
export async function recordChanges(deps: Deps, entries: readonly AuditEntryInput[]): Promise<void> {
  if (entries.length === 0) return;
  const at = timestamp(deps);
  await insertRows(
    deps,
    'audit_entries',
    {
      at: 'text',
      actor: 'text',
      command: 'text',
      record: 'text',
      record_id: 'integer',
      contact_id: 'integer',
      label: 'text',
      action: 'text',
      changes: 'text',
      run: 'integer',
    },
    entries.map((entry) => [
      at,
      deps.actor,
      deps.command,
      entry.record,
      entry.recordId,
      entry.contactId ?? null,
      entry.label,
      entry.action,
      JSON.stringify(entry.changes),
      deps.run ?? null,
    ]),
  );
}
