import { readRecords } from '../../db/table.ts';
import { notFoundError } from '../../errors.ts';
import { namesFor } from '../activity/names.ts';
import type { Deps } from '../deps.ts';
import type { Message, WholeThread } from './model.ts';
import { type MessageRow, messagesOfThread, type ThreadRow, threadTable } from './repository.ts';

/** Messages as they are shown, in the order of their rows. */
export async function messageRecords(deps: Deps, rows: readonly MessageRow[]): Promise<Message[]> {
  const names = await namesFor(deps, rows);
  const threads = await readRecords<ThreadRow>(deps, threadTable, [
    ...new Set(rows.map(({ threadId }) => threadId)),
  ]);
  return rows.map((row) => ({
    id: row.id,
    thread: { id: row.threadId, subject: threads.get(row.threadId)?.subject ?? '' },
    account: names.account(row.accountId),
    from: names.author(row),
    text: row.text,
    at: row.at,
  }));
}

/**
 * Threads by number, in input order. With `lock` they are held until the transaction ends. Throws THREAD_NOT_FOUND (exit
 * 3).
 */
export async function requireThreads(
  deps: Deps,
  ids: readonly number[],
  { lock = false }: { lock?: boolean } = {},
): Promise<ThreadRow[]> {
  const found = await readRecords<ThreadRow>(deps, threadTable, ids, { lock });
  return ids.map((id) => {
    const row = found.get(id);
    if (row !== undefined) return row;
    throw notFoundError('THREAD_NOT_FOUND', `There is no thread ${id}.`, {
      hint: 'kontor message list',
      details: { id },
    });
  });
}

/** The account of a thread. Throws THREAD_NOT_FOUND (exit 3), also where it is not the one that was `named`. */
export async function accountOfThread(deps: Deps, id: number, named: number | undefined): Promise<number> {
  const [thread] = await requireThreads(deps, [id]);
  const accountId = thread?.accountId ?? 0;
  if (named === undefined || named === accountId) return accountId;
  throw notFoundError('THREAD_NOT_FOUND', `Account ${named} has no thread ${id}.`, {
    hint: `It is a thread of account ${accountId}; kontor message list ${named} shows those of account ${named}.`,
    details: { id, accountId: named },
  });
}

/** A thread with all its messages. Throws THREAD_NOT_FOUND (exit 3). */
export async function showThread(deps: Deps, id: number): Promise<WholeThread> {
  const [thread] = await requireThreads(deps, [id]);
  if (thread === undefined) throw new Error('requireThreads gave nothing for one thread');
  const messages = await messageRecords(deps, await messagesOfThread(deps, id));
  const names = await namesFor(deps, [thread]);
  return {
    id,
    subject: thread.subject,
    account: names.account(thread.accountId),
    startedAt: thread.startedAt,
    lastAt: thread.lastAt,
    messages,
  };
}
