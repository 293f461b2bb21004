import { query, queryByIds, queryByTexts, type Session, updateRows } from '../../db/bulk.ts';
import type { Mention } from './model.ts';
import { erasedName } from './model.ts';
import { type Traces, withTexts } from './traces.ts';

const pageRows = 5_000;

/** Where a name is stored beside the contact that it was of. */
const authorColumns = {
  documents: 'author',
  messages: 'author',
  approvals: 'decided_by',
  signature_signers: 'name',
} as const;

/** Where a name is stored of which nobody knows any more whose it was: the contact had been deleted. */
const ofClients: Partial<Record<keyof typeof authorColumns, string>> = {
  documents: "side = 'client'",
  messages: "side = 'client'",
  approvals: "state in ('approved', 'declined')",
  signature_signers: 'true',
};

/** Puts "erased contact" in the place of their names; returns how many there were. */
export async function eraseAuthors(
  session: Session,
  contactIds: readonly number[],
  names: readonly string[],
): Promise<number> {
  let changed = 0;
  for (const [table, column] of Object.entries(authorColumns)) {
    const own = await queryByIds(
      session,
      `update ${table} set ${column} = '${erasedName}' where contact_id in {ids} and ${column} is not null returning id`,
      contactIds,
    );
    const left = await queryByTexts(
      session,
      `update ${table} set ${column} = '${erasedName}' where contact_id is null and ${column} in {texts}
         and ${ofClients[table as keyof typeof authorColumns]} returning id`,
      names,
    );
    changed += own.length + left.length;
  }
  return changed;
}

/** Deletes when they logged in, and from where. */
export async function eraseLogins(
  session: Session,
  contactIds: readonly number[],
  addressKeys: readonly string[],
): Promise<number> {
  const own = await queryByIds(
    session,
    'delete from logins where contact_id in {ids} returning id',
    contactIds,
  );
  const left = await queryByTexts(
    session,
    'delete from logins where contact_id is null and lower(address) in {texts} returning id',
    addressKeys,
  );
  return own.length + left.length;
}

/** Deletes mails to addresses, whatever became of them; one that is being sent is not stored any more when it is. */
export const eraseMails = async (session: Session, addressKeys: readonly string[]): Promise<number> =>
  (await queryByTexts(session, 'delete from mails where recipient_key in {texts} returning id', addressKeys))
    .length;

/** Deletes invitations and resets of addresses, with their tokens. */
export const erasePortalLinks = async (session: Session, addressKeys: readonly string[]): Promise<number> =>
  (
    await queryByTexts(
      session,
      'delete from portal_links where address_key in {texts} returning id',
      addressKeys,
    )
  ).length;

/** The portal users of addresses. */
export const usersOf = (session: Session, addressKeys: readonly string[]): Promise<Array<{ id: number }>> =>
  queryByTexts(session, 'select id from portal_users where address_key in {texts}', addressKeys);

/** Accounts with a photo that one of the contacts uploaded, and those of the accounts that have any. */
export async function photosOf(
  session: Session,
  contactIds: readonly number[],
  accountIds: readonly number[],
): Promise<number[]> {
  const rows = [
    ...(await queryByIds<{ id: number }>(
      session,
      'select account_id as id from account_photos where contact_id in {ids}',
      contactIds,
    )),
    ...(await queryByIds<{ id: number }>(
      session,
      'select account_id as id from account_photos where account_id in {ids}',
      accountIds,
    )),
  ];
  return [...new Set(rows.map(({ id }) => id))].sort((a, b) => a - b);
}

/** A column with texts that people wrote. */
export interface TextColumn {
  table: string;
  column: string;
  /** Which column has the number of the record that is called `record`. */
  id: string;
  record: string;
}

/** A cell of such a column in which somebody was found. */
export interface FoundText {
  id: number;
  text: string;
}

/** The cells of a column in which somebody is found, page by page. */
export async function* textsWith(
  session: Session,
  { table, column, id }: TextColumn,
  traces: Traces,
): AsyncGenerator<FoundText[]> {
  for (let after = 0; ; ) {
    // Several rows may be of one record: a page ends with the last of them.
    const [page] = await query<{ last: number | null }>(
      session,
      `select max(id) as last from (
         select ${id} as id from ${table} where ${id} > ? order by ${id} limit ${pageRows}) as page`,
      [after],
    );
    const last = page?.last ?? null;
    if (last === null) return;
    const rows = await query<FoundText>(
      session,
      `select ${id} as id, ${column} as text from ${table}
       where ${id} > ? and ${id} <= ? and ${column} is not null order by ${id}`,
      [after, last],
    );
    after = last;
    const found = rows.filter(({ text }) => traces.isIn(text));
    if (found.length > 0) yield found;
  }
}

/** The records whose texts speak of somebody, each once. */
export async function mentionsIn(
  session: Session,
  columns: readonly TextColumn[],
  traces: Traces,
): Promise<Mention[]> {
  const found = new Map<string, Mention>();
  for (const column of columns) {
    for await (const texts of textsWith(session, column, traces)) {
      for (const { id } of texts) found.set(`${column.record} ${id}`, { record: column.record, id });
    }
  }
  return [...found.values()];
}

/** Blacks somebody out of texts; returns how many were changed. The ids are those of the table's own rows. */
export async function blackOut(
  session: Session,
  column: Omit<TextColumn, 'id' | 'record'>,
  traces: Traces,
): Promise<number> {
  let changed = 0;
  for await (const texts of textsWith(session, { ...column, id: 'id', record: '' }, traces)) {
    await updateRows(
      session,
      column.table,
      { id: 'integer', [column.column]: 'text' },
      texts.map(({ id, text }) => [id, traces.blackedOut(text)]),
    );
    changed += texts.length;
  }
  return changed;
}

/** The same in texts of JSON, value by value. */
export const blackOutJson = (
  session: Session,
  column: Omit<TextColumn, 'id' | 'record'>,
  traces: Traces,
): Promise<number> => {
  const blackedOut = (text: string): string => {
    const value: unknown = JSON.parse(text);
    const after = withTexts(value, traces.blackedOut);
    return after === value ? text : JSON.stringify(after);
  };
  return blackOut(session, column, { blackedOut, isIn: (text) => blackedOut(text) !== text });
};
