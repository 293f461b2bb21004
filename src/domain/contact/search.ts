import { queryByIds } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { refreshSearch } from '../search/refresh.ts';

/** Brings the search documents of the accounts of contacts up to date (Q1). */
export async function refreshSearchOfContacts(deps: Deps, contactIds: readonly number[]): Promise<void> {
  const accounts = await queryByIds<{ id: number }>(
    deps,
    'select distinct account_id as id from account_contacts where contact_id in {ids}',
    contactIds,
  );
  await refreshSearch(
    deps,
    accounts.map((account) => account.id),
  );
}
