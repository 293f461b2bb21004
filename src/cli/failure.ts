import { KontorError } from '../errors.ts';
import { exitCodes } from './exit-codes.ts';

/** An error as it is told: one object in machine formats, one or two lines for people. */
export interface Failure {
  code: string;
  exitCode: number;
  message: string;
  hint: string | undefined;
  details: Record<string, unknown> | undefined;
}

/** What an error of any kind means to the user. What we did not foresee is a defect of the program (exit 1). */
export const describeFailure = (error: unknown): Failure => {
  if (error instanceof KontorError) {
    const { code, message, hint, details } = error;
    return { code, exitCode: exitCodes[error.kind].code, message, hint, details };
  }
  return {
    code: 'DEFECT',
    exitCode: exitCodes.defect.code,
    message: `Unexpected error: ${tellDefect(error)}`,
    hint: 'This is a defect of kontor. Run it again with --debug to see the trace.',
    details: undefined,
  };
};

/** Kinds of errors that speak of the program. Of all others nobody knows whose data is in what they say. */
const ofTheProgram = [TypeError, ReferenceError];

/** What an error that nobody foresaw may say without `--debug`: what kind it is, and nothing about a client. */
export const tellDefect = (error: unknown): string => {
  const { name, message, code } = asError(error) as NodeJS.ErrnoException;
  if (code === undefined && ofTheProgram.some((kind) => error instanceof kind))
    return message.split('\n', 1)[0] ?? '';
  return typeof code === 'string' ? `${name} ${code}` : name;
};

/**
 * The trace of an error and of what caused it. Of causes only the kind and the frames are shown: the messages of
 * database drivers hold the data that was bound.
 */
export const traceOf = (error: unknown): string => {
  const { stack, message, cause } = asError(error);
  return [stack ?? message, ...causesOf(cause)].join('\n');
};

const causesOf = (cause: unknown): string[] => {
  if (cause === undefined) return [];
  const { name, stack, cause: deeper } = asError(cause);
  const { code } = cause as { code?: unknown };
  const frames = (stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [
    `caused by: ${name}${code === undefined ? '' : ` ${String(code)}`}`,
    ...frames,
    ...causesOf(deeper),
  ];
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
