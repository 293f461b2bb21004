import * as z from 'zod';
import type { BaseSession, OptionSpec } from '../../src/cli/define-command.ts';
import { usageError } from '../../src/errors.ts';
import type { ReportLine, StreamView } from '../../src/output/view.ts';
import type { Exported, ExportOptions } from '../../src/transfer/export/export.ts';
import { type ExportFormat, exportFormats } from '../../src/transfer/export/text.ts';
import { type DelimiterName, delimiters } from '../../src/transfer/export/write-csv.ts';

const delimiterNames = Object.keys(delimiters) as DelimiterName[];

/** The options that say where and how an export is written. */
export const exportOptions: OptionSpec[] = [
  { flags: '--out <file>', summary: 'write this file, whole or not at all; otherwise standard output' },
  { flags: '--force', summary: 'replace a file that exists' },
  { flags: '--delimiter <name>', summary: 'between the cells of CSV', choices: delimiterNames },
];

/** Their part of the input. */
export const exportInput = {
  out: z
    .string()
    .refine((file) => file !== '', 'must be a file')
    .transform((file) => (file === '-' ? undefined : file))
    .optional(),
  force: z.boolean().default(false),
  delimiter: z.enum(delimiterNames).default('comma'),
};

/** How the export is to be written. Throws UNKNOWN_FORMAT (exit 2). */
export const exportOptionsOf = (
  { configuration, cwd, signal, progress, dryRun }: BaseSession & { dryRun: boolean },
  { out, force, delimiter }: z.infer<z.ZodObject<typeof exportInput>>,
): ExportOptions => ({
  format: formatOf(configuration.output, out),
  delimiter,
  file: out,
  replace: force,
  cwd,
  dryRun,
  signal,
  progress,
});

const endings: Readonly<Record<string, ExportFormat>> = {
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
};

/** Endings of files that only a spreadsheet program writes. */
const workbook = /\.(?:xlsx?|ods)$/i;

/** The format that `-o` names, else the one that the file's name ends with, else one that is set, else CSV. */
function formatOf({ value, origin }: BaseSession['configuration']['output'], out = ''): ExportFormat {
  const wanted = exportFormats.find((format) => format === value);
  const ending = workbook.exec(out)?.[0];
  if (origin !== 'option' && ending !== undefined) {
    throw usageError('UNKNOWN_FORMAT', `An export cannot be written as ${ending}: that is a workbook.`, {
      hint: 'Name the file .csv, which spreadsheets open, or .jsonl or .json.',
      details: { format: ending.slice(1), allowed: exportFormats },
    });
  }
  if (origin !== 'option') return endings[/\.(\w+)$/.exec(out)?.[1]?.toLowerCase() ?? ''] ?? wanted ?? 'csv';
  if (wanted !== undefined) return wanted;
  throw usageError('UNKNOWN_FORMAT', `An export cannot be written as ${value}.`, {
    hint: `-o takes ${exportFormats.join(', ')} here.`,
    details: { format: value, allowed: exportFormats },
  });
}

export const exportView: StreamView<Exported> = { kind: 'stream', text: ({ text }) => text };

/** What was written to a file; on standard output the data speak for themselves. */
export const exportReport = ({ file, rows, format }: Exported, dryRun: boolean): ReportLine[] =>
  file === undefined
    ? []
    : [
        {
          tone: 'done',
          text: `${dryRun ? 'would write' : 'wrote'} ${file} (${format}): ${rows} ${rows === 1 ? 'row' : 'rows'}`,
        },
      ];
