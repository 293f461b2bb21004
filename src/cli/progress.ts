import type { OnProgress, Progress } from '../domain/progress.ts';
import type { Context } from './context.ts';
import type { Bar } from './progress/bar.ts';
import { type Pace, watchPace } from './progress/pace.ts';
import { progressSentence } from './progress/words.ts';

/** What is shown of how far a command is. */
export interface ShownProgress {
  say: OnProgress;
  /** Takes it away, so that what follows starts on an empty line; what is said then is about something new. */
  clear: () => void;
}

/** How progress is shown: a bar on a terminal, a line now and then elsewhere, or nothing. */
export type ProgressKind = 'bar' | 'lines' | 'none';

/** What is done sooner needs no bar. */
const barAfterMs = 500;
/** No more than ten times a second. */
const barEveryMs = 100;
/** A line of a log stays: it is worth writing every few seconds. */
const lineEveryMs = 3_000;

/** Shows how far a command is on standard error. */
export function startProgress(
  context: Pick<Context, 'stderr' | 'signal' | 'elapsed'>,
  command: string,
  kind: ProgressKind,
): ShownProgress {
  if (kind === 'none') return { say: () => {}, clear: () => {} };
  const { signal, elapsed } = context;
  let pace = watchPace(elapsed());
  let nextAt = elapsed() + (kind === 'bar' ? barAfterMs : lineEveryMs);
  let bar: Bar | undefined;
  /** Changes with every `clear`: the library of the bar may come when its bar is no longer wanted. */
  let round = 0;

  const drawBar = async (progress: Progress, known: Pace) => {
    const own = round;
    if (bar === undefined) {
      const { startBar } = await import('./progress/bar.ts');
      if (own !== round) return;
      bar ??= startBar(command, context.stderr);
    }
    bar.show(progress, known);
  };

  return {
    say: (progress) => {
      const now = elapsed();
      const isNoted = progress.note !== undefined;
      // Behind a request to stop only that is said which is about it; on a terminal somebody waits for it.
      if (signal.aborted ? !isNoted : now < nextAt) return;
      if (kind === 'lines' && now < nextAt) return;
      nextAt = now + (kind === 'bar' ? barEveryMs : lineEveryMs);
      const known = pace(progress, now);
      if (kind === 'bar') void drawBar(progress, known);
      else context.stderr.write(`${progressSentence(command, progress, known)}\n`);
    },
    clear: () => {
      round += 1;
      bar?.end();
      bar = undefined;
      const now = elapsed();
      pace = watchPace(now);
      nextAt = now + (kind === 'bar' ? barAfterMs : lineEveryMs);
    },
  };
}
