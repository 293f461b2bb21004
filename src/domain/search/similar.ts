import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import type { Candidate } from '../resolve.ts';
import { sortKey } from '../text/collation.ts';
import { fold } from '../text/folding.ts';

const neighbours = 20;

/** Accounts whose names look like a text that named none: those that share its beginning, or stand beside it. */
export async function similarAccounts(deps: Deps, text: string): Promise<Candidate[]> {
  const word = fold(text).trim().slice(0, 4);
  const { sql, bindings } = deps.dialect.search.indexed([[word]], 200);
  const sharing =
    word.length < 3
      ? []
      : await query<Candidate>(
          deps,
          `select a.id, a.name from accounts a where a.id in (select account_id from (${sql}) hits)`,
          bindings,
        );
  return [...sharing, ...(await beside(deps, 'accounts', 'name', text))];
}

/** Contacts whose names stand beside a text in the alphabet. */
export const similarContacts = (deps: Deps, text: string): Promise<Candidate[]> =>
  beside(deps, 'contacts', 'display_name', text);

async function beside(
  deps: Deps,
  table: 'accounts' | 'contacts',
  name: string,
  text: string,
): Promise<Candidate[]> {
  const key = sortKey(text);
  const after = await query<Candidate>(
    deps,
    `select id, ${name} as name from ${table} where name_sort >= ? order by name_sort limit ${neighbours}`,
    [key],
  );
  const before = await query<Candidate>(
    deps,
    `select id, ${name} as name from ${table} where name_sort < ? order by name_sort desc limit ${neighbours}`,
    [key],
  );
  return [...after, ...before];
}
