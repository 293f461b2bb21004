import type { Knex } from 'knex';
import { portalStatusIs } from '../access/roll-up.ts';
import type { Deps } from '../deps.ts';
import { fieldConditions, fieldSort } from '../field/filter.ts';
import type { Narrowing } from '../filter/model.ts';
import { filterNarrowing } from '../filter/narrow.ts';
import { type Listing, listing, type SortColumn } from '../listing.ts';
import { resolveTags } from '../tag/references.ts';
import { accountFilter } from './filter.ts';
import type { Account, AccountQuery, AccountSort } from './model.ts';
import { accountRecords } from './record.ts';
import { type AccountRow, accountTable } from './repository.ts';

const sortColumns: Record<AccountSort, SortColumn> = {
  name: { column: 'name_sort' },
  id: { column: 'id' },
  type: { column: 'type' },
  key: { column: 'external_key', nullable: true },
  created: { column: 'created_at' },
  updated: { column: 'updated_at' },
};

/** What a filter lets through, of `accounts`: asked one by one in the order of a list, or all at once. */
export type FilteredAccounts = (reading: 'each' | 'all') => Knex.QueryBuilder;

/** Accounts under a filter, unordered (Q3). Throws TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3), INVALID_FIELD_FILTER (exit 2). */
export async function filteredAccounts(deps: Deps, query: AccountQuery): Promise<FilteredAccounts> {
  const wanted = (await resolveTags(deps, query.tags ?? [])).map((tag) => tag.id);
  const unwanted = (await resolveTags(deps, query.notTags ?? [])).map((tag) => tag.id);
  const tagged = (tagIds: readonly number[]) =>
    deps
      .trx('account_tags')
      .select(deps.trx.raw('1'))
      .whereRaw('account_tags.account_id = accounts.id')
      .whereIn('account_tags.tag_id', tagIds);
  const ofStatus =
    query.portalStatus === undefined ? undefined : await portalStatusIs(deps, query.portalStatus);
  const conditions: Narrowing[] = await fieldConditions(deps, 'account', query.fields);
  for (const filter of query.where ?? []) conditions.push(await filterNarrowing(deps, accountFilter, filter));
  return (reading) => {
    const accounts = deps.trx('accounts');
    if (ofStatus !== undefined)
      accounts.whereRaw(ofStatus[reading].sql, ofStatus[reading].bindings as string[]);
    if (query.type !== undefined) accounts.where('accounts.type', query.type);
    if (query.archived === true) accounts.whereNotNull('accounts.archived_at');
    if (query.archived === false) accounts.whereNull('accounts.archived_at');
    for (const tag of wanted) accounts.whereExists(tagged([tag]));
    if (unwanted.length > 0) accounts.whereNotExists(tagged(unwanted));
    if (query.untagged === true) {
      accounts.whereNotExists(
        deps.trx('account_tags').select(deps.trx.raw('1')).whereRaw('account_tags.account_id = accounts.id'),
      );
    }
    for (const condition of conditions) condition(accounts, reading);
    return accounts;
  };
}

/** The ids of all accounts under a filter, ascending. Throws what {@link filteredAccounts} throws. */
export async function accountIdsUnder(deps: Deps, query: AccountQuery): Promise<number[]> {
  const filtered = await filteredAccounts(deps, query);
  const rows: Array<{ id: number }> = await filtered('all').orderBy('accounts.id').select('accounts.id');
  return rows.map(({ id }) => id);
}

/** Accounts under a filter, in alphabetical order unless said otherwise (Q3). Throws TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3). */
export async function listAccounts(deps: Deps, query: AccountQuery): Promise<Listing<Account>> {
  const filtered = await filteredAccounts(deps, query);
  const sort =
    query.sortField === undefined
      ? sortColumns[query.sort ?? 'name']
      : await fieldSort(deps, 'account', query.sortField);
  return listing<AccountRow, Account>(deps, {
    filtered: () => filtered('each'),
    counted: () => filtered('all'),
    columns: accountTable.select('accounts'),
    table: 'accounts',
    sort,
    descending: query.descending ?? false,
    paging: query,
    finish: (rows) => accountRecords(deps, rows),
  });
}
