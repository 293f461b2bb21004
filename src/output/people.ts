import { measured } from './cells.ts';
import { type AnyView, fieldText, namedFields } from './fields.ts';
import { grouped } from './grouped.ts';
import { drawPage } from './page.ts';
import { paintFor } from './paint.ts';
import { safeText } from './safe-text.ts';
import type { OutputSettings, Sink } from './settings.ts';
import { type Space, tableDrawer } from './table.ts';
import type { Block, ListResult, ListView, RecordView } from './view.ts';

/** Rows that share their column widths; what is held in memory of a long list. */
const ROWS_PER_PORTION = 1000;

/** Writes a table or a page for people. What a batch did is said by its report, not here. */
export async function renderForPeople(
  view: Extract<AnyView, { kind: 'list' | 'record' }>,
  result: unknown,
  settings: OutputSettings,
  out: Sink,
  err: Sink,
): Promise<void> {
  const space: Space = {
    columns: settings.wide ? undefined : settings.columns,
    paint: await paintFor(settings.color.out),
    rule: settings.columns !== undefined,
  };
  if (view.kind === 'list') return renderList(view, result as ListResult<unknown>, settings, space, out, err);
  const blocks = recordBlocks(view, result, settings);
  if (blocks.length === 0) return;
  const pictures = await drawnPictures(blocks, settings);
  await out.write(await measured(() => drawPage(blocks, { ...space, pictures })));
}

/** The pictures of a page as text that draws them, each under a word of why where that is not possible. */
async function drawnPictures(
  blocks: readonly Block[],
  { pictures, columns = 80, color }: OutputSettings,
): Promise<ReadonlyMap<Block, string>> {
  const drawn = new Map<Block, string>();
  for (const block of blocks) {
    if (block.kind !== 'picture' || pictures === undefined) continue;
    const { drawPicture } = await import('./picture/draw.ts');
    const colors = color.out ? pictures.colors : 0;
    const result = await drawPicture(block.bytes, { way: block.way ?? pictures.way, colors, columns });
    drawn.set(block, 'drawn' in result ? result.drawn : `The picture is not drawn: ${result.reason}.\n`);
  }
  return drawn;
}

async function renderList(
  view: ListView<unknown>,
  result: ListResult<unknown>,
  settings: OutputSettings,
  space: Space,
  out: Sink,
  err: Sink,
): Promise<void> {
  const named = namedFields(view.fields, settings);
  const draw =
    named === undefined && view.page !== undefined
      ? pagesDrawer(view.page, space)
      : tableDrawer(named ?? view.fields.filter((field) => !field.hidden), space);
  const { above = [] } = result;
  if (above.length > 0) await out.write(await measured(() => `${drawPage(above, space)}\n`));
  if (named === undefined && view.whole !== undefined) {
    const rows: unknown[] = [];
    for await (const row of result.rows) rows.push(row);
    if (rows.length === 0) return settings.quiet ? undefined : err.write(`${safeText(view.empty)}\n`);
    const blocks = view.whole(rows, result);
    return out.write(await measured(() => drawPage(blocks, space)));
  }
  const limit = settings.tableRows ?? Number.POSITIVE_INFINITY;
  let shown = 0;
  let more = false;
  let portion: unknown[] = [];
  for await (const row of result.rows) {
    // One row beyond the limit is read: it tells that there are more.
    if (shown === limit) {
      more = true;
      break;
    }
    portion.push(row);
    shown += 1;
    if (portion.length === ROWS_PER_PORTION) {
      await out.write(await measured(() => draw(portion)));
      portion = [];
    }
  }
  if (portion.length > 0) await out.write(await measured(() => draw(portion)));
  if (settings.quiet) return;
  if (shown === 0) await err.write(`${safeText(view.empty)}\n`);
  if (more) {
    const total = grouped(await result.total());
    await err.write(`${grouped(shown)} of ${total}; --limit and --page show more, -o jsonl gives all\n`);
  }
}

/** Draws rows as pages, one below the other; it is given them in portions. */
function pagesDrawer(
  page: NonNullable<ListView<unknown>['page']>,
  space: Space,
): (rows: readonly unknown[]) => string {
  let portions = 0;
  return (rows) => {
    const drawn = rows.map((row) => drawPage(page(row), space)).join('\n');
    portions += 1;
    return portions === 1 ? drawn : `\n${drawn}`;
  };
}

/** The page; with `--fields` only those, yet still under the page's heading, so that everyone sees whose it is (A12). */
function recordBlocks(view: RecordView<unknown>, result: unknown, settings: OutputSettings): Block[] {
  const page = view.page?.(result) ?? [];
  const named = namedFields(view.fields, settings);
  if (named === undefined) return page;
  const pairs = named.map((field) => {
    const tone = field.tone?.(result);
    return { label: field.heading, value: fieldText(field, result), ...(tone === undefined ? {} : { tone }) };
  });
  return [...page.filter((block) => block.kind === 'heading'), { kind: 'pairs', pairs }];
}
