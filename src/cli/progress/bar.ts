import { Writable } from 'node:stream';
import { SingleBar } from 'cli-progress';
import type { Progress } from '../../domain/progress.ts';
import type { Pace } from './pace.ts';
import { progressBar } from './words.ts';

/** A bar on the terminal. */
export interface Bar {
  show: (progress: Progress, pace: Pace) => void;
  /** Takes it away: the cursor stands at the beginning of an empty line. */
  end: () => void;
}

/** As wide as terminals are where they do not tell. */
const usualColumns = 80;

/**
 * A bar that is drawn ten times a second at most, and only where it has changed. Nothing is switched on the terminal that
 * had to be switched back, neither cursor nor wrapping: so it is in order also when the program is killed.
 */
export function startBar(command: string, terminal: Writable): Bar {
  // The terminal may be made wider or narrower meanwhile. Its last cell stays free: some go on to the next line behind it.
  const cells = () => ((terminal as Partial<NodeJS.WriteStream>).columns ?? usualColumns) - 1;
  const bar = new SingleBar({
    stream: asTerminal(terminal, cells),
    format: (_options, _params, latest: { text: () => string }) => latest.text(),
    fps: 10,
    synchronousUpdate: false,
    clearOnComplete: true,
    hideCursor: null,
    linewrap: true,
    gracefulExit: false,
  });
  let text = () => '';
  bar.start(1, 0, { text: () => text() });
  return {
    show: (progress, pace) => {
      text = () => progressBar(command, progress, pace, cells());
      bar.update(pace.share ?? 0);
    },
    end: () => bar.stop(),
  };
}

/** What the bar takes for a terminal: it asks the stream itself, and never ends it. */
const asTerminal = (terminal: Writable, columns: () => number) => {
  const lent = new Writable({
    // At once, so that what is written there next stands behind it.
    write: (chunk, encoding, done) => {
      terminal.write(chunk, encoding);
      done();
    },
  });
  Object.defineProperty(lent, 'columns', { get: columns });
  return Object.assign(lent, { isTTY: true });
};
