import { insertItems, query, queryByIds, queryWithRows, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { ChainHead, Seal } from './model.ts';

/** As many as are looked for. */
const mostFaults = 20;

/** The end of the chain, and what it began with. */
export interface HeadRow extends ChainHead {
  earlierEntries: number;
  lastEarlierEntry: number;
}

/** The row of the chain's end; with `lock` it is held until the transaction ends. */
export async function readHead(
  session: Session,
  { lock = false }: { lock?: boolean } = {},
): Promise<HeadRow | undefined> {
  const [row] = await query<Record<keyof HeadRow, string | number>>(
    session,
    `select position, hash, earlier_entries as "earlierEntries", last_earlier_entry as "lastEarlierEntry"
     from audit_head where id = 1${lock ? session.dialect.lockRows : ''}`,
  );
  return row === undefined
    ? undefined
    : {
        position: Number(row.position),
        hash: String(row.hash),
        earlierEntries: Number(row.earlierEntries),
        lastEarlierEntry: Number(row.lastEarlierEntry),
      };
}

export async function moveHead(session: Session, { position, hash }: ChainHead): Promise<void> {
  await query(session, 'update audit_head set position = ?, hash = ? where id = 1', [position, hash]);
}

/** A seal as it is stored. */
export interface SealRow extends Seal {
  /** Null once entries of the set were erased. */
  secret: string | null;
  hash: string;
  /** The position of the seal that is in force in place of this one. */
  replacedBy: number | null;
}

/** The driver of PostgreSQL gives large integers as texts. */
type StoredSeal = Record<keyof SealRow, string | number | null>;

export const sealTable = defineTable<SealRow>('audit_seals', {
  position: ['position', 'integer'],
  seal: ['seal', 'integer'],
  entries: ['entries', 'integer'],
  lastEntry: ['last_entry', 'integer'],
  secret: ['secret', 'text'],
  digest: ['digest', 'text'],
  hash: ['hash', 'text'],
  replacedBy: ['replaced_by', 'integer'],
});

export const insertSeals = (session: Session, seals: readonly SealRow[]): Promise<void> =>
  insertItems(session, sealTable.name, sealTable.columns, seals, sealTable.fields);

/** Puts those seals out of force whose sets have got another one, at these positions; their secrets are gone for good. */
export async function replaceSeals(
  session: Session,
  replaced: ReadonlyArray<readonly [seal: number, by: number]>,
): Promise<void> {
  await queryWithRows(
    session,
    `update audit_seals set replaced_by = staged.by_position, secret = null from {rows} as staged
     where audit_seals.seal = staged.seal and audit_seals.replaced_by is null`,
    { seal: 'integer', by_position: 'integer' },
    replaced,
  );
}

/** The seals in force of these sets, in no particular order; of a set two only where somebody put one in. */
export async function readSealsInForce(session: Session, seals: readonly number[]): Promise<SealRow[]> {
  const rows = await queryByIds<StoredSeal>(
    session,
    `select ${sealTable.select()} from audit_seals where seal in {ids} and replaced_by is null`,
    seals,
  );
  return rows.map(sealOf);
}

/** The seals in force without any entry, the first of them. */
export async function sealsWithoutEntries(session: Session): Promise<SealRow[]> {
  const rows = await query<StoredSeal>(
    session,
    `select ${sealTable.select('s')} from audit_seals s where s.replaced_by is null and not exists (
       select 1 from audit_entries e where e.id between s.seal and s.last_entry and e.seal = s.seal)
     order by s.position limit ${mostFaults}`,
  );
  return rows.map(sealOf);
}

/**
 * Seals that are said to be replaced, and are not: the one that replaces another is behind it, and for the same entries. Nor do
 * they keep their secret.
 */
export async function wronglyReplaced(session: Session): Promise<SealRow[]> {
  const rows = await query<StoredSeal>(
    session,
    `select ${sealTable.select('s')} from audit_seals s left join audit_seals r on r.position = s.replaced_by
     where s.replaced_by is not null and (r.position is null or r.position <= s.position or r.seal <> s.seal
       or r.entries <> s.entries or r.last_entry <> s.last_entry or s.secret is not null)
     order by s.position limit ${mostFaults}`,
  );
  return rows.map(sealOf);
}

/** Those of the entries that say that somebody was erased. */
export async function erasingEntries(session: Session, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await queryByIds<{ id: number | string }>(
    session,
    `select id from audit_entries where id in {ids} and action = 'erased'`,
    ids,
  );
  return new Set(rows.map(({ id }) => Number(id)));
}

const sealOf = (row: StoredSeal): SealRow => ({
  position: Number(row.position),
  seal: Number(row.seal),
  entries: Number(row.entries),
  lastEntry: Number(row.lastEntry),
  secret: row.secret as string | null,
  digest: String(row.digest),
  hash: String(row.hash),
  replacedBy: row.replacedBy === null ? null : Number(row.replacedBy),
});
