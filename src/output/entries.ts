import { cellWidth, cut, wrap } from './cells.ts';
import { fitColumns, GUTTER } from './columns.ts';
import { safeText } from './safe-text.ts';
import { type Space, short } from './table.ts';
import type { Block, Entry, Fact } from './view.ts';

type Entries = Extract<Block, { kind: 'entries' }>;

/** In front of every line, so that the titles of the parts stand out. */
const INDENT = 2;
/** A title that is cut to less than this says too little: then what is beside it goes below. */
const NARROWEST_TITLE = 16;
/** Where nothing is cut, a longer title pushes aside what follows in its own line alone. */
const WIDEST_ALIGNED = 60;

/** The columns of a line: number and mark in front, title, what is beside it, time. */
interface Widths {
  id: number;
  mark: number;
  title: number;
  aside: number;
  at: number;
}

/** A title with its facts, a line for each entry with further ones below it, and what is not shown. */
export function drawEntries({ title, facts, entries, more }: Entries, space: Space): string {
  const safe = entries.map((entry) => safeEntry(entry, space.columns));
  const { fitted, front } = widthsFor(safe, space.columns);
  const lines = [
    ...headLines(title, facts, space),
    ...safe.flatMap((entry) => [
      ...(fitted === undefined ? stacked(entry, front, space) : inColumns(entry, fitted, space)),
      ...behind(marginOf(front), entry.below ?? [], space),
    ]),
    ...(more === undefined ? [] : behind(INDENT, [{ text: safeText(more), tone: 'muted' }], space)),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** A title, and beside it or below what is said of all. */
export function headLines(title: string, facts: readonly Fact[], space: Space): string[] {
  const { columns = Number.POSITIVE_INFINITY, paint } = space;
  const name = safeText(title);
  const safe = facts.map((fact) => ({ ...fact, text: safeText(fact.text) }));
  const width = cellWidth(safe.map(({ text }) => text).join(', '));
  const joined = safe.map(({ text, tone }) => paint(text, tone)).join(', ');
  if (cellWidth(name) + GUTTER + width <= columns) {
    return [`${paint(name, 'strong')}${' '.repeat(GUTTER)}${joined}`];
  }
  const below = INDENT + width <= columns ? [' '.repeat(INDENT) + joined] : behind(INDENT, safe, space);
  return [paint(name, 'strong'), ...below];
}

/** Safe, and in its line not much longer than what the terminal shows of it. */
function safeEntry(entry: Entry, columns: number | undefined): Entry {
  const brief = (text: string, lines: number) =>
    columns === undefined ? safeText(text) : short(text, columns * lines);
  const { id, mark, title, isWhole, aside, at, below = [] } = entry;
  return {
    ...entry,
    id: safeText(id),
    ...(mark === undefined ? {} : { mark: { ...mark, text: brief(mark.text, 1) } }),
    title: isWhole ? safeText(title) : brief(title, 2),
    ...(aside === undefined ? {} : { aside: { ...aside, text: brief(aside.text, 1) } }),
    at: safeText(at),
    below: below.map((fact) => ({ ...fact, text: safeText(fact.text) })),
  };
}

/** What stands in front of titles, and all widths where columns leave enough of the titles. */
function widthsFor(
  entries: readonly Entry[],
  columns: number | undefined,
): { front: Pick<Widths, 'id' | 'mark'>; fitted: Widths | undefined } {
  const widest = (of: (entry: Entry) => string | undefined) =>
    entries.reduce((most, entry) => Math.max(most, cellWidth(of(entry) ?? '')), 0);
  const front = { id: widest(({ id }) => id), mark: widest(({ mark }) => mark?.text) };
  const title = widest((entry) => entry.title);
  const aside = widest((entry) => entry.aside?.text);
  const at = widest((entry) => entry.at);
  if (columns === undefined) {
    const aligned = (width: number) => Math.min(width, WIDEST_ALIGNED);
    return { front, fitted: { ...front, title: aligned(title), aside: aligned(aside), at } };
  }
  const needs = [title, ...(aside === 0 ? [] : [aside])].map((width) => ({ widest: width, whole: false }));
  const fit = fitColumns([...needs, { widest: at, whole: true }], columns - marginOf(front));
  const [room = 0] = fit ?? [];
  if (fit === undefined || room < Math.min(title, NARROWEST_TITLE)) return { front, fitted: undefined };
  return { front, fitted: { ...front, title: room, aside: aside === 0 ? 0 : (fit[1] ?? 0), at } };
}

function inColumns(
  { id, mark, title, isWhole, aside, at }: Entry,
  widths: Widths,
  { columns, paint }: Space,
): string[] {
  const cell = ({ text, tone }: Fact, width: number): string =>
    width === 0 ? '' : `${paint(text, tone)}${' '.repeat(Math.max(0, width - cellWidth(text)) + GUTTER)}`;
  const cutTo = (text: string, width: number) => (columns === undefined ? text : cut(text, width));
  const [first = '', ...rest] =
    isWhole && columns !== undefined ? wrap(title, widths.title) : [cutTo(title, widths.title)];
  return [
    inFront(id, mark, widths, paint) +
      cell({ text: first }, widths.title) +
      cell({ ...aside, text: cutTo(aside?.text ?? '', widths.aside) }, widths.aside) +
      at,
    ...rest.map((line) => ' '.repeat(marginOf(widths)) + line),
  ];
}

/** Where columns do not fit: the title, and below it what is beside it elsewhere. */
function stacked(
  { id, mark, title, aside, at }: Entry,
  front: Pick<Widths, 'id' | 'mark'>,
  space: Space,
): string[] {
  const { columns = Number.POSITIVE_INFINITY, paint } = space;
  const margin = marginOf(front);
  const separator = ' · ';
  const [first = '', ...rest] = wrap(title, Math.max(1, columns - margin));
  const joined = margin + cellWidth(aside?.text ?? '') + separator.length + cellWidth(at) <= columns;
  return [
    inFront(id, mark, front, paint) + first,
    ...rest.map((text) => ' '.repeat(margin) + text),
    ...(aside !== undefined && joined
      ? [' '.repeat(margin) + paint(aside.text, aside.tone) + separator + at]
      : behind(margin, [...(aside === undefined ? [] : [aside]), { text: at }], space)),
  ];
}

const marginOf = ({ id, mark }: Pick<Widths, 'id' | 'mark'>): number =>
  INDENT + (id === 0 ? 0 : id + GUTTER) + (mark === 0 ? 0 : mark + GUTTER);

const inFront = (
  id: string,
  mark: Fact | undefined,
  widths: Pick<Widths, 'id' | 'mark'>,
  paint: Space['paint'],
): string => {
  const gap = (width: number) => ' '.repeat(width === 0 ? 0 : GUTTER);
  const number = ' '.repeat(widths.id - cellWidth(id)) + paint(id, 'muted') + gap(widths.id);
  const word = paint(mark?.text ?? '', mark?.tone) + ' '.repeat(widths.mark - cellWidth(mark?.text ?? ''));
  return ' '.repeat(INDENT) + number + word + gap(widths.mark);
};

/** Texts in lines of their own, behind a margin. */
const behind = (margin: number, facts: readonly Fact[], { columns, paint }: Space): string[] =>
  facts.flatMap(({ text, tone }) =>
    (columns === undefined ? [text] : wrap(text, Math.max(1, columns - margin))).map(
      (line) => ' '.repeat(margin) + paint(line, tone),
    ),
  );
