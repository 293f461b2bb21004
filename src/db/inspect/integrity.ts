import { query, type Session } from '../bulk.ts';

/** What an inspection of the stored bytes came to, and how far it could look. */
export interface Inspection {
  /** What was looked at, and by what means. */
  method: string;
  /** What is damaged, in the database's own words and without data of rows. */
  problems: string[];
}

/** So many problems are told; a damaged file has thousands. */
const mostProblems = 100;

/** Reads all that is stored and says what is damaged: pages, indexes, rows that break the constraints of their table. */
export const inspectIntegrity = (session: Session): Promise<Inspection> =>
  session.dialect.name === 'sqlite' ? inspectFile(session) : inspectServer(session);

async function inspectFile(session: Session): Promise<Inspection> {
  const rows = await query<{ integrity_check: string }>(session, `pragma integrity_check(${mostProblems})`);
  const problems = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  return { method: 'integrity_check of SQLite', problems };
}

/** A B-tree or a table of ours on PostgreSQL. */
interface Relation {
  oid: number;
  name: string;
  kind: 'table' | 'index';
  /** Only B-trees can be looked into. */
  method: string;
}

async function inspectServer(session: Session): Promise<Inspection> {
  const relations = await query<Relation>(
    session,
    `select c.oid::integer as oid, c.relname as name, case c.relkind when 'r' then 'table' else 'index' end as kind,
       coalesce(m.amname, '') as method
     from pg_class c left join pg_am m on m.oid = c.relam
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'i') order by c.relkind, c.relname`,
  );
  const amcheck = await amcheckSchema(session);
  const problems: string[] = [];
  const isReadable = ({ kind, method }: Relation) =>
    kind === 'table' || (amcheck !== undefined && method === 'btree');
  for (const relation of relations.filter(isReadable)) {
    const problem = await attempt(session, () => inspectRelation(session, relation, amcheck));
    if (problem !== undefined) problems.push(`${relation.kind} ${relation.name}: ${problem}`);
  }
  const method =
    amcheck === undefined
      ? 'every row of every table was read (the extension amcheck, which looks into tables and indexes, cannot be used)'
      : 'amcheck of PostgreSQL looked into every table and every B-tree';
  return { method, problems: problems.slice(0, mostProblems) };
}

/** The schema that amcheck is in; undefined where it is not installed or may not be used. */
async function amcheckSchema(session: Session): Promise<string | undefined> {
  const [row] = await query<{ schema: string; usable: boolean }>(
    session,
    `select quote_ident(n.nspname) as schema,
       bool_and(has_function_privilege(p.oid, 'execute')) as usable
     from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     join pg_proc p on p.pronamespace = n.oid and p.proname in ('bt_index_check', 'verify_heapam')
     where e.extname = 'amcheck' group by n.nspname`,
  );
  return row?.usable === true ? row.schema : undefined;
}

/** Throws what PostgreSQL says of a damaged relation. */
async function inspectRelation(
  session: Session,
  { oid, name, kind }: Relation,
  amcheck: string | undefined,
): Promise<string | undefined> {
  if (amcheck === undefined) {
    // Whole rows: what is stored beside the table, as long texts are, is read only when it is asked for.
    await query(session, `select sum(length(t::text)) from "${name}" t`);
    return undefined;
  }
  if (kind === 'index') {
    await query(session, `select ${amcheck}.bt_index_check(?::oid::regclass, true)`, [oid]);
    return undefined;
  }
  const found = await query<{ msg: string }>(
    session,
    `select msg from ${amcheck}.verify_heapam(?::oid::regclass) limit 1`,
    [oid],
  );
  return found[0]?.msg;
}

/** Codes of PostgreSQL for data and indexes that are damaged. */
const damage = new Set(['XX000', 'XX001', 'XX002', '58030', '22021']);

/** Whether the database says with an error that what it has stored is damaged. */
export function isDamage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | undefined)?.code ?? '');
  return code === 'SQLITE_CORRUPT' || code === 'DATABASE_DAMAGED' || damage.has(code);
}

/** The damage that a statement met; the transaction goes on. */
async function attempt(
  session: Session,
  work: () => Promise<string | undefined>,
): Promise<string | undefined> {
  await session.trx.raw('savepoint inspection');
  try {
    return await work();
  } catch (error) {
    await session.trx.raw('rollback to savepoint inspection');
    if (!isDamage(error)) throw error;
    return `it is damaged (${String((error as { code?: unknown }).code)})`;
  } finally {
    await session.trx.raw('release savepoint inspection');
  }
}
