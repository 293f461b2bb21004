import type { Knex } from 'knex';
import { migrations } from '../../../migrations/index.ts';
import type { Dialect } from '../dialect/dialect.ts';

/** A part of the schema, with what makes it what it is. */
interface SchemaPart {
  kind: string;
  name: string;
  definition: string;
}

/** Where the schema is not as the migrations make it. */
export interface SchemaDifference {
  /** `extra`: somebody added it; kontor does not know it. */
  difference: 'missing' | 'changed' | 'extra';
  /** `index accounts_by_name`, `column accounts.name` */
  part: string;
}

/** Tables that keep the books of the migrations, and what the engine makes for itself. */
const inner = `not like 'kontor\\_migrations%' escape '\\'`;

/** What differs between the schema of a database and that of one that was migrated just now. */
function differencesBetween(actual: readonly SchemaPart[], fresh: readonly SchemaPart[]): SchemaDifference[] {
  const nameOf = ({ kind, name }: SchemaPart) => `${kind} ${name}`;
  const found = new Map(actual.map((part) => [nameOf(part), part.definition]));
  const wanted = new Map(fresh.map((part) => [nameOf(part), part.definition]));
  const differences: SchemaDifference[] = [];
  for (const [part, definition] of wanted) {
    const own = found.get(part);
    if (own === undefined) differences.push({ difference: 'missing', part });
    else if (own !== definition) differences.push({ difference: 'changed', part });
  }
  for (const part of found.keys()) if (!wanted.has(part)) differences.push({ difference: 'extra', part });
  return differences;
}

/** The schema of a SQLite file, as the statements that made it. */
async function sqliteSchema(trx: Knex | Knex.Transaction, dialect: Dialect): Promise<SchemaPart[]> {
  const rows = dialect.rows<SchemaPart>(
    await trx.raw(
      `select type as kind, name, sql as definition from sqlite_schema
       where sql is not null and name not like 'sqlite\\_%' escape '\\' and tbl_name ${inner} order by type, name`,
    ),
  );
  return rows.map((row) => ({ ...row, definition: row.definition.replace(/\s+/g, ' ').trim() }));
}

/** The schema of PostgreSQL's tables in `namespace` (an expression that gives its oid). */
async function postgresSchema(
  trx: Knex | Knex.Transaction,
  dialect: Dialect,
  namespace: string,
): Promise<SchemaPart[]> {
  const own = `c.relnamespace = ${namespace} and c.relname ${inner}
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;
  const withoutSchema = (definition: string) =>
    String.raw`regexp_replace(${definition}, ' ON [^ ]+\.', ' ON ')`;
  return dialect.rows<SchemaPart>(
    await trx.raw(
      `select 'table' as kind, c.relname as name, 'table' as definition from pg_class c where ${own} and c.relkind = 'r'
       union all
       select 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
           || coalesce(' collate ' || l.collname, '') || case when a.attnotnull then ' not null' else '' end
           || case a.attidentity when '' then '' else ' identity' end || coalesce(' default ' || pg_get_expr(v.adbin, v.adrelid), '')
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         left join pg_collation l on l.oid = a.attcollation left join pg_attrdef v on v.adrelid = c.oid and v.adnum = a.attnum
         where ${own} and c.relkind = 'r'
       union all
       select 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
         from pg_class c join pg_constraint k on k.conrelid = c.oid where ${own} and c.relkind = 'r'
       union all
       select 'index', i.relname, ${withoutSchema('pg_get_indexdef(i.oid)')} || case when x.indisvalid then '' else ' (invalid)' end
         from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
         where ${own} and c.relkind = 'r'
       union all
       select 'trigger', c.relname || '.' || t.tgname, ${withoutSchema('pg_get_triggerdef(t.oid)')}
         from pg_class c join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal where ${own}
       union all
       select 'view', c.relname, 'view' from pg_class c where ${own} and c.relkind in ('v', 'm')
       union all
       select 'enforcement of', c.relname, string_agg(distinct t.tgenabled::text, '')
         from pg_class c join pg_trigger t on t.tgrelid = c.oid and t.tgisinternal where ${own} group by c.relname
       order by 1, 2`,
    ),
  );
}

/** The schema that the migrations make on this server: as temporary tables, in a transaction that is rolled back. */
async function freshPostgresSchema(trx: Knex.Transaction, dialect: Dialect): Promise<SchemaPart[]> {
  const [own] = dialect.rows<{ path: string }>(
    await trx.raw(`select current_setting('search_path') as path`),
  );
  await trx.raw(`select set_config('search_path', 'pg_temp, ' || ?, true)`, [own?.path ?? 'public']);
  // Nothing that others use is touched; should a migration ever try, it must not stand in their way.
  await trx.raw(`select set_config('lock_timeout', '2s', true)`);
  for (const { up } of migrations) await up(trx);
  return postgresSchema(trx, dialect, 'pg_my_temp_schema()');
}

/**
 * Compares the schema of a database with that of one that is migrated for the purpose: SQLite's in memory (`memory` opens
 * it), PostgreSQL's beside the real tables, for as long as a transaction lasts.
 */
export async function schemaDifferences(
  knex: Knex,
  dialect: Dialect,
  memory: () => Promise<Knex>,
): Promise<SchemaDifference[]> {
  if (dialect.name === 'postgres') {
    return passing(knex, async (trx) => {
      const actual = await postgresSchema(trx, dialect, 'current_schema()::regnamespace');
      return differencesBetween(actual, await freshPostgresSchema(trx, dialect));
    });
  }
  const fresh = await memory();
  try {
    const wanted = await passing(fresh, async (trx) => {
      for (const { up } of migrations) await up(trx);
      return sqliteSchema(trx, dialect);
    });
    return differencesBetween(await sqliteSchema(knex, dialect), wanted);
  } finally {
    await fresh.destroy();
  }
}

/** A transaction of which nothing is left. */
async function passing<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  const trx = await knex.transaction();
  try {
    return await work(trx);
  } finally {
    await trx.rollback().catch(() => {});
  }
}
