import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { type AccountRow, accountTable } from '../account/repository.ts';
import { authorsOf, type StoredAuthor } from '../activity/authors.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import { notifyClients } from '../notification/operations.ts';
import { goneError } from '../resolve.ts';
import type { Message, MessageOutcome, NewReply, NewThread, Wording } from './model.ts';
import { messageRecords, requireThreads } from './record.ts';
import { type MessageRow, messageTable, type ThreadRow, threadTable } from './repository.ts';
import { messageEntry } from './rules.ts';

/** Whether clients are told of what the firm writes (T2). */
export interface Telling {
  notify: boolean;
}

/**
 * Begins threads (O2), in archived accounts, too (A9). What the firm writes is told to those who are to be notified of
 * messages (T2). Throws ACCOUNT_NOT_FOUND, NOT_LINKED (exit 3), INVALID_TIME (exit 2). Results in input order.
 */
export async function sendMessages(
  deps: Deps,
  inputs: readonly NewThread[],
  telling: Telling,
): Promise<MessageOutcome[]> {
  if (inputs.length === 0) return [];
  const accounts = await readRecords<AccountRow>(
    deps,
    accountTable,
    inputs.map(({ accountId }) => accountId),
  );
  const threadIds = await deps.dialect.reserveIds(deps.trx, threadTable.name, inputs.length);
  const threads = inputs.map(({ accountId, subject, at: given }, index): ThreadRow => {
    if (!accounts.has(accountId)) throw goneError('account', accountId);
    const at = momentOf(deps, given);
    return { id: threadIds[index] ?? 0, accountId, subject, startedAt: at, lastAt: at };
  });
  await insertRecords(deps, threadTable, threads);
  return write(
    deps,
    inputs.map((input, index) => ({ ...input, thread: threads[index] as ThreadRow })),
    telling,
  );
}

/**
 * Answers in threads (O2), each time behind the last message: threads are held meanwhile. Throws THREAD_NOT_FOUND,
 * NOT_LINKED (exit 3), INVALID_TIME (exit 2). Results in input order.
 */
export async function replyToThreads(
  deps: Deps,
  inputs: readonly NewReply[],
  telling: Telling,
): Promise<MessageOutcome[]> {
  if (inputs.length === 0) return [];
  const held = await requireThreads(
    deps,
    inputs.map(({ threadId }) => threadId),
    { lock: true },
  );
  const threads = new Map<number, ThreadRow>();
  const replies = inputs.map((input, index): Draft => {
    const before = threads.get(input.threadId) ?? (held[index] as ThreadRow);
    const thread = { ...before, lastAt: momentOfReply(deps, input.at, before) };
    threads.set(thread.id, thread);
    return { ...input, thread };
  });
  await updateRecords(deps, threadTable, [...threads.values()]);
  return write(deps, replies, telling);
}

/** Without a given time it is now, yet never before the last message: the clocks of two machines differ. */
function momentOfReply(deps: Deps, given: string | undefined, { lastAt }: ThreadRow): string {
  if (given !== undefined)
    return momentOf(deps, given, { at: lastAt, what: 'the last message of the thread' });
  const now = timestamp(deps);
  return now < lastAt ? lastAt : now;
}

/** A message that is to be written, and its thread as it is with it as its last. */
interface Draft extends Wording {
  thread: ThreadRow;
}

async function write(deps: Deps, drafts: readonly Draft[], { notify }: Telling): Promise<MessageOutcome[]> {
  const authors = await authorsOf(
    deps,
    drafts.map(({ thread: { accountId }, contactId }) => ({ accountId, contactId })),
  );
  const ids = await deps.dialect.reserveIds(deps.trx, messageTable.name, drafts.length);
  const rows = drafts.map(
    ({ thread, text }, index): MessageRow => ({
      id: ids[index] ?? 0,
      threadId: thread.id,
      accountId: thread.accountId,
      ...(authors[index] as StoredAuthor),
      text,
      at: thread.lastAt,
    }),
  );
  await insertRecords(deps, messageTable, rows);
  const records = await messageRecords(deps, rows);
  const notified = notify ? await tellClients(deps, records) : records.map(() => []);
  await recordChanges(
    deps,
    rows.map((row, index) => messageEntry(row, drafts[index] as Draft, notified[index] ?? [])),
  );
  return records.map((message, index) => ({
    outcome: 'created',
    name: message.thread.subject,
    ...message,
    notified: notified[index] ?? [],
    warnings: [],
  }));
}

/** Notifies of what the firm wrote (T2); the addresses for each message. */
async function tellClients(deps: Deps, messages: readonly Message[]): Promise<string[][]> {
  const ours = messages.filter(({ from }) => from.side === 'firm');
  const addresses = await notifyClients(
    deps,
    ours.map(({ account, thread }) => ({
      accountId: account.id,
      kind: 'messages',
      subjects: [thread.subject],
    })),
  );
  const told = new Map(ours.map((message, index) => [message, addresses[index] ?? []]));
  return messages.map((message) => told.get(message) ?? []);
}
