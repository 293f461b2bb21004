/** What is counted of a section. Where no row was read none is there, and the database need not be asked. */
export const countsOf = <Counts>(
  rows: readonly unknown[],
  count: () => Promise<Counts>,
  none: Counts,
): Promise<Counts> => (rows.length === 0 ? Promise.resolve(none) : count());
