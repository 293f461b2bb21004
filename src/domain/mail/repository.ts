import { defineTable } from '../../db/table.ts';
import type { MailKind, MailState } from './model.ts';

export interface MailRow {
  id: number;
  kind: MailKind;
  recipient: string;
  /** What its spellings have in common (C4). */
  recipientKey: string;
  linkId: number | null;
  accountId: number | null;
  /** {@link MailFacts} as JSON. */
  facts: string;
  messageId: string;
  state: MailState;
  attempts: number;
  dueAt: string;
  /** When a server first put it off. */
  deferredSince: string | null;
  /** The run that is sending it, and until when it may take. */
  claimedBy: string | null;
  claimedUntil: string | null;
  error: string | null;
  createdAt: string;
  endedAt: string | null;
}

export const mailTable = defineTable<MailRow>('mails', {
  id: ['id', 'integer'],
  kind: ['kind', 'text'],
  recipient: ['recipient', 'text'],
  recipientKey: ['recipient_key', 'text'],
  linkId: ['link_id', 'integer'],
  accountId: ['account_id', 'integer'],
  facts: ['facts', 'text'],
  messageId: ['message_id', 'text'],
  state: ['state', 'text'],
  attempts: ['attempts', 'integer'],
  dueAt: ['due_at', 'text'],
  deferredSince: ['deferred_since', 'text'],
  claimedBy: ['claimed_by', 'text'],
  claimedUntil: ['claimed_until', 'text'],
  error: ['error', 'text'],
  createdAt: ['created_at', 'text'],
  endedAt: ['ended_at', 'text'],
});
