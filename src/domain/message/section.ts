import { countsOf } from '../activity/counts.ts';
import type { Deps } from '../deps.ts';
import type { ThreadSection, Written } from './model.ts';
import { countThreads, readLatestThreads, readWritten } from './repository.ts';
import { writtenBy } from './rules.ts';

/** The threads of an account for its overview (O1): the one last written in first, at most `limit` of them. */
export async function threadSection(
  deps: Deps,
  accountId: number,
  limit: number | undefined,
): Promise<ThreadSection> {
  const threads = await readLatestThreads(deps, accountId, limit);
  const written = await readWritten(
    deps,
    threads.flatMap(({ lastId, answerId }) => (answerId === null ? [lastId] : [lastId, answerId])),
  );
  const writing = (id: number): Written => {
    const row = written.get(id);
    if (row === undefined) throw new Error(`the message ${id} is gone`);
    return writtenBy(row);
  };
  return {
    items: threads.map(({ id, subject, startedAt, lastAt, messages, lastId, answerId }) => ({
      id,
      subject,
      startedAt,
      lastAt,
      messages: Number(messages),
      last: writing(lastId),
      answer: answerId === null ? null : writing(answerId),
    })),
    ...(await countsOf(threads, () => countThreads(deps, accountId), { total: 0, unanswered: 0 })),
  };
}
