import type { Progress } from '../../domain/progress.ts';

/** How fast it goes; undefined where that is not known (yet). */
export interface Pace {
  /** Of what is counted, for each second. */
  rate: number | undefined;
  /** The part that is done, from 0 to 1. */
  share: number | undefined;
  /** Seconds that are left at this pace. */
  left: number | undefined;
}

interface Moment {
  at: number;
  unit: string;
  done: number;
  share: number | undefined;
}

/** What was long ago says little about what is to come. */
const windowMs = 10_000;
/** A shorter time says nothing at all. */
const shortestMs = 500;

/** Watches how fast something goes that begins at `begin` (milliseconds of any clock). */
export function watchPace(begin: number): (progress: Progress, at: number) => Pace {
  let moments: Moment[] = [];
  return (progress, at) => {
    const now: Moment = { at, unit: progress.unit, done: progress.done, share: shareOf(progress) };
    // What is counted may change on the way: contacts are read, then pairs are compared.
    if (moments.at(-1)?.unit !== now.unit)
      moments = [{ ...now, at: moments.at(-1)?.at ?? begin, ...nothing }];
    moments.push(now);
    while ((moments[1]?.at ?? at) <= at - windowMs) moments.shift();
    const [first = now] = moments;
    const seconds = (at - first.at) / 1000;
    if (seconds * 1000 < shortestMs) return { rate: undefined, share: now.share, left: undefined };
    const gained = (now.share ?? 0) - (first.share ?? 0);
    const left = now.share === undefined || gained <= 0 ? undefined : ((1 - now.share) * seconds) / gained;
    return { rate: (now.done - first.done) / seconds, share: now.share, left };
  };
}

const nothing = { done: 0, share: 0 };

/** The part that is done, of the number where that is known. */
function shareOf({ done, total, part }: Progress): number | undefined {
  const share = total === undefined ? part : total === 0 ? 1 : done / total;
  return share === undefined ? undefined : Math.min(1, Math.max(0, share));
}
