import type { OutcomeWord } from '../../domain/outcome.ts';
import { usageError } from '../../errors.ts';
import type { RowProblem } from '../reading/client-row.ts';
import type { Target } from '../reading/headings/headings.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import type { Table } from '../reading/table.ts';
import { type Draft, saidIn } from './draft.ts';
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

/** Why a row that is right in itself cannot be taken. */
export interface Mismatch {
  draft: Draft;
  field: Target | undefined;
  code: string;
  reason: string;
}

/** How many bad rows an error message shows, and how many its details hold. */
const shownProblems = 20;
const keptProblems = 1_000;
const keptWarnings = 100;

/** Counts an import as it goes, in constant memory. */
export class Tally {
  private readonly problems: RowProblem[] = [];
  private readonly fileName: string;
  private readonly headerOf: ColumnPlan['headerOf'];
  readonly report: ImportReport;

  constructor(table: Pick<Table, 'name' | 'encoding' | 'delimiter'>, plan: ColumnPlan) {
    this.fileName = table.name;
    this.headerOf = plan.headerOf;
    this.report = {
      rows: 0,
      created: { accounts: 0, contacts: 0, links: 0 },
      updated: { accounts: 0, contacts: 0, links: 0 },
      unchanged: 0,
      skipped: 0,
      failed: 0,
      outcomes: { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
      encoding: table.encoding,
      delimiter: table.delimiter,
      ignoredColumns: [...plan.ignored],
      warnings: [],
      warningCount: 0,
    };
  }

  get hasProblems(): boolean {
    return this.report.failed > 0;
  }

  /** Counts a row as bad, with all that is wrong with it. */
  refuse(problems: readonly RowProblem[]): void {
    this.report.failed += 1;
    for (const problem of problems) if (this.problems.length < keptProblems) this.problems.push(problem);
  }

  /** Counts a row as bad that is right in itself; the value is what the row says in the field. */
  refuseDraft({ draft, field, code, reason }: Mismatch, value = field && saidIn(draft, field)): void {
    this.refuse([{ line: draft.line, column: field && this.headerOf(field), field, value, code, reason }]);
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
      if (report.warnings.length < keptWarnings) report.warnings.push({ line: row.line, text });
    }
  }

  /** The report. Throws INVALID_ROWS (exit 2) when a row was refused, naming line, column, reason and value of each. */
  finished(): ImportReport {
    const { failed, rows, warnings } = this.report;
    if (failed === 0) return { ...this.report, warnings: warnings.sort((a, b) => a.line - b.line) };
    const problems = this.problems.sort((a, b) => a.line - b.line);
    const lines = problems.slice(0, shownProblems).map(problemText);
    const more = problems.length > shownProblems ? ['  … -o json lists more of them'] : [];
    const bad = failed === 1 ? '1 row' : `${failed} rows`;
    throw usageError(
      'INVALID_ROWS',
      [
        `${bad} of ${rows} in ${this.fileName} cannot be imported; nothing was written:`,
        ...lines,
        ...more,
      ].join('\n'),
      { hint: 'Mend the rows and import the file again.', details: { rows, failed, problems } },
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
