import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { fieldConditions, fieldSort } from '../field/filter.ts';
import type { Narrowing } from '../filter/model.ts';
import { filterNarrowing } from '../filter/narrow.ts';
import { type Listing, listing, type SortColumn } from '../listing.ts';
import { resolveTags } from '../tag/references.ts';
import { contactFilter } from './filter.ts';
import type { Contact, ContactQuery, ContactSort } from './model.ts';
import { contactRecords } from './record.ts';
import { type ContactRow, contactTable } from './repository.ts';

const sortColumns: Record<ContactSort, SortColumn> = {
  name: { column: 'name_sort' },
  id: { column: 'id' },
  key: { column: 'external_key', nullable: true },
  created: { column: 'created_at' },
  updated: { column: 'updated_at' },
};

/** Contacts under a filter, unordered (Q3): a query of `contacts`. Throws TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3). */
export async function filteredContacts(deps: Deps, query: ContactQuery): Promise<() => Knex.QueryBuilder> {
  const tags = (await resolveTags(deps, query.tags ?? [])).map((tag) => tag.id);
  const links = () =>
    deps
      .trx('account_contacts')
      .select(deps.trx.raw('1'))
      .whereRaw('account_contacts.contact_id = contacts.id');
  const conditions: Narrowing[] = await fieldConditions(deps, 'contact', query.fields);
  for (const filter of query.where ?? []) conditions.push(await filterNarrowing(deps, contactFilter, filter));
  return () => {
    const contacts = deps.trx('contacts');
    if (query.accountId !== undefined) {
      contacts.whereExists(links().where('account_contacts.account_id', query.accountId));
    }
    if (query.unlinked === true) contacts.whereNotExists(links());
    for (const tag of tags) {
      contacts.whereExists(
        links()
          .join('account_tags', 'account_tags.account_id', 'account_contacts.account_id')
          .where('account_tags.tag_id', tag),
      );
    }
    for (const condition of conditions) condition(contacts, 'each');
    return contacts;
  };
}

/** Contacts under a filter, in alphabetical order unless said otherwise (Q3). Throws TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3). */
export async function listContacts(deps: Deps, query: ContactQuery): Promise<Listing<Contact>> {
  const filtered = await filteredContacts(deps, query);
  const sort =
    query.sortField === undefined
      ? sortColumns[query.sort ?? 'name']
      : await fieldSort(deps, 'contact', query.sortField);
  return listing<ContactRow, Contact>(deps, {
    filtered,
    columns: contactTable.select('contacts'),
    table: 'contacts',
    sort,
    descending: query.descending ?? false,
    paging: query,
    finish: (rows) => contactRecords(deps, rows),
  });
}
