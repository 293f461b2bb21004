import * as z from 'zod';
import type { CheckedItem, Finding } from '../src/domain/check/model.ts';
import type { MendedReport } from '../src/domain/check/operations.ts';
import type { ErrorKind } from '../src/errors.ts';
import type { Block, Field, ReportLine } from '../src/output/view.ts';

/** How many there were of what. */
interface Summary {
  checks: number;
  sound: number;
  skipped: number;
  errors: number;
  warnings: number;
  fixed: number;
}

/** What was checked, found and mended, as it is shown. */
export interface ShownReport extends MendedReport {
  location: string;
  summary: Summary;
  /** Whether nothing was found that counts: no error, and with `--strict` no warning. */
  sound: boolean;
}

/** A report with its numbers. */
export function shownReport(
  report: MendedReport,
  { location, strict }: { location: string; strict: boolean },
): ShownReport {
  const counted = (severity: Finding['severity']) =>
    report.findings.filter((found) => found.severity === severity).length;
  const inState = (state: CheckedItem['state']) =>
    report.checks.filter((item) => item.state === state).length;
  return {
    location,
    ...report,
    summary: {
      checks: report.checks.length,
      sound: inState('sound'),
      skipped: inState('skipped'),
      errors: counted('error'),
      warnings: counted('warning'),
      fixed: report.fixed.length,
    },
    sound: counted('error') === 0 && !(strict && counted('warning') > 0),
  };
}

export const checkFields: Field<ShownReport>[] = [
  { key: 'location', heading: 'Database' },
  { key: 'sound', heading: 'Sound' },
  { key: 'findings', heading: 'Findings', text: ({ findings }) => String(findings.length) },
  { key: 'summary', heading: 'Summary', text: ({ summary }) => numbersOf(summary) },
  { key: 'checks', heading: 'Checks', text: ({ checks }) => String(checks.length) },
  { key: 'fixed', heading: 'Fixed', text: ({ fixed }) => fixed.map(({ message }) => message).join(', ') },
];

const findingFields: Field<Finding>[] = [
  {
    key: 'severity',
    heading: 'Severity',
    whole: true,
    tone: ({ severity }) => (severity === 'error' ? 'bad' : 'warning'),
  },
  { key: 'check', heading: 'Check', whole: true },
  { key: 'message', heading: 'What was found' },
  { key: 'examples', heading: 'Examples' },
];

/** The findings as a table, below them what can be done, and what could not be looked at. */
export const checkBlocks = ({ findings, checks }: ShownReport): Block[] => {
  const hints = findings.flatMap(({ check, hint, fixable }) =>
    fixable || hint === null ? [] : [`${check}: ${hint}`],
  );
  const skipped = checks.flatMap(({ check, state, note }) =>
    state === 'skipped' ? [`${check}: ${note ?? ''}`] : [],
  );
  return [
    ...(findings.length === 0
      ? []
      : [{ kind: 'table' as const, fields: findingFields, rows: findings, empty: '' }]),
    ...(hints.length === 0
      ? []
      : [{ kind: 'text' as const, title: 'What to do', text: [...new Set(hints)].join('\n') }]),
    ...(skipped.length === 0
      ? []
      : [{ kind: 'text' as const, title: 'Not looked at', text: skipped.join('\n') }]),
  ];
};

/** What is said beside the page. */
export const checkReport = ({ summary, fixed, findings }: ShownReport, fixCommand: string): ReportLine[] => {
  const canBeFixed = findings.filter(({ fixable }) => fixable).length;
  return [
    ...fixed.map(({ message }): ReportLine => ({ tone: 'done', text: message })),
    findings.length === 0
      ? {
          tone: 'done',
          text: `${numbersOf(summary)}: nothing is wrong${summary.skipped === 0 ? '' : ' in what was looked at'}`,
        }
      : { tone: 'warning', text: numbersOf(summary) },
    ...(canBeFixed === 0
      ? []
      : [{ tone: 'note' as const, text: `${fixCommand} mends ${canBeFixed} of them (--dry-run says how)` }]),
  ];
};

const numbersOf = ({ checks, skipped, errors, warnings }: Summary): string =>
  [
    `${checks} checks`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(errors === 0 ? [] : [errors === 1 ? '1 error' : `${errors} errors`]),
    ...(warnings === 0 ? [] : [warnings === 1 ? '1 warning' : `${warnings} warnings`]),
  ].join(', ');

/** Errors end with 8; warnings alone only where they were asked for. */
export const checkEnding = ({ sound }: ShownReport): ErrorKind | undefined =>
  sound ? undefined : 'findings';

/** Contents that nothing needs are gone for good: that is asked. */
export const checkConfirmation = ({ fixed }: ShownReport): string | undefined => {
  const swept = fixed.find(({ check }) => check === 'orphan-contents');
  return swept === undefined
    ? undefined
    : `Delete ${swept.count === 1 ? 'a file' : `${swept.count} files`} of documents and photos that no record needs, for good?`;
};

export const checkOptions = [
  { flags: '--deep', summary: 'read the contents of all documents and photos, too' },
  {
    flags: '--fix',
    summary: 'mend what needs nobody to decide: what is derived, the search index, leftovers, file modes',
  },
  { flags: '--strict', summary: 'end with 8 for warnings, too' },
];

/** Their part of the input. */
export const checkInput = z.object({
  deep: z.boolean().default(false),
  fix: z.boolean().default(false),
  strict: z.boolean().default(false),
});
