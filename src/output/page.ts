import { cellWidth, wrap } from './cells.ts';
import { drawBars, drawColumns } from './chart.ts';
import { drawEntries } from './entries.ts';
import { drawPairs } from './pairs.ts';
import { safeLines, safeText } from './safe-text.ts';
import { type Space, tableDrawer } from './table.ts';
import type { Block, Fact } from './view.ts';

/** A page for people: its blocks one below the other, a blank line between them. */
export function drawPage(blocks: readonly Block[], space: Space): string {
  return blocks
    .map((block) => drawBlock(block, space))
    .filter((text) => text !== '')
    .join('\n');
}

function drawBlock(block: Block, space: Space): string {
  switch (block.kind) {
    case 'heading':
      return title(block.title, space) + drawFacts(block.facts, space);
    case 'entries':
      return drawEntries(block, space);
    case 'pairs':
      return drawPairs(block.pairs, space);
    case 'table': {
      const shown = block.fields.filter((field) => !field.hidden);
      const body =
        block.rows.length > 0
          ? tableDrawer(shown, space, block.records)(block.rows)
          : drawLines(safeText(block.empty), '', space, 'muted');
      return title(block.title, space) + body;
    }
    case 'bars':
      return drawBars(block, space);
    case 'columns':
      return drawColumns(block, space);
    case 'picture':
      return space.pictures?.get(block) ?? '';
    case 'text':
      return (
        title(block.title, space) +
        drawLines(safeLines(block.text), block.title === undefined ? '' : '  ', space)
      );
  }
}

const title = (text: string | undefined, space: Space): string =>
  text === undefined ? '' : drawLines(safeText(text), '', space, 'strong');

function drawLines(
  text: string,
  indent: string,
  { columns, paint }: Space,
  tone?: 'strong' | 'muted',
): string {
  return text
    .split('\n')
    .flatMap((line) => (columns === undefined ? [line] : wrap(line, columns - indent.length)))
    .map((line) => `${`${indent}${paint(line, tone)}`.trimEnd()}\n`)
    .join('');
}

/** Facts in one line, ` · ` between them, as many to a line as fit. */
function drawFacts(facts: readonly Fact[], { columns, paint }: Space): string {
  const separator = ' · ';
  const lines: string[] = [];
  let width = 0;
  for (const { text, tone } of facts) {
    const pieces = columns === undefined ? [safeText(text)] : wrap(safeText(text), columns);
    for (const piece of pieces) {
      const wider = width + separator.length + cellWidth(piece);
      const joined = lines.length > 0 && wider <= (columns ?? Number.MAX_SAFE_INTEGER);
      if (joined) lines.push(`${lines.pop()}${separator}${paint(piece, tone)}`);
      else lines.push(paint(piece, tone));
      width = joined ? wider : cellWidth(piece);
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}
