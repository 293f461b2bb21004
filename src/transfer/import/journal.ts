/** How to take back what was noted in memory, for work whose writes are undone. It keeps nothing until it is begun. */
export class Journal {
  private undos: Array<() => void> | undefined;

  /** From here on everything noted can be taken back; what was noted before stays for good. */
  begin(): void {
    this.undos = [];
  }

  /** Notes how something is taken back; called before it is done. */
  add(undo: () => void): void {
    this.undos?.push(undo);
  }

  get isKept(): boolean {
    return this.undos !== undefined;
  }

  /** A moment to come back to. */
  mark(): number {
    return this.undos?.length ?? 0;
  }

  /** Takes back, the last first, what was noted since the moment; all since the beginning when none is given. */
  undo(mark = 0): void {
    while (this.undos !== undefined && this.undos.length > mark) this.undos.pop()?.();
  }
}
