import type { CallPlace } from './file-calls.ts';
import { bytesOf, readTrace } from './strace.ts';

/** Each call that writes to a connection of the network: what a process says to a server. */
export function networkCalls(log: string): CallPlace[] {
  const counts = new Map<string, number>();
  const places: CallPlace[] = [];
  for (const { thread, call, given } of readTrace(log)) {
    const nth = (counts.get(`${thread} ${call}`) ?? 0) + 1;
    counts.set(`${thread} ${call}`, nth);
    const to = /^\d+<((?:\\x[\da-f]{2})*)>/.exec(given)?.[1] ?? '';
    if (bytesOf(to).toString('utf8').startsWith('socket:')) places.push({ call, nth });
  }
  return places;
}
