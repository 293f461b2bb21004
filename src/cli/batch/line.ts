import { type Configuration, readConfiguration } from '../../config.ts';
import type { Database, Transactions } from '../../db/database.ts';
import type { Unsealed } from '../../domain/audit/model.ts';
import type { ContentUse } from '../../domain/file/model.ts';
import { usageError } from '../../errors.ts';
import type { Application } from '../application.ts';
import type { Context } from '../context.ts';
import type { GlobalValues } from '../global-options.ts';
import { type Run, readCall, runCommand } from '../run-command.ts';
import { unitsOf } from '../units-of-work.ts';
import { answerOf, failureOf } from './answer.ts';
import { isFatal } from './failures.ts';
import type { Answer } from './model.ts';
import type { Prepared } from './prepare.ts';

/** What a line is run in. */
export interface LineUnit {
  transactions: Transactions;
  /** Undefined where the line commits by itself. */
  contents: ContentUse | undefined;
  /** What it and the lines beside it wrote into the record of changes; undefined where the line commits by itself. */
  unsealed: Unsealed | undefined;
  /** Takes the mails that it put into the outbox: they go out when all of it is committed. */
  mails: Set<number>;
}

/** Runs lines of a batch, each as it would be run by itself. */
export interface LineRunner {
  /** Throws only what ends the batch: a request to stop, and a database that is not to be had. */
  alone: (line: Prepared, unit: LineUnit) => Promise<Answer>;
  /** Those of the lines, from the first on, that can be run as one set. */
  alike: (lines: readonly Prepared[]) => ReadLine[];
  /** The answers to lines that are alike; undefined, and nothing written, where they have to be run one by one. */
  together: (lines: readonly ReadLine[], unit: LineUnit) => Promise<Answer[] | undefined>;
}

/** A line whose input is read. */
export interface ReadLine extends Pick<Run, 'input' | 'settings' | 'call' | 'configuration'> {
  line: number;
}

export function lineRunner(run: Run, database: Database): LineRunner {
  const { application, context, dryRun } = run;
  const isTold = run.settings.format === 'table' || run.settings.format === 'count';
  const around = aroundLines(context);
  const configurationFor = lineConfigurations(run);

  const alone = async (prepared: Prepared, unit: LineUnit): Promise<Answer> => {
    if (prepared.failure !== undefined) return failureOf(prepared, prepared.failure);
    const { line, call } = prepared;
    const { transactions, contents, unsealed, mails } = unit;
    let answer: Answer | undefined;
    try {
      const configuration = configurationFor(call.globals);
      await runCommand(around, withoutDelivery(application, mails), configuration, call, silent, {
        database: { ...database, ...transactions },
        contents,
        unsealed,
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

  const read = ({ call, line }: Prepared): ReadLine | undefined => {
    if (call?.definition.several === undefined || call.globals.dryRun !== dryRun) return undefined;
    try {
      const configuration = configurationFor(call.globals);
      return { line, call, configuration, ...readCall(around, configuration, call) };
    } catch {
      // What is wrong with it is told when it is run.
      return undefined;
    }
  };

  const alike = (lines: readonly Prepared[]): ReadLine[] => {
    const set: ReadLine[] = [];
    for (const prepared of lines) {
      const line = read(prepared);
      const likeness = line && likenessOf(line);
      const [first] = set;
      if (line === undefined || likeness === undefined) break;
      if (first !== undefined && likeness !== likenessOf(first)) break;
      set.push(line);
    }
    return set;
  };

  const together = async (lines: readonly ReadLine[], unit: LineUnit) => {
    const { transactions, contents, unsealed, mails } = unit;
    const [first] = lines;
    if (first?.call.definition.several === undefined) return undefined;
    const { call, configuration } = first;
    const { several } = first.call.definition;
    const surroundings = {
      application,
      configuration,
      context: around,
      command: call.path,
      dryRun,
      contents,
      unsealed,
    };
    try {
      const { results, queued } = await unitsOf(surroundings, transactions).write(
        async (deps) => ({
          results: await several.run(
            deps,
            lines.map(({ input }) => input),
          ),
          queued: deps.queuedMails,
        }),
        { dryRun, signal: context.signal },
      );
      const answers: Answer[] = [];
      for (const [at, line] of lines.entries()) {
        answers.push(await answerOf(line.line, { ...line, dryRun }, { result: results[at] }, isTold));
      }
      for (const id of dryRun ? [] : queued) mails.add(id);
      return answers;
    } catch (error) {
      if (context.signal.aborted || isFatal(error)) throw error;
      return undefined;
    }
  };

  return { alone, alike, together };
}

/** What lines of one set have in common. */
const likenessOf = ({ call, input }: ReadLine): string | undefined => {
  const own = call.definition.several?.alike(input);
  return own && `${call.path} ${call.globals.actor ?? ''} ${own}`;
};

const nowhere = { write: async () => {} };
const silent = { out: nowhere, told: nowhere, err: nowhere };

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
