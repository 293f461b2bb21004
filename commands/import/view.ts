import type { Block, Field, ReportLine } from '../../src/output/view.ts';
import type { ImportReport } from '../../src/transfer/import/report.ts';

const shownWarnings = 10;

/** What an import answers; `dryRun` says that nothing of it was kept. */
export interface ImportAnswer extends ImportReport {
  dryRun: boolean;
}

export const importFields: Field<ImportAnswer>[] = [
  { key: 'rows', heading: 'Rows', align: 'right' },
  { key: 'created', heading: 'Created' },
  { key: 'updated', heading: 'Updated' },
  { key: 'unchanged', heading: 'Unchanged', align: 'right' },
  { key: 'skipped', heading: 'Skipped', align: 'right' },
  { key: 'failed', heading: 'Failed', align: 'right' },
  { key: 'outcomes', heading: 'Outcomes', hidden: true },
  { key: 'encoding', heading: 'Encoding', hidden: true },
  { key: 'delimiter', heading: 'Delimiter', hidden: true },
  { key: 'ignoredColumns', heading: 'Ignored columns', hidden: true },
  { key: 'dryRun', heading: 'Dry run', hidden: true },
];

const countFields: Field<{ what: string; created: string; updated: string; unchanged: string }>[] = [
  { key: 'what', heading: '' },
  { key: 'created', heading: 'created', align: 'right' },
  { key: 'updated', heading: 'updated', align: 'right' },
  { key: 'unchanged', heading: 'unchanged', align: 'right' },
];

/** What was counted, as people read it. */
export const importPage = ({ outcomes, created, updated }: ImportAnswer): Block[] => [
  {
    kind: 'table',
    fields: countFields,
    rows: [
      {
        what: 'rows',
        created: String(outcomes.created),
        updated: String(outcomes.updated),
        unchanged: String(outcomes.unchanged),
      },
      ...(['accounts', 'contacts', 'links'] as const).map((kind) => ({
        what: kind,
        created: String(created[kind]),
        updated: String(updated[kind]),
        unchanged: '',
      })),
    ],
    empty: '',
  },
];

/** What was done, and what the user should know about it. */
export const importReport = (report: ImportAnswer): ReportLine[] => [
  ...(report.ignoredColumns.length === 0
    ? []
    : [{ tone: 'note' as const, text: `columns left out: ${report.ignoredColumns.join(', ')}` }]),
  ...report.warnings.slice(0, shownWarnings).map(({ line, text }) => ({
    tone: 'warning' as const,
    text: `line ${line}: ${text}`,
  })),
  ...(report.warningCount > shownWarnings
    ? [
        {
          tone: 'warning' as const,
          text: `${report.warningCount - shownWarnings} more warnings; -o json lists them`,
        },
      ]
    : []),
  {
    tone: 'done',
    text: `read ${report.rows} rows: ${report.outcomes.created} created, ${report.outcomes.updated} updated, ${report.unchanged} unchanged`,
  },
];
