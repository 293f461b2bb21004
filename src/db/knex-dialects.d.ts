// knex publishes its dialect classes without types of their own.
declare module 'knex/lib/dialects/*/index.js' {
  import type { Knex } from 'knex';

  const DialectClient: typeof Knex.Client;
  export default DialectClient;
}
