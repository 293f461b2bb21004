import { cellWidth } from './cells.ts';
import { GUTTER } from './columns.ts';
import { headLines } from './entries.ts';
import { grouped } from './grouped.ts';
import { safeText } from './safe-text.ts';
import { type Space, short } from './table.ts';
import type { Block } from './view.ts';

/** Where nothing limits the width, longer bars say no more. */
const widestChart = 80;
/** Shorter bars cannot be told apart: then a long label gives way. */
const shortestBar = 8;
/** A label is cut rather than leave less than that of it. */
const shortestLabel = 6;

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A bar that is so long, to an eighth of a cell; what is there at all can be seen. */
function bar(value: number, most: number, cells: number): string {
  if (value <= 0 || most <= 0) return '';
  const parts = Math.max(1, Math.round((value / most) * cells * 8));
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

/** A line for each: what it is, how many, and a bar as long as that. */
export function drawBars(
  { title, facts, bars }: Extract<Block, { kind: 'bars' }>,
  { paint, ...space }: Space,
): string {
  const columns = Math.min(space.columns ?? widestChart, widestChart);
  const counts = bars.map(({ value }) => grouped(value));
  const countCells = Math.max(0, ...counts.map(cellWidth));
  const room = Math.max(shortestLabel, columns - countCells - 2 * GUTTER - shortestBar);
  const labels = bars.map(({ label }) => short(label, room));
  const labelCells = Math.max(0, ...labels.map(cellWidth));
  const cells = Math.max(1, columns - labelCells - countCells - 2 * GUTTER);
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const gap = ' '.repeat(GUTTER);
  const lines = bars.map(({ value, tone }, index) => {
    const [label = '', count = ''] = [labels[index], counts[index]];
    const padded = label + ' '.repeat(labelCells - cellWidth(label));
    return `${padded}${gap}${count.padStart(countCells)}${gap}${paint(bar(value, most, cells), tone)}`;
  });
  return [...headLines(title, facts, { paint, ...space }), ...lines]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** Columns beside each other, each with its count and its name below; of many the last ones that fit. */
export function drawColumns(
  { title, facts, columns: all }: Extract<Block, { kind: 'columns' }>,
  space: Space,
): string {
  const texts = all.map(({ label, value }) => ({ label: safeText(label), count: grouped(value), value }));
  const cells = Math.max(...texts.flatMap(({ label, count }) => [cellWidth(label), cellWidth(count)])) + 1;
  const fitting = Math.max(1, Math.floor(((space.columns ?? widestChart) - 2 * GUTTER) / cells));
  const shown = texts.slice(-fitting);
  const most = Math.max(...shown.map(({ value }) => value));
  const line = (text: (one: (typeof shown)[number]) => string) =>
    `${' '.repeat(GUTTER)}${shown.map((one) => centered(text(one), cells)).join('')}`;
  const lines = [
    line(({ value }) => (value === 0 ? '' : (heights[step(value, most)] ?? '').repeat(2))),
    line(({ count, value }) => (value === 0 ? '·' : count)),
    space.paint(
      line(({ label }) => label),
      'muted',
    ),
  ];
  return [...headLines(title, facts, space), ...lines].map((text) => `${text.trimEnd()}\n`).join('');
}

const step = (value: number, most: number): number =>
  Math.max(0, Math.ceil((value / most) * heights.length) - 1);

function centered(text: string, cells: number): string {
  const blanks = Math.max(0, cells - cellWidth(text));
  return ' '.repeat(Math.ceil(blanks / 2)) + text + ' '.repeat(Math.floor(blanks / 2));
}
