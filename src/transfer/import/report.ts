import type { OutcomeWord } from '../../domain/outcome.ts';
import { usageError } from '../../errors.ts';
import type { RowProblem } from '../reading/client-row.ts';
import type { RowOutcome } from './write.ts';

interface RecordCounts {
  accounts: number;
  contacts: number;
  links: number;
}

/** A row that was taken, and what the user should know about it. */
interface RowWarning {
  line: number;
  text: string;
}

/**
 * What an import did. `created` and `updated` count records; a contact or account that several rows name is counted for
 * each row that changed it. `outcomes` counts rows: created + updated + unchanged + skipped + failed = rows.
 */
export interface ImportReport {
  rows: number;
  created: RecordCounts;
  updated: RecordCounts;
  unchanged: number;
  skipped: number;
  failed: number;
  outcomes: { created: number; updated: number; unchanged: number; skipped: number; failed: number };
  /** How the file was read. */
  encoding: string;
  delimiter: string;
  /** Columns that were left out because the caller allowed it. */
  ignoredColumns: string[];
  /** The first hundred; `warningCount` counts them all. */
  warnings: RowWarning[];
  warningCount: number;
}

/** How many bad rows an error message shows, and how many its details hold. */
const shownProblems = 20;
const keptProblems = 1_000;
const keptWarnings = 100;

/** Counts an import as it goes, in constant memory. */
export class Tally {
  private readonly problems: RowProblem[] = [];
  private badRows = 0;
  readonly report: ImportReport;

  constructor(file: { encoding: string; delimiter: string; ignoredColumns: readonly string[] }) {
    this.report = {
      rows: 0,
      created: { accounts: 0, contacts: 0, links: 0 },
      updated: { accounts: 0, contacts: 0, links: 0 },
      unchanged: 0,
      skipped: 0,
      failed: 0,
      outcomes: { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
      encoding: file.encoding,
      delimiter: file.delimiter,
      ignoredColumns: [...file.ignoredColumns],
      warnings: [],
      warningCount: 0,
    };
  }

  get hasProblems(): boolean {
    return this.badRows > 0;
  }

  refuse(problems: readonly RowProblem[]): void {
    this.badRows += 1;
    for (const problem of problems) if (this.problems.length < keptProblems) this.problems.push(problem);
  }

  take(row: RowOutcome): void {
    const { report } = this;
    report.outcomes[row.outcome] += 1;
    if (row.outcome === 'unchanged') report.unchanged += 1;
    countRecord(report, 'accounts', row.account);
    countRecord(report, 'contacts', row.contact);
    countRecord(report, 'links', row.link);
    report.warningCount += row.warnings.length;
    for (const text of row.warnings) {
      if (report.warnings.length < keptWarnings) report.warnings.push({ line: row.draft.line, text });
    }
  }

  /** Throws INVALID_ROWS (exit 2) when a row was refused, naming line, column and reason of each. */
  requireNoProblems(name: string): void {
    if (this.badRows === 0) return;
    const problems = this.problems.sort((a, b) => a.line - b.line);
    const lines = problems.slice(0, shownProblems).map(problemText);
    const more = problems.length > shownProblems ? [`… and more (${this.badRows} rows in all)`] : [];
    const rows = this.badRows === 1 ? '1 row' : `${this.badRows} rows`;
    throw usageError(
      'INVALID_ROWS',
      [
        `${rows} of ${this.report.rows} in ${name} cannot be imported; nothing was written:`,
        ...lines,
        ...more,
      ].join('\n'),
      {
        hint: 'Mend the rows and import the file again.',
        details: { rows: this.report.rows, failed: this.badRows, problems },
      },
    );
  }
}

const countRecord = (report: ImportReport, kind: keyof RecordCounts, outcome: OutcomeWord): void => {
  if (outcome === 'created') report.created[kind] += 1;
  if (outcome === 'updated') report.updated[kind] += 1;
};

const problemText = ({ line, column, field, value, reason }: RowProblem): string => {
  const where = column === undefined ? (field ?? '') : `column "${column}"`;
  const given =
    value === undefined
      ? ''
      : ` (given: ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)})`;
  return `  line ${line}${where === '' ? '' : `, ${where}`}: ${reason}${given}`;
};
