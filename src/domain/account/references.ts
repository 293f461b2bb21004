import { resolverOf } from '../resolve.ts';
import { similarAccounts } from '../search/similar.ts';
import { comparisonKey, tidy } from '../text/comparison.ts';

/**
 * Accounts by reference: an id, an exact name or an external key, or one of them forced (`id:42`, `name:…`, `key:…`).
 * Throws ACCOUNT_NOT_FOUND, ACCOUNT_AMBIGUOUS (exit 3).
 */
export const {
  several: resolveAccounts,
  one: resolveAccount,
  ids: resolveAccountIds,
} = resolverOf({
  noun: 'account',
  byId: 'select id, name from accounts where id in {ids}',
  readings: {
    name: {
      keyOf: comparisonKey,
      sql: 'select id, name, name_key as matched from accounts where name_key in {texts}',
    },
    key: {
      keyOf: tidy,
      sql: 'select id, name, external_key as matched from accounts where external_key in {texts}',
    },
  },
  similar: similarAccounts,
  found: async (deps, text) => (await import('../search/found.ts')).findAccounts(deps, text, { limit: 10 }),
  about: async (deps, ids) => (await import('../search/found.ts')).aboutAccounts(deps, ids),
});
