import { resolverOf } from '../resolve.ts';
import { similarContacts } from '../search/similar.ts';
import { addressKey, comparisonKey, tidy } from '../text/comparison.ts';

/**
 * Contacts by reference: an id, an e-mail, an exact display name or an external key, or one of them forced (`id:7`,
 * `email:…`, `name:…`, `key:…`). Throws CONTACT_NOT_FOUND, CONTACT_AMBIGUOUS (exit 3).
 */
export const {
  several: resolveContacts,
  one: resolveContact,
  ids: resolveContactIds,
} = resolverOf({
  noun: 'contact',
  byId: 'select id, display_name as name from contacts where id in {ids}',
  readings: {
    email: {
      keyOf: addressKey,
      // Unlinked e-mails (T6) are looked for when they are to be switched off.
      sql: `select c.id, c.display_name as name, e.address_key as matched
        from contact_emails e join contacts c on c.id = e.contact_id where e.address_key in {texts}
        union
        select c.id, c.display_name, r.address_key
        from account_access r join contacts c on c.id = r.contact_id where r.address_key in {texts}`,
    },
    name: {
      keyOf: comparisonKey,
      sql: 'select id, display_name as name, name_key as matched from contacts where name_key in {texts}',
    },
    key: {
      keyOf: tidy,
      sql: 'select id, display_name as name, external_key as matched from contacts where external_key in {texts}',
    },
  },
  similar: similarContacts,
  found: async (deps, text) => (await import('../search/found.ts')).findContacts(deps, text, { limit: 10 }),
  about: async (deps, ids) => (await import('../search/found.ts')).aboutContacts(deps, ids),
});
