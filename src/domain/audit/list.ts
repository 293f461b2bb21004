import { notFoundError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { AuditAction, AuditEntry, AuditedRecord, Changes } from './schema.ts';

/** Which entries to list (H1); newest first, unless said otherwise. */
export interface AuditQuery {
  /** Entries about this account: itself and its links. */
  accountId?: number | undefined;
  /** Entries about this contact: itself and its links. */
  contactId?: number | undefined;
  record?: AuditedRecord | undefined;
  action?: AuditAction | undefined;
  actor?: string | undefined;
  /** Entries of this run. */
  run?: number | undefined;
  /** From this moment on (ISO 8601). */
  since?: string | undefined;
  /** Only entries before this one. */
  before?: number | undefined;
  oldestFirst?: boolean | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

interface AuditRow extends Omit<AuditEntry, 'changes'> {
  id: number;
  changes: string;
}

const columns = `audit_entries.id, audit_entries.at, audit_entries.actor, audit_entries.command, audit_entries.record,
  audit_entries.record_id as "recordId", audit_entries.contact_id as "contactId", audit_entries.label,
  audit_entries.action, audit_entries.changes, audit_entries.run`;

/** The record of changes. */
export function listAudit(deps: Deps, query: AuditQuery): Listing<AuditEntry> {
  const filtered = () => {
    const entries = deps.trx('audit_entries');
    const { accountId, contactId } = query;
    if (accountId !== undefined) {
      entries
        .whereIn('audit_entries.record', ['account', 'link', 'access', 'invitation'])
        .where('audit_entries.record_id', accountId);
    }
    if (contactId !== undefined) {
      entries.where((either) =>
        either
          .where('audit_entries.contact_id', contactId)
          .orWhere((own) =>
            own.where('audit_entries.record', 'contact').where('audit_entries.record_id', contactId),
          ),
      );
    }
    if (query.record !== undefined) entries.where('audit_entries.record', query.record);
    if (query.action !== undefined) entries.where('audit_entries.action', query.action);
    if (query.actor !== undefined) entries.where('audit_entries.actor', query.actor);
    if (query.run !== undefined) entries.where('audit_entries.run', query.run);
    if (query.since !== undefined) entries.where('audit_entries.at', '>=', query.since);
    if (query.before !== undefined) entries.where('audit_entries.id', '<', query.before);
    return entries;
  };
  return listing<AuditRow, AuditEntry>(deps, {
    filtered,
    columns,
    table: 'audit_entries',
    sort: { column: 'id' },
    descending: query.oldestFirst !== true,
    paging: query,
    finish: async (rows) => rows.map(entryOf),
  });
}

/** One entry. Throws AUDIT_ENTRY_NOT_FOUND (exit 3). */
export async function showAudit(deps: Deps, id: number): Promise<AuditEntry> {
  const row = (await deps
    .trx('audit_entries')
    .select(deps.trx.raw(columns))
    .where('audit_entries.id', id)
    .first()) as AuditRow | undefined;
  if (row === undefined) {
    throw notFoundError('AUDIT_ENTRY_NOT_FOUND', `There is no audit entry ${id}.`, {
      hint: 'kontor audit list',
    });
  }
  return entryOf(row);
}

const entryOf = (row: AuditRow): AuditEntry => ({
  id: Number(row.id),
  at: row.at,
  actor: row.actor,
  command: row.command,
  run: row.run,
  record: row.record,
  recordId: row.recordId,
  contactId: row.contactId,
  label: row.label,
  action: row.action,
  changes: Object.fromEntries(
    Object.entries(JSON.parse(row.changes) as Changes).map(([field, [from, to]]) => [field, { from, to }]),
  ),
});
