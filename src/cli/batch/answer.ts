import { resultData } from '../../output/data.ts';
import type { BatchResult, ListResult } from '../../output/view.ts';
import { exitCodes } from '../exit-codes.ts';
import { describeFailure } from '../failure.ts';
import type { Done, Run } from '../run-command.ts';
import { viewFor } from '../show-run.ts';
import type { Answer } from './model.ts';
import type { Prepared } from './prepare.ts';

/**
 * The answer to a line that was run. `isTold` says whether its answer is for people: then what it would print is not
 * read. Throws what the command refuses behind its commit, and RESULT_TOO_LARGE (exit 2).
 */
export async function answerOf(
  line: number,
  { call, input, settings, dryRun }: Pick<Run, 'call' | 'input' | 'settings' | 'dryRun'>,
  { result }: Pick<Done, 'result'>,
  isTold: boolean,
): Promise<Answer> {
  const { definition, path } = call;
  const refusal = definition.refused?.(result);
  if (refusal !== undefined) throw refusal;
  const { code } = exitCodes[definition.ending?.(result) ?? 'done'];
  const told = (definition.report?.(result, dryRun) ?? []).map(({ text }) => text);
  const isList = definition.view.kind === 'list';
  return {
    line,
    command: path,
    exitCode: code,
    outcome: code === 0 ? outcomeOf(result) : 'failed',
    result: isTold ? null : await resultData(viewFor(definition, input), result, settings),
    error: null,
    messages: isTold && isList ? [`${await (result as ListResult<unknown>).total()} found`] : told,
  };
}

/** The answer to a line that failed. */
export function failureOf({ line, call }: Prepared, error: unknown): Answer {
  const { code, exitCode, message, hint = null, details = {} } = describeFailure(error);
  return {
    line,
    command: call?.path ?? null,
    exitCode,
    outcome: 'failed',
    result: null,
    error: { code, exitCode, message, hint, details },
    messages: [],
  };
}

/** The word that a record says of itself, or that all records of a batch share. */
function outcomeOf(result: unknown): string | null {
  if (typeof result !== 'object' || result === null) return null;
  if ('outcome' in result) return typeof result.outcome === 'string' ? result.outcome : null;
  if (!('results' in result) || !Array.isArray(result.results)) return null;
  const words = new Set((result as BatchResult<{ outcome?: unknown }>).results.map(({ outcome }) => outcome));
  const [word] = words;
  return words.size === 1 && typeof word === 'string' ? word : null;
}
