import { setImmediate } from 'node:timers/promises';
import type { Session } from './bulk.ts';
import type { Dialect } from './dialect/dialect.ts';

/** So many statements wait at most: each holds the rows of a whole batch. */
const mostWaiting = 24;

/** Of so many records is written at once what follows from others. */
const mostGathered = 5_000;

interface Write {
  /** Its place among all that were handed over. */
  number: number;
  /** The table that it writes. */
  table: string;
  statement: () => Promise<unknown>;
}

/** Records of which something is to be written that follows from others. */
interface Gathered {
  sql: string;
  ids: number[];
  write: (ids: readonly number[]) => Promise<void>;
}

interface Read {
  /** Its SQL, or a table that it is about. */
  sql: string;
  /** Runs it and answers whoever waits for it; never throws. */
  answer: () => Promise<void>;
}

/** What is known of tables. */
export interface TableNature {
  /** Tables to which no other refers: what is written to them can wait for all else. */
  leaves?: readonly string[];
  /** Tables that hardly ever change: what was read of them alone is remembered. */
  settled?: readonly string[];
}

/** How a session's database takes statements. */
export interface Lanes {
  /** Whether it takes one while another runs, so that it never stands still until this thread hands it the next. */
  takesNext?: boolean;
}

/** The tables that a statement which only reads names, unless it holds what it reads. */
function tablesRead(sql: string): string[] {
  if (/\bfor (?:update|key share)\b/i.test(sql)) return [];
  return [...sql.matchAll(/\b(?:from|join)\s+([a-z_]+)\b(?!\s*\()/gi)].map(([, table = '']) => table);
}

/**
 * The statements of a session, carried out one at a time while their caller goes on: writes in their order, those of leaf
 * tables behind the others, or beside them where the database takes the next statement already, and a read as soon as no write
 * of a table that it mentions is waiting. So the next rows can be looked up, matched and planned while the
 * database still takes the values, documents and entries of those before.
 */
export class WriteQueue {
  private readonly writes: Write[] = [];
  private readonly leafWrites: Write[] = [];
  private readonly leaves: ReadonlySet<string>;
  private readonly settled: ReadonlySet<string>;
  /** Answers about settled tables, until one of these is written. */
  private readonly remembered = new Map<string, Promise<unknown>>();
  private readonly gathered = new Map<string, Gathered>();
  private reads: Read[] = [];
  private readonly hasLeafLane: boolean;
  private handedOver = 0;
  private isBusy = false;
  private isBusyWithLeaves = false;
  private failure: { error: unknown } | undefined;
  /** Whoever waits until at most so many writes are left. */
  private waiting: Array<{ left: number; resolve: () => void }> = [];
  /** Of the work that this is a part of: what a part writes, the whole remembers no longer. */
  private readonly whole: WriteQueue | undefined;

  constructor(
    { leaves = [], settled = [], takesNext = false }: TableNature & Lanes = {},
    whole?: WriteQueue,
  ) {
    this.hasLeafLane = takesNext;
    this.leaves = new Set(leaves);
    this.settled = new Set(settled);
    this.whole = whole;
  }

  /**
   * Hands over a statement that writes a table; resolves as soon as there is room for more. One that follows a failure is
   * left out: the transaction is to be rolled back.
   */
  async add(table: string, statement: () => Promise<unknown>): Promise<void> {
    if (this.failure !== undefined) return;
    if (this.settled.has(table)) this.forget();
    this.handedOver += 1;
    const lane = this.leaves.has(table) ? this.leafWrites : this.writes;
    lane.push({ table, statement, number: this.handedOver });
    this.goOn();
    // Lets answers of the database through: it gets its next statement only from this thread, and would stand still
    // while the rows of several statements are made.
    await setImmediate();
    await this.until(mostWaiting);
  }

  /**
   * Takes note of records of which a table is to get what follows from other tables when it is written: that can be later, for
   * many at once. `write` hands over the statement; resolves as soon as there is room for more.
   */
  async gather(table: string, sql: string, ids: readonly number[], write: Gathered['write']): Promise<void> {
    if (this.gathered.get(table)?.sql !== sql) await this.handOverGathered(table);
    const gathered = this.gathered.get(table) ?? { sql, ids: [], write };
    this.gathered.set(table, gathered);
    for (const id of ids) gathered.ids.push(id);
    if (gathered.ids.length >= mostGathered) await this.handOverGathered(table);
  }

  private async handOverGathered(table: string): Promise<void> {
    const gathered = this.gathered.get(table);
    this.gathered.delete(table);
    await gathered?.write(gathered.ids);
  }

  /** Runs a statement that only reads, behind all writes of the tables that its SQL mentions. Throws what the first of them threw. */
  read<T>(sql: string, statement: () => Promise<T>): Promise<T> {
    for (const table of this.gathered.keys()) if (sql.includes(table)) void this.handOverGathered(table);
    return new Promise((resolve, reject) => {
      const answer = async () => {
        if (this.failure !== undefined) return reject(this.failure.error);
        await statement().then(resolve, reject);
      };
      this.reads.push({ sql, answer });
      this.goOn();
    });
  }

  /** What {@link read} answers, remembered where the statement is about settled tables alone. */
  async ask<Row>(sql: string, bindings: readonly unknown[], statement: () => Promise<Row[]>): Promise<Row[]> {
    const tables = tablesRead(sql);
    const isSettled = tables.length > 0 && tables.every((table) => this.settled.has(table));
    if (!isSettled) return this.read(sql, statement);
    const question = JSON.stringify([sql, bindings]);
    const answer = (this.remembered.get(question) as Promise<Row[]> | undefined) ?? this.read(sql, statement);
    this.remembered.set(question, answer);
    return (await answer).map((row) => ({ ...row }));
  }

  /** Forgets what was remembered, also by the work that this is a part of: something was written that may be anything, or undone. */
  forget(): void {
    this.remembered.clear();
    this.whole?.forget();
  }

  /** Waits until all is written. Throws what the first statement that failed threw. */
  async written(): Promise<void> {
    for (const table of this.gathered.keys()) await this.handOverGathered(table);
    await this.until(0);
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Leaves out what has not begun yet, and waits for what has: the transaction can be rolled back. */
  async abandon(): Promise<void> {
    this.failure ??= { error: new Error('the writes were abandoned') };
    this.gathered.clear();
    await this.until(0);
  }

  private async until(left: number): Promise<void> {
    if (this.isReached(left)) return;
    await new Promise<void>((resolve) => this.waiting.push({ left, resolve }));
  }

  /** Sets to work who stands still; what one does may be what the other waits for. */
  private goOn(): void {
    if (!this.isBusy) {
      this.isBusy = true;
      void this.work();
    }
    if (this.hasLeafLane && !this.isBusyWithLeaves) {
      this.isBusyWithLeaves = true;
      void this.workOnLeaves();
    }
  }

  private async work(): Promise<void> {
    for (;;) {
      const read = this.reads.find((candidate) => this.isReady(candidate));
      const lane = this.writes.length > 0 || this.hasLeafLane ? this.writes : this.leafWrites;
      const [write] = lane;
      if (read !== undefined) {
        this.reads = this.reads.filter((other) => other !== read);
        await read.answer();
      } else if (write !== undefined) {
        await this.carryOut(write);
        lane.shift();
        this.goOn();
      } else break;
      this.tell();
    }
    this.isBusy = false;
    this.tell();
  }

  private async workOnLeaves(): Promise<void> {
    for (;;) {
      const [write] = this.leafWrites;
      const [earlier] = this.writes;
      // It may refer to rows that are written by what was handed over before.
      if (write === undefined || (earlier !== undefined && earlier.number < write.number)) break;
      await this.carryOut(write);
      this.leafWrites.shift();
      this.goOn();
      this.tell();
    }
    this.isBusyWithLeaves = false;
    this.tell();
  }

  private isReady({ sql }: Read): boolean {
    const isMentioned = ({ table }: Write) => sql.includes(table);
    return (
      this.failure !== undefined || !(this.writes.some(isMentioned) || this.leafWrites.some(isMentioned))
    );
  }

  private async carryOut({ statement }: Write): Promise<void> {
    if (this.failure !== undefined) return;
    try {
      await statement();
    } catch (error) {
      this.failure ??= { error };
    }
  }

  private tell(): void {
    const reached = this.waiting.filter(({ left }) => this.isReached(left));
    if (reached.length === 0) return;
    this.waiting = this.waiting.filter((one) => !reached.includes(one));
    for (const { resolve } of reached) resolve();
  }

  /** Whether at most so many writes are left; none are when the last one is done. */
  private isReached(left: number): boolean {
    return (
      this.writes.length + this.leafWrites.length <= left &&
      (left > 0 || !(this.isBusy || this.isBusyWithLeaves))
    );
  }
}

/**
 * A session whose inserts are not waited for, so that the next rows are made while the database takes these. What reads
 * waits for what was written to the same tables. Whoever asks for such a session waits for `writes.written()` in the end.
 */
export function writingBehind<Behind extends Session>(
  session: Behind,
  nature: TableNature,
): Behind & { writes: WriteQueue } {
  const { dialect } = session;
  const writes = new WriteQueue({ ...nature, takesNext: dialect.takesNext }, session.writes);
  // A part of work that writes behind already: ids are given by the whole, which has to know of all of them.
  const isPart = session.writes !== undefined;
  const counting = dialect.name === 'sqlite' && !isPart ? countingOn : sequenceAside;
  return {
    ...session,
    writes,
    dialect: {
      ...dialect,
      reserveIds: counting(dialect, writes),
      lockTexts: (...asked) => writes.read('', () => dialect.lockTexts(...asked)),
    },
  };
}

/** SQLite's only writer knows itself which ids it has given: it asks once, behind the rows that have some. */
function countingOn(dialect: Dialect, writes: WriteQueue): Dialect['reserveIds'] {
  const next = new Map<string, number>();
  return async (trx, table, count) => {
    const reserved = next.get(table);
    const first = reserved ?? (await writes.read(table, () => dialect.reserveIds(trx, table, 1)))[0] ?? 1;
    next.set(table, first + count);
    return Array.from({ length: count }, (_, offset) => first + offset);
  };
}

/** Neither a sequence of PostgreSQL nor who counts looks at rows: nothing written has to be waited for. */
const sequenceAside =
  (dialect: Dialect, writes: WriteQueue): Dialect['reserveIds'] =>
  (...asked) =>
    writes.read('', () => dialect.reserveIds(...asked));
