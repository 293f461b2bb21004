import { query, queryByIds, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { Side } from '../activity/model.ts';

export interface ThreadRow {
  id: number;
  accountId: number;
  subject: string;
  startedAt: string;
  /** When its newest message was written. */
  lastAt: string;
}

export const threadTable = defineTable<ThreadRow>('threads', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  subject: ['subject', 'text'],
  startedAt: ['started_at', 'text'],
  lastAt: ['last_at', 'text'],
});

export interface MessageRow {
  id: number;
  threadId: number;
  accountId: number;
  side: Side;
  contactId: number | null;
  author: string;
  text: string;
  at: string;
}

export const messageTable = defineTable<MessageRow>('messages', {
  id: ['id', 'integer'],
  threadId: ['thread_id', 'integer'],
  accountId: ['account_id', 'integer'],
  side: ['side', 'text'],
  contactId: ['contact_id', 'integer'],
  author: ['author', 'text'],
  text: ['body', 'text'],
  at: ['at', 'text'],
});

/** All messages of threads, oldest first in each. */
export const messagesOfThread = (session: Session, threadId: number): Promise<MessageRow[]> =>
  query<MessageRow>(
    session,
    `select ${messageTable.select()} from messages where thread_id = ? order by at, id`,
    [threadId],
  );

/** A thread with what is known of its messages. */
export interface SummedThread extends ThreadRow {
  messages: number | string;
  lastId: number;
  /** The newest message of the side that did not start the thread. */
  answerId: number | null;
}

/** A message of the thread `t` by its place: `at` and `id` in the same direction, so that an index gives the first. */
const messageOf = (column: string, direction: 'asc' | 'desc', more = '') =>
  `(select m.${column} from messages m where m.thread_id = t.id ${more}
    order by m.at ${direction}, m.id ${direction} limit 1)`;

/** The threads of an account, the one that was last written in first; all without a limit. */
export const readLatestThreads = (
  session: Session,
  accountId: number,
  limit: number | undefined,
): Promise<SummedThread[]> =>
  query<SummedThread>(
    session,
    `select ${threadTable.select('t')},
       (select count(*) from messages m where m.thread_id = t.id) as messages,
       ${messageOf('id', 'desc')} as "lastId",
       ${messageOf('id', 'desc', `and m.side <> ${messageOf('side', 'asc')}`)} as "answerId"
     from threads t where t.account_id = ? order by t.last_at desc, t.id desc${limit === undefined ? '' : ' limit ?'}`,
    limit === undefined ? [accountId] : [accountId, limit],
  );

/** How many threads an account has, and in how many the client wrote last. */
export async function countThreads(
  session: Session,
  accountId: number,
): Promise<{ total: number; unanswered: number }> {
  const [row] = await query<{ total: number | string; unanswered: number | string }>(
    session,
    `select count(*) as total, count(case when ${messageOf('side', 'desc')} = 'client' then 1 end) as unanswered
     from threads t where t.account_id = ?`,
    [accountId],
  );
  return { total: Number(row?.total ?? 0), unanswered: Number(row?.unanswered ?? 0) };
}

/** Who wrote messages and when, by id. */
export async function readWritten(
  session: Session,
  ids: readonly number[],
): Promise<Map<number, Pick<MessageRow, 'side' | 'author' | 'at'>>> {
  const rows = await queryByIds<Pick<MessageRow, 'id' | 'side' | 'author' | 'at'>>(
    session,
    'select id, side, author, at from messages where id in {ids}',
    ids,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
