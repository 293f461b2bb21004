import type { AuditEntryInput } from '../audit/schema.ts';
import type { Written } from './model.ts';
import type { MessageRow, ThreadRow } from './repository.ts';

/** Who wrote a message and when. */
export const writtenBy = ({ side, author, at }: Pick<MessageRow, 'side' | 'author' | 'at'>): Written => ({
  side,
  name: author,
  at,
});

/**
 * The audit entry about a message. It does not repeat what the message says: nobody can change that, and it shall be gone
 * when its account is (A10).
 */
export const messageEntry = (
  row: MessageRow,
  { thread, at }: { thread: ThreadRow; at?: string | undefined },
  notified: readonly string[],
): AuditEntryInput => ({
  record: 'message',
  recordId: row.id,
  ...(row.contactId === null ? {} : { contactId: row.contactId }),
  label: thread.subject,
  action: 'created',
  changes: {
    accountId: [null, row.accountId],
    thread: [null, row.threadId],
    from: [null, `${row.author} (${row.side})`],
    // Only a time that was given: the entry has its own.
    ...(at === undefined ? {} : { at: [null, row.at] }),
    ...(notified.length === 0 ? {} : { notified: [null, notified] }),
  },
});
