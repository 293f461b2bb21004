import { query, queryByIds } from '../../db/bulk.ts';
import { isDamage } from '../../db/inspect/integrity.ts';
import { withSavepoint } from '../../db/savepoint.ts';
import type { Deps } from '../deps.ts';
import { refreshSearch } from '../search/refresh.ts';
import type { Look } from './model.ts';
import { finding, lookOf, mostExamples, some } from './rules.ts';

const pageRows = 2_000;

interface Document {
  id: number;
  ownText: string;
  body: string | null;
}

/** Compares the search document of each account with the texts that it is made of, in whatever order (Q1). */
export async function lookAtDocuments(deps: Deps): Promise<Look> {
  let count = 0;
  const examples: string[] = [];
  for await (const stale of staleDocuments(deps)) {
    count += stale.length;
    for (const id of stale) if (examples.length < mostExamples) examples.push(`account ${id}`);
  }
  return lookOf(count, () => ({
    message: `${some(count, 'account is', 'accounts are')} not found by all that should find ${count === 1 ? 'it' : 'them'}`,
    examples,
    fixable: true,
  }));
}

/** Makes the search documents anew that are not in step. Returns how many. */
export async function mendDocuments(deps: Deps): Promise<number> {
  let count = 0;
  for await (const stale of staleDocuments(deps)) {
    await refreshSearch(deps, stale);
    count += stale.length;
  }
  return count;
}

async function* staleDocuments(deps: Deps): AsyncGenerator<number[]> {
  for (let after = 0; ; ) {
    const page = await query<Document>(
      deps,
      `select a.id, a.search_text as "ownText", s.body from accounts a left join account_search s on s.account_id = a.id
       where a.id > ? order by a.id limit ${pageRows}`,
      [after],
    );
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
    const ids = page.map(({ id }) => id);
    const texts = new Map<number, string[]>();
    for (const { id, text } of await furtherTexts(deps, ids)) {
      const own = texts.get(id);
      if (own === undefined) texts.set(id, [text]);
      else own.push(text);
    }
    yield page
      .filter(
        ({ id, ownText, body }) => body === null || !sameLines(body, [ownText, ...(texts.get(id) ?? [])]),
      )
      .map(({ id }) => id);
  }
}

/** What the search documents of accounts hold beside the accounts' own texts. */
const furtherTexts = (deps: Deps, ids: readonly number[]): Promise<Array<{ id: number; text: string }>> =>
  queryByIds(
    deps,
    `select l.account_id as id, c.search_text as text from account_contacts l join contacts c on c.id = l.contact_id
     where l.account_id in {ids}
     union all
     select r.account_id, r.address_key from account_access r where r.account_id in {ids} and not exists (
       select 1 from contact_emails e where e.contact_id = r.contact_id and e.address_key = r.address_key)`,
    ids,
  );

/** The order in which a database joins the texts of several contacts is its own business. */
function sameLines(body: string, texts: readonly string[]): boolean {
  const wanted = texts.join('\n');
  if (body === wanted) return true;
  if (body.length !== wanted.length) return false;
  return body.split('\n').sort().join('\n') === wanted.split('\n').sort().join('\n');
}

/**
 * Compares the trigram index with the search documents. SQLite does that as if it were writing, so it needs a unit of work in
 * which it may; PostgreSQL has no way to look into such an index.
 */
export async function lookAtIndex(deps: Deps): Promise<Look> {
  if (deps.dialect.name === 'postgres') {
    return { findings: [], note: 'PostgreSQL keeps it in step by itself and cannot look into it' };
  }
  try {
    await withSavepoint(deps, () =>
      query(
        deps,
        `insert into account_search_index (account_search_index, rank) values ('integrity-check', 1)`,
      ),
    );
    return { findings: [] };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return {
      findings: [
        finding({
          message: 'the search index is not in step with the search documents',
          count: 1,
          fixable: true,
        }),
      ],
    };
  }
}

/** Makes the trigram index anew. */
export async function mendIndex(deps: Deps): Promise<number> {
  if (deps.dialect.name === 'postgres') return 0;
  await query(deps, `insert into account_search_index (account_search_index) values ('rebuild')`);
  return 1;
}
