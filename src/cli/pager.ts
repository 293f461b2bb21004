import { cancelledError } from '../errors.ts';
import type { OutputSettings, Sink } from '../output/settings.ts';
import { type Context, mayAsk } from './context.ts';

type Surroundings = Pick<Context, 'env' | 'rows' | 'runPager' | 'signal'>;

/** Standard output that is shown when the command has ended: whoever reads it takes their time. */
export interface PagedOutput {
  out: Sink;
  /** Shows what was written, through the pager where it is longer than the terminal. Throws CANCELLED. */
  show: () => Promise<void>;
}

/** Output that goes through the user's pager where it is needed; undefined where nobody sits who could leaf through it. */
export function pagedOutput(
  context: Context,
  { format }: OutputSettings,
  { out, noInput }: { out: Sink; noInput: boolean },
): PagedOutput | undefined {
  const isLeafable = context.stdoutIsTerminal && context.rows !== undefined && context.env.TERM !== 'dumb';
  return format === 'table' && isLeafable && mayAsk(context, noInput) ? collected(context, out) : undefined;
}

function collected(around: Surroundings, out: Sink): PagedOutput {
  let text = '';
  return {
    out: {
      write: async (more) => {
        if (around.signal.aborted) throw cancelledError();
        text += more;
      },
    },
    show: async () => {
      if (text !== '' && !(await isPaged(around, text))) await out.write(text);
    },
  };
}

/** Shows a long text through the pager; false where that is not wanted or did not work. */
async function isPaged({ env, rows = 0, runPager, signal }: Surroundings, text: string): Promise<boolean> {
  const command = (env.PAGER ?? 'less').trim();
  if (command === '' || command === 'cat') return false;
  // The line of the shell's prompt is needed, too.
  if (text.split('\n').length <= rows) return false;
  try {
    // Colours, no paging of what fits, and what was shown stays on the screen.
    const end = await runPager(command, text, { ...env, LESS: env.LESS ?? 'FRX' });
    // A pager that was stopped has shown what was wanted; a shell says 128 and the signal's number of it.
    return end.code === 0 || end.signal !== null || (end.code ?? 0) > 128;
  } catch {
    if (signal.aborted) throw cancelledError();
    return false;
  }
}
