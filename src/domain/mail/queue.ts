import { insertRecords } from '../../db/table.ts';
import { type Deps, timestamp } from '../deps.ts';
import { addressKey } from '../text/comparison.ts';
import type { NewMail } from './model.ts';
import { mailTable } from './repository.ts';

/**
 * Puts mails into the outbox, in the transaction of the change that causes them: neither exists without the other (I6).
 * They are delivered after the commit. The change's own audit entry tells of them. Returns their ids in input order; none where
 * nobody is to be told.
 */
export async function queueMails(deps: Deps, mails: readonly NewMail[]): Promise<number[]> {
  if (mails.length === 0 || deps.quiet === true) return [];
  const ids = await deps.dialect.reserveIds(deps.trx, mailTable.name, mails.length);
  const now = timestamp(deps);
  await insertRecords(
    deps,
    mailTable,
    mails.map((mail, index) => ({
      id: ids[index] ?? 0,
      kind: mail.kind,
      recipient: mail.recipient,
      recipientKey: addressKey(mail.recipient),
      linkId: mail.linkId ?? null,
      accountId: mail.accountId ?? null,
      facts: JSON.stringify(mail.facts),
      messageId: deps.random(16).toString('hex'),
      state: 'queued' as const,
      attempts: 0,
      dueAt: now,
      deferredSince: null,
      claimedBy: null,
      claimedUntil: null,
      error: null,
      createdAt: now,
      endedAt: null,
    })),
  );
  for (const id of ids) deps.queuedMails.add(id);
  return ids;
}
