import { safeText } from '../output/safe-text.ts';
import type { OutputSettings } from '../output/settings.ts';
import type { Context } from './context.ts';

/** One line on the terminal that says how far a command is. */
export interface Progress {
  say: (text: string) => void;
  /** Takes the line away, so that what follows starts on an empty one. */
  clear: () => void;
}

const pause = 100;

/** Shows progress on a terminal, at most ten times a second; elsewhere it stays silent. */
export const startProgress = (context: Context, settings: OutputSettings): Progress => {
  if (!context.stderrIsTerminal || settings.quiet || settings.format !== 'table') {
    return { say: () => {}, clear: () => {} };
  }
  let shownAt: number | undefined;
  return {
    say: (text) => {
      const now = performance.now();
      if (shownAt !== undefined && now - shownAt < pause) return;
      shownAt = now;
      context.stderr.write(`\r\u001b[K${safeText(text)}`);
    },
    clear: () => {
      if (shownAt !== undefined) context.stderr.write('\r\u001b[K');
      shownAt = undefined;
    },
  };
};
