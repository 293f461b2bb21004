import { type ErrorExtras, KontorError, usageError } from '../../errors.ts';
import type { Span } from './model.ts';

/** As much of a long filter is shown around the place that an error is about. */
const shownBefore = 50;
const shownBehind = 20;

const breaking = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const twoCells =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** As many blanks as a text takes cells: wide ones below wide characters, none below marks. */
const blanksFor = (text: string): string =>
  Array.from(text, (character) =>
    /\p{M}/u.test(character) ? '' : twoCells.test(character) ? '\u3000' : ' ',
  ).join('');

/** The filter on a line of its own, and below it carets under the place. */
export function pointedAt(source: string, { start, end }: Span): string {
  const text = source.replace(breaking, ' ');
  const from = start > shownBefore ? start - shownBefore : 0;
  const to = Math.min(text.length, Math.max(end, start) + shownBehind);
  const [before, place] = [text.slice(from, start), text.slice(start, Math.min(end, to))];
  const [left, right] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const carets = '^'.repeat(Math.max(1, Math.min(Array.from(place).length, 60)));
  return `  | ${left}${text.slice(from, to)}${right}\n  | ${left === '' ? '' : ' '}${blanksFor(before)}${carets}`;
}

/** The refusal of a filter (exit 2), pointing to the place. */
export const filterFault = (source: string, at: Span, message: string, extras: ErrorExtras = {}) =>
  usageError('INVALID_FILTER', `${message}\n${pointedAt(source, at)}`, {
    hint: 'kontor help filter explains the language.',
    ...extras,
    details: { filter: source, position: at.start + 1, ...extras.details },
  });

/** What was wrong with a name or value in a filter, pointing to the place; a defect stays what it is. */
export const faultAt = (source: string, at: Span, error: unknown): unknown =>
  error instanceof KontorError
    ? new KontorError(error.kind, error.code, `${error.message}\n${pointedAt(source, at)}`, {
        hint: error.hint,
        details: { ...error.details, filter: source, position: at.start + 1 },
        cause: error,
      })
    : error;
