import { cancelledError, KontorError } from '../errors.ts';
import type { Pair } from '../output/view.ts';
import type { Call } from './program.ts';
import { askChoice, type Terminal } from './prompts.ts';
import type { Look } from './questions.ts';

/** What a run is given: what was typed and answered, or an input that was made otherwise. */
export interface Attempt {
  call: Call;
  /** In place of what the command line says. */
  input?: unknown;
  /** Shows what is to be written, from a run that was rolled back, and asks whether it is. Throws CANCELLED, `Again`. */
  approve?: ((preview: unknown) => Promise<void>) | undefined;
}

/** What somebody makes at a terminal, and may change until it is right. */
export interface Draft {
  /** As it is now; asks for what is missing. Throws CANCELLED. */
  attempt: () => Promise<Attempt>;
  /** Whether there is to be another attempt after this error. Throws what the run ends with if not. */
  goesOn: (error: unknown) => Promise<boolean>;
  /** Takes away what was needed on the way. */
  done: () => Promise<void>;
}

/** What a draft needs of the run. */
export interface Drafting {
  terminal: Terminal;
  call: Call;
  look: Look;
  /** Shows pairs above the next question. */
  show: (pairs: readonly Pair[]) => Promise<void>;
  /** Tells what is wrong. */
  tell: (error: unknown) => Promise<void>;
}

/** Thrown where somebody wants to change what they made. */
export class Again extends Error {}

/** What is wrong with what was made, and not with the world around it: nothing was written, and it can be mended. */
export const isMistake = (error: unknown): error is KontorError =>
  error instanceof KontorError && ['usage', 'not-found', 'refused'].includes(error.kind);

/** Asks whether it is written, changed, or left. Throws `Again`, CANCELLED. */
export async function requireAgreement(terminal: Terminal, question: string, change: string): Promise<void> {
  const answer = await askChoice(terminal, question, [
    { label: 'yes', value: 'yes' as const },
    { label: change, value: 'change' as const },
    { label: 'no, leave everything as it is', value: 'no' as const },
  ]);
  if (answer === 'change') throw new Again();
  if (answer === 'no') throw cancelledError();
}

/** Asks whether a mistake is mended. */
export const asksToMend = (terminal: Terminal, mend: string): Promise<boolean> =>
  askChoice(terminal, 'What now?', [
    { label: mend, value: true },
    { label: 'leave everything as it is', value: false },
  ]);
