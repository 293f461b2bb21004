import { query, type Session } from '../bulk.ts';

/** Rows of a table that refer to rows of another one which are not there. */
export interface BrokenReference {
  table: string;
  parent: string;
  count: number;
}

/** Looks up all foreign keys of all rows, whether or not the database was made to enforce them meanwhile. */
export const brokenReferences = (session: Session): Promise<BrokenReference[]> =>
  session.dialect.name === 'sqlite' ? brokenInFile(session) : brokenOnServer(session);

async function brokenInFile(session: Session): Promise<BrokenReference[]> {
  const rows = await query<{ table: string; parent: string; count: number }>(
    session,
    `select "table", parent, count(*) as count from pragma_foreign_key_check group by "table", parent order by "table", parent`,
  );
  return rows;
}

interface ForeignKey {
  table: string;
  parent: string;
  /** JSON arrays of the columns at both ends, in the same order. */
  columns: string[];
  parentColumns: string[];
}

async function brokenOnServer(session: Session): Promise<BrokenReference[]> {
  const keys = await query<ForeignKey>(
    session,
    `select c.conrelid::regclass::text as "table", c.confrelid::regclass::text as parent,
       (select json_agg(quote_ident(a.attname) order by k.place) from unnest(c.conkey) with ordinality k (number, place)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number) as columns,
       (select json_agg(quote_ident(a.attname) order by k.place) from unnest(c.confkey) with ordinality k (number, place)
          join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number) as "parentColumns"
     from pg_constraint c
     where c.contype = 'f' and c.connamespace = current_schema()::regnamespace order by 1, 2`,
  );
  const broken: BrokenReference[] = [];
  for (const { table, parent, columns, parentColumns } of keys) {
    const given = columns.map((column) => `t.${column} is not null`).join(' and ');
    const same = columns.map((column, index) => `p.${parentColumns[index]} = t.${column}`).join(' and ');
    const [row] = await query<{ count: number | string }>(
      session,
      `select count(*) as count from ${table} t where ${given} and not exists (select 1 from ${parent} p where ${same})`,
    );
    const count = Number(row?.count ?? 0);
    if (count > 0) broken.push({ table, parent, count });
  }
  return broken;
}
