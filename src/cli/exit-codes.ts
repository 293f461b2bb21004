import type { ErrorKind } from '../errors.ts';

export interface ExitCode {
  code: number;
  meaning: string;
}

/** The one table of exit codes: how a run ended, the code for scripts, and what it means. */
export const exitCodes: Readonly<Record<'done' | ErrorKind, ExitCode>> = {
  done: { code: 0, meaning: 'done, also "already so" and an empty list' },
  defect: { code: 1, meaning: 'a defect in the program (a one-line message; the trace with `--debug`)' },
  usage: { code: 2, meaning: 'wrong usage or invalid input' },
  'not-found': { code: 3, meaning: 'not found, or ambiguous; `exists` says no' },
  refused: { code: 4, meaning: 'refused by a rule or in conflict with what is stored' },
  partial: { code: 5, meaning: 'partly done: some items of a batch failed' },
  database: {
    code: 6,
    meaning: 'database missing, locked, unreachable, damaged, or of a newer version',
  },
  mail: { code: 7, meaning: 'saved, but mail could not be delivered' },
  findings: { code: 8, meaning: '`doctor`, `db check`, `audit verify` found something' },
  cancelled: { code: 130, meaning: 'cancelled' },
};
