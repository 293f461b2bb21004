import { readConfiguration } from '../../config.ts';
import type { Suggestible, Suggestion } from '../../domain/suggestion/model.ts';
import { safeText } from '../../output/safe-text.ts';
import type { Sink } from '../../output/settings.ts';
import type { Application } from '../application.ts';
import type { Context } from '../context.ts';
import { unitsOf } from '../units-of-work.ts';
import { type Completion, complete, type Look } from './answer.ts';
import { bashWord, readBashLine } from './shell-words.ts';

/** More than that nobody reads through. */
const limit = 50;
/** Who presses Tab waits no longer for a database that does not answer. */
const patienceMs = 1_000;

/**
 * Answers a completion script: the shell, and what is typed so far, as it can tell. One line for what the shell has to do by
 * itself (`files`, `goes-on` or nothing), then a line for each word that may stand there. Silent about whatever is wrong: who
 * completes a word has not run anything yet.
 */
export async function answerCompletion(context: Context, application: Application, out: Sink): Promise<void> {
  const [, shell, ...typed] = context.argv;
  try {
    const look = lookIn(context, application);
    await out.write(
      shell === 'bash' ? await forBash(application, typed, look) : await forWords(application, typed, look),
    );
  } catch {
    // Neither a message nor an exit code: the shell would show it in the middle of the line.
  }
}

/** Bash hands over the whole line: only that tells which quotes were begun, and what is behind the cursor. */
async function forBash({ groups }: Application, typed: readonly string[], look: Look): Promise<string> {
  const [breaks = '', line = ''] = typed;
  const { before, current, tail } = readBashLine(line, breaks);
  const found = await complete(groups, before.slice(1), current, look);
  // Readline completes what is behind the last break only.
  const words = found.words.map(({ text }) => bashWord(text.slice(tail.from), tail.isQuotedBy));
  return answerOf(found, words);
}

/** The other shells hand over words without their quotes, and put into quotes what comes back. */
async function forWords({ groups }: Application, typed: readonly string[], look: Look): Promise<string> {
  const found = await complete(groups, typed.slice(0, -1), typed.at(-1) ?? '', look);
  return answerOf(
    found,
    found.words.map(({ text, about }) => (about === '' ? text : `${text}\t${safeText(about).slice(0, 80)}`)),
  );
}

const answerOf = ({ files, goesOn }: Completion, words: readonly string[]): string =>
  [files !== undefined ? `files ${files.behind}` : goesOn ? 'goes-on' : '', ...words, ''].join('\n');

/** Asks the database, for a moment and without a word. What could do something to a terminal or a shell is left out. */
const lookIn =
  (context: Context, application: Application): Look =>
  async (what, beginning, db) => {
    try {
      const found = await lookUp(context, application, what, beginning, db);
      return found.filter(({ text }) => safeText(text) === text && text.length <= 200);
    } catch {
      return [];
    }
  };

async function lookUp(
  context: Context,
  application: Application,
  what: Suggestible,
  beginning: string,
  db: string | undefined,
): Promise<readonly Suggestion[]> {
  const { suggest } = application;
  if (suggest === undefined) return [];
  const configuration = readConfiguration(context, db === undefined ? {} : { db });
  const database = await application.openDatabase(configuration.db.value, {
    lockTimeoutMs: patienceMs,
    connectTimeoutMs: patienceMs,
    onWait: () => {},
  });
  try {
    const around = { application, configuration, context, command: 'completion', dryRun: false };
    return await unitsOf(around, database).read((deps) => suggest(deps, what, beginning, limit));
  } finally {
    await database.close();
  }
}
