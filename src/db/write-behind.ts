import type { Session } from './bulk.ts';

/** Statements that are carried out one after the other while their caller goes on. */
export class WriteQueue {
  private last: Promise<void> = Promise.resolve();
  private failure: { error: unknown } | undefined;

  /** Hands a statement over. One that follows a failure is left out: the transaction is to be rolled back. */
  add(statement: () => Promise<unknown>): void {
    this.last = this.last.then(async () => {
      if (this.failure !== undefined) return;
      try {
        await statement();
      } catch (error) {
        this.failure = { error };
      }
    });
  }

  /** Waits until all is written. Throws what the first statement that failed threw. */
  async written(): Promise<void> {
    await this.last;
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Leaves out what has not begun yet, and waits for what has: the transaction can be rolled back. */
  async abandon(): Promise<void> {
    this.failure ??= { error: new Error('the writes were abandoned') };
    await this.last;
  }
}

/**
 * A session whose inserts are not waited for, so that the next rows are made while the database takes these. What reads
 * waits for all that was written before it. Whoever asks for such a session waits for `writes.written()` in the end.
 */
export function writingBehind<Behind extends Session>(session: Behind): Behind & { writes: WriteQueue } {
  const { dialect } = session;
  const writes = new WriteQueue();
  return {
    ...session,
    writes,
    dialect: {
      ...dialect,
      reserveIds: async (...asked) => {
        await writes.written();
        return dialect.reserveIds(...asked);
      },
      lockTexts: async (...asked) => {
        await writes.written();
        return dialect.lockTexts(...asked);
      },
    },
  };
}
