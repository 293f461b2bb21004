import { deriveByIds } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { lockAccounts } from '../link/repository.ts';

/**
 * Brings the search documents of accounts up to date: the folded texts of the account and of all its contacts,
 * one below the other, and its unlinked e-mails (Q1, T6). Called by every operation that changes one of them; triggers carry it into the trigram index.
 */
export async function refreshSearch(deps: Deps, accountIds: readonly number[]): Promise<void> {
  if (accountIds.length === 0) return;
  // Two writers, one of the account and one of its contact, would each write what it saw before the other's commit.
  await lockAccounts(deps, accountIds);
  const { joinLines, lineBreak } = deps.dialect;
  await deriveByIds(
    deps,
    'account_search',
    `insert into account_search (account_id, body)
     select a.id, a.search_text
       || coalesce(${lineBreak} || (select ${joinLines('c.search_text')} from account_contacts l
            join contacts c on c.id = l.contact_id where l.account_id = a.id), '')
       || coalesce(${lineBreak} || (select ${joinLines('r.address_key')} from account_access r
            where r.account_id = a.id and not exists (
              select 1 from contact_emails e where e.contact_id = r.contact_id and e.address_key = r.address_key)), '')
     from accounts a where a.id in {ids}
     on conflict (account_id) do update set body = excluded.body where account_search.body <> excluded.body`,
    accountIds,
  );
}
