import CliTable from 'cli-table3';
import { cellWidth, clip, cut } from './cells.ts';
import { type ColumnNeed, fitColumns, GUTTER } from './columns.ts';
import { type AnyField, type AnyRecord, fieldText } from './fields.ts';
import type { Paint } from './paint.ts';
import { drawPairs } from './pairs.ts';
import { safeText } from './safe-text.ts';
import type { Block, Pair, Tone } from './view.ts';

/** The space there is: `columns` of the terminal, `undefined` to cut nothing (`--wide`, or no terminal). */
export interface Space {
  columns: number | undefined;
  paint: Paint;
  /** A thin line under the headings: for people, in the way of `grep` and `sort`. */
  rule: boolean;
  /** The pictures of a page, as they are drawn. */
  pictures?: ReadonlyMap<Block, string>;
}

/** Narrower terminals show one record per block. */
const NARROW = 40;
/** Where nothing is cut, a longer cell pushes its own row aside instead of padding all others. */
const WIDEST_ALIGNED = 80;

interface Cell {
  text: string;
  width: number;
  tone: Tone | undefined;
}

/**
 * Draws rows as a table that fits, or as blocks where none fits. It is given its rows in portions: headings come
 * with the first one, and columns never get narrower from one portion to the next. Where its rows are not what blocks
 * are about, it is given the `records` that are.
 */
export function tableDrawer(
  fields: readonly AnyField[],
  space: Space,
  records?: readonly Pair[][],
): (rows: readonly unknown[]) => string {
  const headings = fields.map((field) => cellOf(field.heading, 'strong', space.columns));
  const needs: ColumnNeed[] = fields.map((field, index) => ({
    widest: Math.max(1, headings[index]?.width ?? 0),
    whole: field.whole === true || field.align === 'right' || field.key === 'id',
  }));
  let portions = 0;

  const asTable = (rows: readonly unknown[]): string | undefined => {
    if (space.columns !== undefined && space.columns < NARROW) return undefined;
    const cells = rows.map((row) =>
      fields.map((field) => cellOf(fieldText(field, row), field.tone?.(row), space.columns)),
    );
    for (const [index, need] of needs.entries()) {
      const key = fields[index]?.key ?? '';
      need.whole ||= rows.some((row) => typeof (row as AnyRecord)[key] === 'number');
      for (const row of cells) need.widest = Math.max(need.widest, row[index]?.width ?? 0);
    }
    const widths =
      space.columns === undefined ? needs.map((need) => need.widest) : fitColumns(needs, space.columns);
    if (widths === undefined) return undefined;
    const aligns = fields.map((field) => field.align ?? 'left');
    return drawRows(portions === 0 ? headings : undefined, cells, widths, aligns, space);
  };

  const pairsOf = (row: unknown): Pair[] =>
    fields.map((field) => {
      const tone = field.tone?.(row);
      return { label: field.heading, value: fieldText(field, row), ...(tone === undefined ? {} : { tone }) };
    });
  const asBlocks = (rows: readonly unknown[]): string =>
    (records ?? rows.map(pairsOf))
      .map((pairs, index) => {
        const fitting = pairs.map((pair) => ({
          ...pair,
          value: space.columns === undefined ? pair.value : short(pair.value, space.columns * 2),
        }));
        return (index + portions > 0 ? '\n' : '') + drawPairs(fitting, space);
      })
      .join('');

  return (rows) => {
    const drawn = asTable(rows) ?? asBlocks(rows);
    portions += 1;
    return drawn;
  };
}

/** Safe and short before anything measures it: one hostile cell must not cost more than the others. */
export const short = (raw: string, cells: number): string => cut(safeText(clip(raw, cells)), cells);

function cellOf(raw: string, tone: Tone | undefined, columns: number | undefined): Cell {
  const limit = columns ?? WIDEST_ALIGNED;
  let text = columns === undefined ? safeText(raw) : short(raw, limit);
  let width = cellWidth(columns === undefined ? cut(text, limit) : text);
  if (width === 0 && text !== '') {
    // Marks without a letter would sit on the blank before them: Unicode's dotted circle carries them.
    text = `◌${text}`;
    width = 1;
  }
  return { text, width, tone };
}

/**
 * All rows look alike: cli-table3 lays out one of stand-ins that fill their columns, which are then replaced by what stands there.
 * It needs quadratic time for many rows; its own measure (an older string-width) differs for emoji and combining marks, takes
 * seconds for one hostile cell, and it would cut through colours.
 */
function drawRows(
  headings: readonly Cell[] | undefined,
  rows: ReadonlyArray<readonly Cell[]>,
  widths: readonly number[],
  aligns: ReadonlyArray<'left' | 'right'>,
  space: Space,
): string {
  const filling = (cell: Cell, column: number): string => {
    const width = widths[column] ?? 1;
    const text = space.columns === undefined ? cell.text : cut(cell.text, width);
    const missing = width - (text === cell.text ? cell.width : cellWidth(text));
    const blanks = ' '.repeat(Math.max(0, missing));
    const painted = space.paint(text, cell.tone);
    return aligns[column] === 'right' ? blanks + painted : painted + blanks;
  };
  const fill = (line: string, cells: readonly Cell[]): string => {
    let column = 0;
    const filled = line.replace(standIns, () => {
      const cell = cells[column];
      column += 1;
      return cell === undefined ? '' : filling(cell, column - 1);
    });
    // Not by a pattern: `/ +$/` needs quadratic time for a cell full of blanks.
    return `${filled.trimEnd()}\n`;
  };
  const lines = layOut(widths, { hasHead: headings !== undefined, rule: space.rule });
  const row = lines.at(-1) ?? '';
  const head = headings === undefined ? [] : lines.slice(0, -1).map((line) => fill(line, headings));
  return [...head, ...rows.map((cells) => fill(row, cells))].join('');
}

const standIns = /x+/g;

/** The lines of a table of one row, with stand-ins for its cells: of the headings and what is under them, if wanted, and of the row. */
function layOut(widths: readonly number[], { hasHead, rule }: { hasHead: boolean; rule: boolean }): string[] {
  const line = rule ? '─' : '';
  const gap = ' '.repeat(GUTTER);
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    left: '',
    'left-mid': '',
    right: '',
  };
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', 'right-mid': '' };
  const cells = widths.map((width) => 'x'.repeat(width));
  const table = new CliTable({
    head: hasHead ? cells : [],
    colWidths: [...widths],
    chars: { ...none, ...bottom, mid: line, 'mid-mid': rule ? gap : '', middle: gap },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(cells);
  return table.toString().split('\n');
}
