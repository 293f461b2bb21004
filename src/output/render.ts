import { errorText, maskPasswords } from './error-text.ts';
import { type AnyView, checkFields } from './fields.ts';
import { paintFor } from './paint.ts';
import { safeJson, safeText } from './safe-text.ts';
import type { OutputSettings, Sink } from './settings.ts';
import type { AnswersResult, BatchResult, ReportLine } from './view.ts';

export { type AnyView, checkFields };

/** What is shown of an error: a KontorError with its exit code, or a defect in the same shape. */
export interface ShownError {
  code: string;
  exitCode: number;
  message: string;
  hint?: string | undefined;
  details?: Record<string, unknown> | undefined;
}

/**
 * Writes the result to `out` in the format asked for, and what else a person should know to `err`.
 * @throws PipeClosed when the reader is gone, and whatever reading the rows throws
 */
export async function renderResult(
  view: AnyView,
  result: unknown,
  settings: OutputSettings,
  out: Sink,
  err: Sink,
): Promise<void> {
  if (view.kind === 'stream') {
    for await (const text of view.text(result) ?? []) await out.write(text);
    return;
  }
  if (view.kind === 'text') {
    const text = view.text(result);
    if (settings.format === 'json' || settings.format === 'jsonl')
      return out.write(`${safeJson({ text })}\n`);
    return out.write(text.endsWith('\n') ? text : `${text}\n`);
  }
  if (view.kind === 'answers') {
    const { renderAnswers } = await import('./answers.ts');
    return renderAnswers(view, result as AnswersResult<unknown>, settings, out);
  }
  // Each side is loaded only when it is needed: tables bring cli-table3, chalk and string-width with them.
  if (settings.format !== 'table') {
    const { renderForMachines } = await import('./machine.ts');
    return renderForMachines(settings.format, view, result, settings, out);
  }
  if (view.kind === 'batch') {
    const lines = (result as BatchResult<unknown>).results.flatMap((item) => view.line?.(item) ?? []);
    return lines.length === 0 ? undefined : out.write(lines.map((line) => `${safeText(line)}\n`).join(''));
  }
  const { renderForPeople } = await import('./people.ts');
  return renderForPeople(view, result, settings, out, err);
}

/** Tells people what was done: beside tables only, and not when they asked for quiet. */
export async function renderReport(
  lines: readonly ReportLine[],
  settings: OutputSettings,
  err: Sink,
): Promise<void> {
  if (settings.format !== 'table' || settings.quiet || lines.length === 0) return;
  const paint = await paintFor(settings.color.err);
  const marks = {
    done: `${paint('✓', 'good')} `,
    warning: `${paint('warning:', 'warning')} `,
    note: '',
  };
  await err.write(lines.map(({ tone, text }) => `${marks[tone]}${safeText(text)}\n`).join(''));
}

/** Writes an error: a message and a hint for people, one JSON object beside every format for programs. */
export async function renderError(error: ShownError, settings: OutputSettings, err: Sink): Promise<void> {
  const { code, exitCode, message, hint, details } = error;
  if (settings.format !== 'table') {
    const safe = {
      code,
      exitCode,
      message: safeParagraph(message),
      hint: hint === undefined ? null : safeParagraph(hint),
      details: details ?? {},
    };
    return err.write(`${maskPasswords(safeJson({ error: safe }))}\n`);
  }
  const paint = await paintFor(settings.color.err);
  const lines = [`${paint('kontor:', 'bad')} ${safeParagraph(message)}\n`];
  if (hint !== undefined) lines.push(`${paint('hint:', 'muted')} ${safeParagraph(hint)}\n`);
  await err.write(lines.join(''));
}

/** Writes what went wrong although the command did its work: a warning for people, the same object for programs. */
export async function renderWarning(error: ShownError, settings: OutputSettings, err: Sink): Promise<void> {
  if (settings.format !== 'table') return renderError(error, settings, err);
  const { message, hint } = error;
  const lines: ReportLine[] = [{ tone: 'warning', text: errorText(message) }];
  if (hint !== undefined) lines.push({ tone: 'note', text: `hint: ${errorText(hint)}` });
  return renderReport(lines, { ...settings, quiet: false }, err);
}

/**
 * A message may have further lines, each indented by two blanks. Any other line break came in with a name or value
 * that the message quotes, and is shown as what it is: data cannot begin a line of its own.
 */
const safeParagraph = (text: string): string =>
  errorText(text)
    .split(/\n(?= {2}\S)/)
    .map(safeText)
    .join('\n');
