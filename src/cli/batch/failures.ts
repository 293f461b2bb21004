import { cancelledError, type ErrorKind, KontorError, usageError } from '../../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Answer, Summary } from './model.ts';

/** How far a batch is. */
export interface Tally extends Summary {
  /** The last line that was run for good: what it wrote is committed. */
  lastLine: number;
}

/** Whether the lines that follow can do no better: the database itself is not to be had. */
export const isFatal = (error: unknown): error is KontorError =>
  error instanceof KontorError && error.kind === 'database' && error.code.startsWith('DATABASE_');

/** What ends a batch in the midst, with the line to go on from. */
export function batchEnded({ kind, code, message, hint, details }: KontorError, tally: Tally): KontorError {
  return new KontorError(kind, code, `${message} The batch ended ${whereOf(tally)}.`, {
    hint,
    details: { ...details, ...tally },
  });
}

/** CANCELLED with how many lines were done. */
export function batchCancelled(tally: Tally, mails: number): KontorError {
  if (tally.lastLine === 0) return cancelledError();
  return cancelledError(`cancelled ${whereOf(tally)}; of the lines behind it nothing was written`, {
    details: { ...tally },
    ...(mails === 0 ? {} : { hint: 'kontor mail send delivers the mails of the lines that were run.' }),
  });
}

const whereOf = ({ lastLine, done, failed }: Tally): string =>
  lastLine === 0 ? 'before its first line' : `behind line ${lastLine}: ${done} done, ${failed} failed`;

/** Why a batch that is done whole or not at all was not done: it ends as the line that failed would have ended. */
export function wholeFailure({ line, command, exitCode, error, messages }: Answer): KontorError {
  const where = command === null ? `line ${line}` : `line ${line} (${command})`;
  const reason = error?.message ?? messages.join('; ');
  return new KontorError(
    kindOf(exitCode),
    error?.code ?? 'LINE_FAILED',
    `Nothing was written: ${where} failed${reason === '' ? '.' : `: ${reason}`}`,
    { hint: error?.hint ?? undefined, details: { ...error?.details, line, command } },
  );
}

const kindOf = (exitCode: number): ErrorKind => {
  const kinds = Object.keys(exitCodes) as Array<keyof typeof exitCodes>;
  const kind = kinds.find((one) => exitCodes[one].code === exitCode) ?? 'defect';
  return kind === 'done' ? 'defect' : kind;
};

export const tooManyLines = (file: string) =>
  usageError('FILE_TOO_LARGE', `${file} is larger than 64 MiB.`, {
    hint: 'A batch that is done whole or not at all is held in memory.',
  });
