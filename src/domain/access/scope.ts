import { notFoundError } from '../../errors.ts';
import { accountIdsUnder } from '../account/list.ts';
import type { AccountQuery } from '../account/model.ts';
import type { Deps } from '../deps.ts';
import { type LinkKey, linksOfAccounts } from '../link/repository.ts';

/** Whole accounts, or one contact in them. */
export interface Scope {
  /** All contacts when absent. */
  contactId?: number | undefined;
  /** Absent where only a filter says which. */
  accountIds?: readonly number[] | undefined;
  /** Only accounts that it lets through. */
  under?: AccountQuery | undefined;
}

/**
 * The links of a scope, each once (T5). A contact must be linked to every account that is named; of those that a filter
 * lets through, it is looked for in the ones it is linked to. Throws TAG_NOT_FOUND, FIELD_NOT_FOUND, NOT_LINKED (exit 3).
 */
export async function linksInScope(deps: Deps, { contactId, accountIds, under }: Scope): Promise<LinkKey[]> {
  const chosen = await accountsInScope(deps, accountIds, under);
  if (contactId !== undefined && under === undefined) {
    return chosen.map((accountId) => ({ accountId, contactId }));
  }
  const links = await linksOfAccounts(deps, chosen);
  if (contactId === undefined) return links;
  const own = links.filter((link) => link.contactId === contactId);
  if (own.length === 0) {
    throw notFoundError('NOT_LINKED', `Contact ${contactId} is linked to none of these accounts.`, {
      hint: `kontor contact show id:${contactId} lists its accounts.`,
    });
  }
  return own;
}

async function accountsInScope(
  deps: Deps,
  accountIds: readonly number[] | undefined,
  under: AccountQuery | undefined,
): Promise<number[]> {
  if (under === undefined) return [...new Set(accountIds)];
  const chosen = await accountIdsUnder(deps, under);
  const named = accountIds === undefined ? undefined : new Set(accountIds);
  return named === undefined ? chosen : chosen.filter((id) => named.has(id));
}
