/** What a column of a table asks for. */
export interface ColumnNeed {
  /** Cells of its widest value or heading. */
  widest: number;
  /** Numbers and ids: a part of one would be a wrong one. */
  whole: boolean;
}

/** Blanks between two columns. */
export const GUTTER = 2;
/** Below this a cut text says nothing any more. */
const NARROWEST_TEXT = 6;

/**
 * Widths that fit into so many cells: the widest text columns give way first, numbers and ids stay whole.
 * `undefined` when no table can be read in that space.
 */
export function fitColumns(needs: readonly ColumnNeed[], available: number): number[] | undefined {
  const widths = needs.map((need) => need.widest);
  let excess = widths.reduce((sum, width) => sum + width, 0) + GUTTER * (needs.length - 1) - available;
  while (excess > 0) {
    let widest = -1;
    for (const [index, need] of needs.entries()) {
      if (!need.whole && (widths[index] ?? 0) > (widths[widest] ?? NARROWEST_TEXT)) widest = index;
    }
    if (widest === -1) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}
