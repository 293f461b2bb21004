import { type Configuration, readConfiguration } from '../../config.ts';
import type { Database, Transactions } from '../../db/database.ts';
import type { ContentUse } from '../../domain/file/model.ts';
import { usageError } from '../../errors.ts';
import type { Application } from '../application.ts';
import type { Context } from '../context.ts';
import type { GlobalValues } from '../global-options.ts';
import { type Run, runCommand } from '../run-command.ts';
import { answerOf, failureOf } from './answer.ts';
import { isFatal } from './failures.ts';
import type { Answer } from './model.ts';
import type { Prepared } from './prepare.ts';

/** What a line is run in. */
export interface LineUnit {
  transactions: Transactions;
  /** Undefined where the line commits by itself. */
  contents: ContentUse | undefined;
  /** Takes the mails that it put into the outbox: they go out when all of it is committed. */
  mails: Set<number>;
}

export type RunLine = (prepared: Prepared, unit: LineUnit) => Promise<Answer>;

/**
 * Runs lines of a batch one at a time, each as it would be run by itself. Throws only what ends the batch: a request to
 * stop, and a database that is not to be had.
 */
export function lineRunner(run: Run, database: Database): RunLine {
  const { application, context, settings } = run;
  const isTold = settings.format === 'table' || settings.format === 'count';
  const around = aroundLines(context);
  const configurationFor = lineConfigurations(run);
  return async (prepared, { transactions, contents, mails }) => {
    if (prepared.failure !== undefined) return failureOf(prepared, prepared.failure);
    const { line, call } = prepared;
    let answer: Answer | undefined;
    try {
      const configuration = configurationFor(call.globals);
      await runCommand(around, withoutDelivery(application, mails), configuration, call, silent, {
        database: { ...database, ...transactions },
        contents,
        take: async (ran, done) => {
          answer = await answerOf(line, ran, done, isTold);
          return answer.exitCode;
        },
      });
    } catch (error) {
      if (context.signal.aborted || isFatal(error)) throw error;
      return failureOf(prepared, error);
    }
    if (answer === undefined) throw new Error(`line ${line} ended without an answer`);
    return answer;
  };
}

const silent = { out: { write: async () => {} }, err: { write: async () => {} } };

/** Nobody sits before a line, and standard input is not for it. */
const aroundLines = (context: Context): Context =>
  // What the context looks up when it is touched is not to be touched for a copy of it.
  Object.create(context, {
    stdinIsTerminal: { value: false },
    stdoutIsTerminal: { value: false },
    stderrIsTerminal: { value: false },
    columns: { value: undefined },
    rows: { value: undefined },
    stdin: {
      get: () => {
        throw usageError('NO_INPUT_IN_BATCH', 'A line of a batch has no standard input.', {
          hint: 'Name a file in place of standard input.',
        });
      },
    },
  });

const withoutDelivery = (application: Application, mails: Set<number>): Application => ({
  ...application,
  deliverMails: async (_configuration, _outbox, queued) => {
    for (const id of queued) mails.add(id);
    return { configured: true, mails: new Map() };
  },
});

/** The settings of lines are those of the batch but for its format; they are read again only for lines with some of their own. */
function lineConfigurations({ context, call }: Run): (globals: GlobalValues) => Configuration {
  const { output: _, ...batch } = call.globals;
  const shared = readConfiguration(context, batch);
  return ({ actor, output }) =>
    actor === undefined && output === undefined
      ? shared
      : readConfiguration(context, {
          ...batch,
          ...(actor === undefined ? {} : { actor }),
          ...(output === undefined ? {} : { output }),
        });
}
