import { queryByIds, type Session } from '../../db/bulk.ts';
import { type MessageRow, messageTable, type ThreadRow, threadTable } from './repository.ts';

/** A thread with its messages, oldest first. */
export interface ThreadWithMessages extends ThreadRow {
  messages: MessageRow[];
}

/** All threads of accounts, oldest first. */
export async function threadsOfAccounts(
  session: Session,
  accountIds: readonly number[],
): Promise<ThreadWithMessages[]> {
  const threads = await queryByIds<ThreadRow>(
    session,
    `select ${threadTable.select()} from threads where account_id in {ids} order by started_at, id`,
    accountIds,
  );
  const rows = await queryByIds<MessageRow>(
    session,
    `select ${messageTable.select()} from messages where thread_id in {ids} order by at, id`,
    threads.map(({ id }) => id),
  );
  const messages = new Map<number, MessageRow[]>();
  for (const row of rows) {
    const own = messages.get(row.threadId);
    if (own === undefined) messages.set(row.threadId, [row]);
    else own.push(row);
  }
  return threads.map((thread) => ({ ...thread, messages: messages.get(thread.id) ?? [] }));
}
