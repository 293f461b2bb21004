/** Command lines to be run, and how. */
export interface LinesToRun {
  /** A file, or `-` for standard input. */
  file: string;
  /** All or nothing: the first line that fails takes back all of them. */
  isAtomic: boolean;
  /** Nothing is run behind a line that failed. */
  stopsOnError: boolean;
}

/** What became of one line of a batch. */
export interface Answer {
  /** Its number in the file, from 1. */
  line: number;
  /** As in `account create`; null where the line could not be read so far. */
  command: string | null;
  /** With which the command would have ended by itself. */
  exitCode: number;
  /** In one word, where one is enough: `created`, `updated`, `unchanged`, `skipped`, `deleted`, `failed`. */
  outcome: string | null;
  /** What the command prints with -o json; null where it failed. */
  result: unknown;
  error: LineError | null;
  /** What people are told beside it. */
  messages: string[];
}

/** Why a line failed: the same as a command by itself prints as JSON. */
export interface LineError {
  code: string;
  exitCode: number;
  message: string;
  hint: string | null;
  details: Record<string, unknown>;
}

export interface Summary extends Record<string, number> {
  total: number;
  done: number;
  failed: number;
}

export interface Answers {
  /** The lines are run while the answers are read. */
  results: AsyncIterable<Answer>;
  summary: () => Summary;
}
