import type { OutcomeWord } from '../../domain/outcome.ts';
import { usageError } from '../../errors.ts';
import type { RowProblem } from '../reading/client-row.ts';
import type { Target } from '../reading/headings/headings.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import type { Table } from '../reading/table.ts';
import { type Draft, saidIn } from './draft.ts';
import type { MadeField } from './new-fields.ts';
import type { Taken } from './take.ts';
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

/** A row that was left as it is because the caller wanted it so. */
interface SkippedRow {
  line: number;
  reason: string;
}

/**
 * What an import did. `created` and `updated` count records; a contact or account that several rows name is counted for
 * each row that changed it. `outcomes` counts rows: created + updated + unchanged + skipped + failed = rows.
 */
export interface ImportReport {
  /** Its number among the runs; null where nothing was changed. */
  run: number | null;
  rows: number;
  created: RecordCounts;
  updated: RecordCounts;
  unchanged: number;
  skipped: number;
  failed: number;
  outcomes: { created: number; updated: number; unchanged: number; skipped: number; failed: number };
  /** How many e-mails were invited (T4). */
  invited: number;
  /** The text fields that were made for columns that nobody knew. */
  createdFields: MadeField[];
  /** The file with the rows that failed; null where there is none. */
  rejects: string | null;
  /** What is wrong with the rows that failed: the first thousand. */
  problems: RowProblem[];
  /** The first thousand; `skipped` counts them all. */
  skippedRows: SkippedRow[];
  /** The row behind which the rest was left because too many had failed; null where all were read. */
  stoppedAt: number | null;
  /** How the file was read; `delimiter` is null where nothing stands between cells. */
  format: string;
  encoding: string;
  delimiter: string | null;
  /** What the numbers of rows count: lines of the file, or entries of an array. */
  unit: Table['unit'];
  /** The program that the file was exported from, where its headings tell. */
  addressBook: string | null;
  /** Columns that were left out because the caller allowed it, or because an address book has no use for them here. */
  ignoredColumns: string[];
  /** Those of an address book that said something, with the number of rows. */
  leftOut: Array<{ column: string; rows: number }>;
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
const keptSkips = 1_000;
const keptWarnings = 100;

/** What is wrong with a row that is right in itself; the value is what the row says in the field. */
export const problemOf = (
  { draft, field, code, reason }: Mismatch,
  { headerOf }: Pick<ColumnPlan, 'headerOf'>,
  value = field && saidIn(draft, field),
): RowProblem => ({ line: draft.line, column: field && headerOf(field), field, value, code, reason });

/** The line of the row with which so many are refused, or undefined when fewer are. */
export function lineOfRefusal({ refused }: Taken, allowed: number): number | undefined {
  if (refused.length < allowed) return undefined;
  const lines = refused.map(([problem]) => problem?.line ?? 0).sort((a, b) => a - b);
  return lines[allowed - 1];
}

/** The numbers of a report. */
export const countsOf = ({ rows, created, updated, unchanged, skipped, failed, outcomes }: ImportReport) => ({
  ...{ rows, created, updated, unchanged, skipped, failed, outcomes },
});

/** Counts an import as it goes, in constant memory. */
export class Tally {
  private readonly fileName: string;
  private readonly unit: Table['unit'];
  private readonly leftOut: ColumnPlan['leftOut'];
  readonly report: ImportReport;

  constructor(table: Pick<Table, 'name' | 'format' | 'unit' | 'encoding' | 'delimiter'>, plan: ColumnPlan) {
    this.fileName = table.name;
    this.unit = table.unit;
    this.leftOut = plan.leftOut;
    this.report = {
      run: null,
      rows: 0,
      created: { accounts: 0, contacts: 0, links: 0 },
      updated: { accounts: 0, contacts: 0, links: 0 },
      unchanged: 0,
      skipped: 0,
      failed: 0,
      outcomes: { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
      invited: 0,
      createdFields: [],
      rejects: null,
      problems: [],
      skippedRows: [],
      stoppedAt: null,
      format: table.format,
      encoding: table.encoding,
      delimiter: table.delimiter,
      unit: table.unit,
      addressBook: plan.addressBook ?? null,
      ignoredColumns: [...plan.ignored],
      leftOut: [],
      warnings: [],
      warningCount: 0,
    };
  }

  /** Counts rows; behind the one with which `allowed` have failed in all, none is counted. */
  add(taken: Taken, allowed = Number.POSITIVE_INFINITY): void {
    const { report } = this;
    const last = lineOfRefusal(taken, allowed - report.failed);
    if (last !== undefined) report.stoppedAt = last;
    const isBehind = (line: number) => last !== undefined && line > last;
    report.invited += taken.invited;
    for (const row of taken.rows) if (!isBehind(row.line)) this.take(row);
    for (const problems of taken.refused) if (!isBehind(problems[0]?.line ?? 0)) this.refuse(problems);
  }

  private refuse(problems: readonly RowProblem[]): void {
    const { report } = this;
    report.rows += 1;
    report.failed += 1;
    report.outcomes.failed += 1;
    for (const problem of problems) if (report.problems.length < keptProblems) report.problems.push(problem);
  }

  private take(row: RowOutcome): void {
    const { report } = this;
    report.rows += 1;
    report.outcomes[row.outcome] += 1;
    if (row.outcome === 'unchanged') report.unchanged += 1;
    if (row.outcome === 'skipped') {
      report.skipped += 1;
      const { line, reason = '' } = row;
      if (report.skippedRows.length < keptSkips) report.skippedRows.push({ line, reason });
    }
    countRecord(report, 'accounts', row.account);
    countRecord(report, 'contacts', row.contact);
    countRecord(report, 'links', row.link);
    report.warningCount += row.warnings.length;
    for (const text of row.warnings) {
      if (report.warnings.length < keptWarnings) report.warnings.push({ line: row.line, text });
    }
  }

  /** The report, its lists in the order of the file. */
  finished(): ImportReport {
    const { warnings, problems, skippedRows } = this.report;
    const byLine = (a: { line: number }, b: { line: number }) => a.line - b.line;
    return {
      ...this.report,
      leftOut: this.leftOut.filter((column) => column.rows > 0).map(({ column, rows }) => ({ column, rows })),
      warnings: warnings.sort(byLine),
      problems: problems.sort(byLine),
      skippedRows: skippedRows.sort(byLine),
    };
  }

  /** Throws INVALID_ROWS (exit 2) when a row was refused, naming line, column, reason and value of each. */
  requireNoProblems(): void {
    const { failed, rows, stoppedAt, problems } = this.finished();
    if (failed === 0) return;
    const lines = problems.slice(0, shownProblems).map((problem) => problemText(problem, this.unit));
    const more = problems.length > shownProblems ? ['  … -o json lists more of them'] : [];
    const bad = failed === 1 ? '1 row' : `${failed} rows`;
    const seen = stoppedAt === null ? `${rows}` : `the first ${rows}`;
    throw usageError(
      'INVALID_ROWS',
      [
        `${bad} of ${seen} in ${this.fileName} cannot be imported; nothing was written:`,
        ...lines,
        ...more,
      ].join('\n'),
      {
        hint: 'Mend the rows and import the file again; --keep-going imports the others and leaves these in a file.',
        details: { rows, failed, stoppedAt, problems },
      },
    );
  }
}

const countRecord = (report: ImportReport, kind: keyof RecordCounts, outcome: OutcomeWord): void => {
  if (outcome === 'created') report.created[kind] += 1;
  if (outcome === 'updated') report.updated[kind] += 1;
};

/** A problem as people read it. */
export const problemText = (
  { line, column, field, value, code, reason }: RowProblem,
  unit: Table['unit'],
): string => {
  const where = column === undefined ? (field ?? '') : `column "${column}"`;
  const given =
    value === undefined
      ? ''
      : ` (given: ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)})`;
  return `  ${unit} ${line}${where === '' ? '' : `, ${where}`}, ${code}: ${reason}${given}`;
};
