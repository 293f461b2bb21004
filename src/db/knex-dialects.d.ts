// knex publishes its dialect classes without types of their own.
declare module 'knex/lib/dialects/*/index.js' {
  import type { Knex } from 'knex';

  const DialectClient: typeof Knex.Client;
  export default DialectClient;
}

declare module 'knex/lib/dialects/sqlite3/index.js' {
  import { Knex } from 'knex';

  // Client's own types leave out what a dialect is asked for.
  export default class SqliteClient<Connection, Query> extends Knex.Client {
    _query(connection: Connection, query: Query): Promise<Query>;
    acquireRawConnection(): Promise<Connection>;
    destroyRawConnection(connection: Connection): Promise<void>;
  }
}
