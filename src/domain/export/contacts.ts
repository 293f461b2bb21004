import { filteredContacts } from '../contact/list.ts';
import type { ContactQuery } from '../contact/model.ts';
import type { Deps } from '../deps.ts';
import type { KnownField } from '../field/model.ts';
import { holdsEmails } from '../field/values.ts';
import { contactTexts, type ListedRecord } from './model.ts';
import { inPages } from './pages.ts';
import { type ContactCells, contactsBehind, emailsOf } from './repository.ts';
import { listedValues, valuesIn } from './values.ts';

/** A contact with what tells it from others. */
export interface ListedContact extends ListedRecord {
  nameKey: string;
  hasSharedEmail: boolean;
}

const emailAt = contactTexts.indexOf('email');

/** Contacts from their cells, with their e-mails and values; in the order of the cells. */
export async function listedContacts(
  deps: Deps,
  fields: readonly KnownField[],
  rows: readonly ContactCells[],
): Promise<ListedContact[]> {
  const ids = [...new Set(rows.map(([id]) => id))];
  const values = await listedValues(deps, 'contact', fields, ids);
  const emailFields = new Map(fields.filter(holdsEmails).map(({ key, id }) => [key, id]));
  const primary = new Map<number, string>();
  const sharing = new Set<number>();
  for (const [id, source, address, shared] of await emailsOf(deps, ids)) {
    const field = emailFields.get(source);
    if (source === 'primary') primary.set(id, address);
    else if (field !== undefined) valuesIn(values, id).set(field, address);
    if (shared === 1) sharing.add(id);
  }
  return rows.map(([id, nameKey, ...texts]) => {
    texts[emailAt] = primary.get(id) ?? null;
    return { id, nameKey, texts, values: values.get(id) ?? none, hasSharedEmail: sharing.has(id) };
  });
}

const none: ListedRecord['values'] = new Map();

/**
 * The contacts under a filter, in the order of their numbers, page by page in flat memory (B5). Throws TAG_NOT_FOUND,
 * FIELD_NOT_FOUND (exit 3).
 */
export async function* pagesOfContacts(
  deps: Deps,
  fields: readonly KnownField[],
  query: ContactQuery,
): AsyncGenerator<ListedRecord[]> {
  const contacts = await filteredContacts(deps, query);
  yield* inPages(
    (page) => contactsBehind(deps, contacts(), page),
    (rows) => listedContacts(deps, fields, rows),
  );
}
