import { queryByIds, queryByTexts } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { byValue, type Candidate, type Lookup, resolve } from '../resolve.ts';
import { similarAccounts } from '../search/similar.ts';
import { comparisonKey, tidy } from '../text/comparison.ts';

type Matched = Candidate & { matched: string };

const lookup = (deps: Deps): Lookup => ({
  noun: 'account',
  byId: (ids) => queryByIds<Candidate>(deps, 'select id, name from accounts where id in {ids}', ids),
  readings: {
    name: async (values) =>
      byValue(
        values,
        comparisonKey,
        await queryByTexts<Matched>(
          deps,
          'select id, name, name_key as matched from accounts where name_key in {texts}',
          values.map(comparisonKey),
        ),
      ),
    key: async (values) =>
      byValue(
        values,
        tidy,
        await queryByTexts<Matched>(
          deps,
          'select id, name, external_key as matched from accounts where external_key in {texts}',
          values.map(tidy),
        ),
      ),
  },
  similar: (text) => similarAccounts(deps, text),
});

/**
 * Accounts by reference: an id, an exact name or an external key, or one of them forced (`id:42`, `name:…`, `key:…`).
 * Throws ACCOUNT_NOT_FOUND, ACCOUNT_AMBIGUOUS (exit 3). In input order.
 */
export const resolveAccounts = (deps: Deps, references: readonly string[]): Promise<Candidate[]> =>
  resolve(lookup(deps), references);

/** The id of the account that one reference means; throws like {@link resolveAccounts}. */
export async function resolveAccount(deps: Deps, reference: string): Promise<number> {
  const [found] = await resolveAccounts(deps, [reference]);
  if (found === undefined) throw new Error('resolveAccounts gave nothing for one reference');
  return found.id;
}

/** The ids of accounts, each once, in input order; throws like {@link resolveAccounts}. */
export async function resolveAccountIds(deps: Deps, references: readonly string[]): Promise<number[]> {
  return [...new Set((await resolveAccounts(deps, references)).map((found) => found.id))];
}
