const pageSize = 4_096;

/**
 * Which line of the file touched a record last, by record id. Ids of one run lie close together, so pages of plain
 * numbers keep a million of them in four megabytes.
 */
export class Claims {
  private readonly pages = new Map<number, Uint32Array>();

  add(id: number, line: number): void {
    const page = Math.floor(id / pageSize);
    let lines = this.pages.get(page);
    if (lines === undefined) {
      lines = new Uint32Array(pageSize);
      this.pages.set(page, lines);
    }
    lines[id % pageSize] = line;
  }

  /** The line, or undefined when no line of this run touched the record. */
  lineOf(id: number): number | undefined {
    return this.pages.get(Math.floor(id / pageSize))?.[id % pageSize] || undefined;
  }
}
