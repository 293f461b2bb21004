/** A statement of node-sqlite3: `all` runs it with what is bound, one after the other. */
interface Statement {
  all(bindings: readonly unknown[], done: (error: Error | null, rows: unknown[]) => void): void;
  finalize(): void;
}

/** A raw node-sqlite3 connection. */
export interface SqliteConnection {
  prepare(sql: string, done: (error: Error | null) => void): Statement;
  exec(sql: string, done: (error: Error | null) => void): void;
  close(done: (error: Error | null) => void): void;
}

/** So many statements a connection keeps at most; each holds what was bound last. */
const mostKept = 60;

/**
 * Statements of a connection that are run again and again. node-sqlite3 ends each statement in the thread that asked for it, and
 * SQLite makes that wait until the connection is free: where two statements are under way, as in an import, the program would
 * stand still for as long as the other one runs.
 */
export class KeptStatements {
  private readonly statements = new Map<string, Promise<Statement>>();
  private readonly connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.connection = connection;
  }

  /** Whether the statement is kept, or may be from now on. */
  hasRoomFor(sql: string): boolean {
    return this.statements.has(sql) || this.statements.size < mostKept;
  }

  /** Runs a statement; its rows. */
  async all(sql: string, bindings: readonly unknown[]): Promise<unknown[]> {
    const statement = await this.prepared(sql);
    return new Promise((resolve, reject) =>
      statement.all(bindings, (error, rows) => (error === null ? resolve(rows) : reject(error))),
    );
  }

  /** Ends them all: a connection that has statements cannot be closed. */
  async end(): Promise<void> {
    for (const statement of await Promise.allSettled(this.statements.values())) {
      if (statement.status === 'fulfilled') statement.value.finalize();
    }
    this.statements.clear();
  }

  private prepared(sql: string): Promise<Statement> {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const preparing = new Promise<Statement>((resolve, reject) => {
      const statement = this.connection.prepare(sql, (error) =>
        error === null ? resolve(statement) : reject(error),
      );
    });
    this.statements.set(sql, preparing);
    preparing.catch(() => this.statements.delete(sql));
    return preparing;
  }
}
