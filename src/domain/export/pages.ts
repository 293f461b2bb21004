/** Enough for a statement to be worth its price, little enough for flat memory. */
const pageRows = 2_000;

/**
 * Rows in the order of their ids, page by page. The next page is read while the last one is used: the database works in
 * a thread of its own.
 */
export async function* inPages<Cells extends readonly [id: number, ...rest: unknown[]], Row>(
  read: (page: { id: number; limit: number }) => Promise<Cells[]>,
  complete: (rows: Cells[]) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  const pageBehind = async (id: number) => {
    const cells = (await read({ id, limit: pageRows })).sort(([one], [other]) => one - other);
    const last = cells.at(-1)?.[0];
    if (last === undefined) return undefined;
    return { rows: await complete(cells), last: cells.length < pageRows ? undefined : last };
  };
  let page = await pageBehind(0);
  while (page !== undefined) {
    const { rows, last } = page;
    const next = last === undefined ? undefined : pageBehind(last);
    // Whoever stops reading does not wait for it; a failure is thrown when the page is asked for.
    next?.catch(() => {});
    try {
      yield rows;
    } finally {
      await next?.catch(() => {});
    }
    page = await next;
  }
}
