import { cellWidth, cut, wrap } from './cells.ts';
import type { Paint } from './paint.ts';
import { safeText } from './safe-text.ts';
import type { Pair } from './view.ts';

/** Under this width a value stands below its label instead of beside it. */
const NARROWEST_VALUE = 20;

/**
 * `Label: value`, a pair a line, values aligned. Long values go on under themselves; where that leaves too little
 * space, under their label.
 */
export function drawPairs(
  pairs: readonly Pair[],
  { columns, paint }: { columns: number | undefined; paint: Paint },
): string {
  const safe = pairs.map(({ label, value, tone }) => ({
    label: `${safeText(label)}:`,
    value: safeText(value),
    tone,
  }));
  const margin = safe.reduce((widest, { label }) => Math.max(widest, cellWidth(label)), 0) + 1;
  const draw = ({ label, value, tone }: (typeof safe)[number]): string[] => {
    const show = (text: string) => paint(text, tone);
    const beside = label + ' '.repeat(margin - cellWidth(label));
    const muted = (text: string) => paint(text, 'muted');
    if (columns === undefined) return [muted(beside) + show(value)];
    if (columns - margin >= NARROWEST_VALUE) {
      const [first = '', ...rest] = wrap(value, columns - margin);
      return [muted(beside) + show(first), ...rest.map((text) => ' '.repeat(margin) + show(text))];
    }
    const shortLabel = cut(label, columns);
    if (cellWidth(shortLabel) + 1 + cellWidth(value) <= columns)
      return [`${muted(shortLabel)} ${show(value)}`];
    return [muted(shortLabel), ...wrap(value, columns - 2).map((text) => `  ${show(text)}`)];
  };
  return safe
    .flatMap(draw)
    .map((text) => `${text.trimEnd()}\n`)
    .join('');
}
