import { filteredContacts } from '../contact/list.ts';
import type { ContactQuery } from '../contact/model.ts';
import type { Deps } from '../deps.ts';
import type { KnownField } from '../field/model.ts';
import { holdsEmails } from '../field/values.ts';
import { addressKey } from '../text/comparison.ts';
import { contactTexts, type ListedRecord } from './model.ts';
import { inOrder, inPages } from './pages.ts';
import { type ContactPage, contactAt, readContacts } from './repository.ts';
import { listedValues } from './values.ts';

const emailAt = contactTexts.indexOf('email');

/** Contacts as they were read, and those of them who have one of these addresses, as compared. */
export function listedContacts(
  fields: readonly KnownField[],
  { contacts, emails, contactValues }: ContactPage,
  shared: ReadonlySet<string> = new Set(),
): { contacts: ListedRecord[]; sharing: ReadonlySet<number> } {
  const values = listedValues('contact', fields, contactValues);
  const emailFields = new Map(fields.filter(holdsEmails).map(({ key, id }) => [key, values.get(id)]));
  const primary = new Map<number, string>();
  const sharing = new Set<number>();
  const [contactIds, sources, addresses] = emails;
  for (const [at, id] of contactIds.entries()) {
    const [source = '', address = ''] = [sources[at], addresses[at]];
    if (source === 'primary') primary.set(id, address);
    else emailFields.get(source)?.set(id, address);
    if (shared.size > 0 && shared.has(addressKey(address))) sharing.add(id);
  }
  const ids = contacts[contactAt.id] as number[];
  contacts[emailAt] = ids.map((id) => primary.get(id) ?? null);
  const page = { columns: contacts, values };
  const listed = ids.map((id, at) => ({ id, page, at }));
  return { contacts: listed, sharing };
}

/**
 * The contacts under a filter, in the order of their numbers, page by page in flat memory (B5). Throws TAG_NOT_FOUND,
 * FIELD_NOT_FOUND (exit 3).
 */
export async function* pagesOfContacts(
  deps: Deps,
  fields: readonly KnownField[],
  query: ContactQuery,
): AsyncGenerator<ListedRecord[]> {
  yield* inPages(deps, async () => {
    const contacts = await filteredContacts(deps, query);
    return {
      read: (page) => readContacts(deps, contacts(), page),
      ids: idsOf,
      rows: async (stored) => inOrder(listedContacts(fields, stored).contacts),
    };
  });
}

const idsOf = ({ contacts }: ContactPage) => contacts[contactAt.id] as number[];
