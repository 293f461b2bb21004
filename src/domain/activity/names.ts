import { queryByIds } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import type { StoredAuthor } from './authors.ts';
import type { Author } from './model.ts';

/** A record with its name. */
export interface Named {
  id: number;
  name: string;
}

/** What the accounts and contacts of records of activity are called today. */
export interface Names {
  account: (id: number) => Named;
  /** A contact that is gone is null. */
  contact: (id: number | null) => Named | null;
  author: (stored: StoredAuthor) => Author;
}

/** Reads the names that records of activity are shown with. */
export async function namesFor(
  deps: Deps,
  rows: ReadonlyArray<{ accountId: number; contactId?: number | null | undefined }>,
): Promise<Names> {
  const accounts = await namesOf(
    deps,
    'select id, name from accounts where id in {ids}',
    rows.map(({ accountId }) => accountId),
  );
  const contacts = await namesOf(
    deps,
    'select id, display_name as name from contacts where id in {ids}',
    rows.flatMap(({ contactId }) => contactId ?? []),
  );
  const contact = (id: number | null): Named | null => {
    const name = id === null ? undefined : contacts.get(id);
    return id === null || name === undefined ? null : { id, name };
  };
  return {
    account: (id) => ({ id, name: accounts.get(id) ?? '' }),
    contact,
    author: ({ side, author, contactId }) => ({ side, name: author, contact: contact(contactId) }),
  };
}

async function namesOf(deps: Deps, sql: string, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await queryByIds<Named>(deps, sql, [...new Set(ids)]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
