import { notFoundError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { accountsWithTags } from '../invitation/candidates.ts';
import { type LinkKey, linksOfAccounts } from '../link/repository.ts';

/** Whole accounts, or one contact in them. */
export interface Scope {
  /** All contacts when absent. */
  contactId?: number | undefined;
  /** Absent where only tags say which. */
  accountIds?: readonly number[] | undefined;
  /** Only accounts that carry all of these tags. */
  tags?: readonly string[] | undefined;
}

/**
 * The links of a scope, each once (T5). A contact must be linked to every account that is named; of those that tags
 * choose, it is looked for in the ones it is linked to. Throws TAG_NOT_FOUND, NOT_LINKED (exit 3).
 */
export async function linksInScope(deps: Deps, { contactId, accountIds, tags }: Scope): Promise<LinkKey[]> {
  const chosen = await accountsInScope(deps, accountIds, tags);
  if (contactId !== undefined && tags === undefined) {
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
  tags: readonly string[] | undefined,
): Promise<number[]> {
  if (tags === undefined) return [...new Set(accountIds)];
  const tagged = await accountsWithTags(deps, tags);
  const named = accountIds === undefined ? undefined : new Set(accountIds);
  return named === undefined ? tagged : tagged.filter((id) => named.has(id));
}
