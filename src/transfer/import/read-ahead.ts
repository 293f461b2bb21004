/** Gives the items of a source and has the next one made while the taker works on the one before. */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = begun(source);
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = begun(source);
      yield value;
    }
  } finally {
    // The taker may stop early; what is under way ends first, and then the source is closed.
    await next.catch(() => {});
    await source.return(undefined);
  }
}

/** The next item. An error is thrown where the item is asked for, not before. */
function begun<Item>(source: AsyncGenerator<Item>): Promise<IteratorResult<Item>> {
  const next = source.next();
  next.catch(() => {});
  return next;
}
