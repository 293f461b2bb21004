/** The kinds of records that entries are about. */
export const auditedRecords = [
  'account',
  'contact',
  'link',
  'access',
  'tag',
  'field',
  'invitation',
  'portal-user',
  'mail',
  'document',
  'message',
  'approval',
  'signature',
  'note',
  'login',
  'setting',
  'database',
] as const;
export type AuditedRecord = (typeof auditedRecords)[number];

export const auditActions = [
  'created',
  'updated',
  'archived',
  'restored',
  'merged',
  'deleted',
  'erased',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** From what to what, by field; a created record changes from null. */
export type Changes = Record<string, readonly [from: unknown, to: unknown]>;

/** One entry to be written: which record, what happened to it, and what changed. */
export interface AuditEntryInput {
  record: AuditedRecord;
  /** The record's id; for a link, access or invitation its account's. Null for settings. */
  recordId: number | null;
  /** For a link, access or invitation its contact. */
  contactId?: number;
  /** The record's name at the time, so that the entry can be read after the record is gone. */
  label: string;
  action: AuditAction;
  changes: Changes;
}

/** One entry as it is read. */
export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  command: string;
  /** The number of the import or seeding that it was part of. */
  run: number | null;
  record: AuditedRecord;
  recordId: number | null;
  contactId: number | null;
  label: string | null;
  action: AuditAction;
  changes: Record<string, { from: unknown; to: unknown }>;
}
