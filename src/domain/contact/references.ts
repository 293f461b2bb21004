import { queryByIds, queryByTexts } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { byValue, type Candidate, type Lookup, resolve } from '../resolve.ts';
import { similarContacts } from '../search/similar.ts';
import { addressKey, comparisonKey, tidy } from '../text/comparison.ts';

type Matched = Candidate & { matched: string };

const lookup = (deps: Deps): Lookup => ({
  noun: 'contact',
  byId: (ids) =>
    queryByIds<Candidate>(deps, 'select id, display_name as name from contacts where id in {ids}', ids),
  readings: {
    email: async (values) =>
      byValue(
        values,
        addressKey,
        await queryByTexts<Matched>(
          deps,
          `select c.id, c.display_name as name, e.address_key as matched
           from contact_emails e join contacts c on c.id = e.contact_id where e.address_key in {texts}`,
          values.map(addressKey),
        ),
      ),
    name: async (values) =>
      byValue(
        values,
        comparisonKey,
        await queryByTexts<Matched>(
          deps,
          'select id, display_name as name, name_key as matched from contacts where name_key in {texts}',
          values.map(comparisonKey),
        ),
      ),
    key: async (values) =>
      byValue(
        values,
        tidy,
        await queryByTexts<Matched>(
          deps,
          'select id, display_name as name, external_key as matched from contacts where external_key in {texts}',
          values.map(tidy),
        ),
      ),
  },
  similar: (text) => similarContacts(deps, text),
});

/**
 * Contacts by reference: an id, an e-mail, an exact display name or an external key, or one of them forced (`id:7`,
 * `email:…`, `name:…`, `key:…`). Throws CONTACT_NOT_FOUND, CONTACT_AMBIGUOUS (exit 3). In input order.
 */
export const resolveContacts = (deps: Deps, references: readonly string[]): Promise<Candidate[]> =>
  resolve(lookup(deps), references);

/** The id of the contact that one reference means; throws like {@link resolveContacts}. */
export async function resolveContact(deps: Deps, reference: string): Promise<number> {
  const [found] = await resolveContacts(deps, [reference]);
  if (found === undefined) throw new Error('resolveContacts gave nothing for one reference');
  return found.id;
}

/** The ids of contacts, each once, in input order; throws like {@link resolveContacts}. */
export async function resolveContactIds(deps: Deps, references: readonly string[]): Promise<number[]> {
  return [...new Set((await resolveContacts(deps, references)).map((found) => found.id))];
}
