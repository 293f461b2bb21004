import { query } from '../../db/bulk.ts';
import type { Contact } from '../contact/model.ts';
import { showContacts } from '../contact/record.ts';
import type { Deps } from '../deps.ts';
import { foldings } from '../text/folding.ts';

/**
 * The first contacts, in alphabetical order, whose names or e-mails contain every word of a text (Q2), whatever accounts
 * they belong to; without words the first of all. The one with the number that is searched for comes before them.
 */
export async function searchContacts(
  deps: Deps,
  { text, limit }: { text: string; limit: number },
): Promise<Contact[]> {
  const words = text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map(foldings);
  const number = /^#?\d{1,9}$/.test(text.trim()) ? Number(text.replace('#', '')) : undefined;
  const condition = words.length === 0 ? { sql: 'true', bindings: [] } : deps.dialect.search.contains(words);
  const rows = await query<{ id: number }>(
    deps,
    `select id from (select id, name_sort, search_text as body from contacts) c
     where ${condition.sql} order by name_sort, id limit ?`,
    [...condition.bindings, limit],
  );
  const ids = rows.map(({ id }) => id);
  const all = number === undefined ? ids : [number, ...ids.filter((id) => id !== number)];
  return (await showContacts(deps, all)).slice(0, limit);
}
