import type { SchemaDifference } from '../../db/inspect/schema.ts';
import type { Runs } from '../mail/model.ts';
import type { OnProgress } from '../progress.ts';

/** error: data is wrong, missing or exposed; warning: it works, and somebody should know. */
export type Severity = 'error' | 'warning';

/** Something that is not as it should be. */
export interface Finding {
  /** The check that found it, as in `account-names`. */
  check: string;
  severity: Severity;
  message: string;
  /** How many there are of it. */
  count: number;
  /** A few of them by number or technical name: nothing of a client stands here, so that a report can be passed on. */
  examples: string[];
  /** Whether `--fix` mends it. */
  fixable: boolean;
  /** What to do about it, where `--fix` does not. */
  hint: string | null;
}

/** What a check came to. */
export interface CheckedItem {
  check: string;
  /** What it looks at. */
  summary: string;
  state: 'sound' | 'found' | 'skipped';
  /** How far it could look, or why it could not. */
  note: string | null;
}

/** Everything that was looked at, and what was found. */
export interface CheckReport {
  checks: CheckedItem[];
  findings: Finding[];
}

/** What was mended. */
export interface Fixed {
  check: string;
  message: string;
  count: number;
}

/** What checks are told. */
export interface CheckOptions {
  /** Read the contents of all documents and photos, too. */
  deep?: boolean | undefined;
  /** Which runs of the program are known to have ended. */
  runs?: Runs | undefined;
  /** Ends looking when it is aborted. */
  signal?: AbortSignal | undefined;
  progress?: OnProgress | undefined;
}

/** What one check came to. */
export interface Look {
  findings: Array<Omit<Finding, 'check'>>;
  /** How far it could look. */
  note?: string | undefined;
  /** Why it could not look at all. */
  skipped?: string | undefined;
}

export type { SchemaDifference };
