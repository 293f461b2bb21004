import { queryByIds } from '../../db/bulk.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { requireLinks } from '../link/existing.ts';
import {
  type LinkKey,
  type LinkRow,
  linksOfAccounts,
  lockAccounts,
  updateSignerRanks,
} from '../link/repository.ts';
import { keyOfLink, linkEntry } from '../link/rules.ts';
import type { Signer } from './model.ts';
import { closedRanks, inSigningOrder, type Ranking, signerTwice, withoutLogin } from './rules.ts';

/** Those who may sign for an account, in the order in which they are asked (L4): its contacts with login there. */
export async function signersOf(deps: Deps, accountId: number): Promise<Signer[]> {
  const maySign = await withLogin(deps, [accountId]);
  const links = await linksOfAccounts(deps, [accountId]);
  return inSigningOrder(links.filter((link) => maySign.has(keyOfLink(link))));
}

/**
 * Sets the order of signers of an account (L4): the contacts named come first, in this order; all others lose their rank
 * and follow in alphabetical order. Throws SIGNER_TWICE (exit 2), NOT_LINKED (exit 3) and SIGNER_WITHOUT_LOGIN (exit 4) for one
 * without login there. Returns whether anything changed.
 */
export async function orderSigners(
  deps: Deps,
  accountId: number,
  contactIds: readonly number[],
): Promise<boolean> {
  await lockAccounts(deps, [accountId]);
  const named = await requireLinks(
    deps,
    contactIds.map((contactId) => ({ accountId, contactId })),
  );
  const maySign = await withLogin(deps, [accountId]);
  for (const [index, link] of named.entries()) {
    if (contactIds.indexOf(link.contactId) !== index) throw signerTwice(link);
    if (!maySign.has(keyOfLink(link))) throw withoutLogin(link);
  }
  return rank(
    deps,
    (await linksOfAccounts(deps, [accountId])).map((link) => {
      const index = contactIds.indexOf(link.contactId);
      return { link, signerRank: index === -1 ? null : index + 1 };
    }),
  );
}

/**
 * Takes the ranks from contacts that cannot sign any more, because no e-mail of theirs has login in that account, and
 * closes the gaps, also those that removed links left (L4). The accounts are locked by the caller.
 */
export async function settleSignerRanks(deps: Deps, accountIds: readonly number[]): Promise<void> {
  const byAccount = new Map<number, LinkRow[]>();
  for (const link of await linksOfAccounts(deps, accountIds)) {
    const list = byAccount.get(link.accountId);
    if (list === undefined) byAccount.set(link.accountId, [link]);
    else list.push(link);
  }
  const maySign = await withLogin(deps, accountIds);
  await rank(
    deps,
    [...byAccount.values()].flatMap((links) => closedRanks(links, (link) => maySign.has(keyOfLink(link)))),
  );
}

async function rank(deps: Deps, rankings: readonly Ranking[]): Promise<boolean> {
  const changed = rankings.filter(({ link, signerRank }) => link.signerRank !== signerRank);
  await updateSignerRanks(
    deps,
    changed.map(({ link, signerRank }) => ({ ...link, signerRank })),
  );
  await recordChanges(
    deps,
    changed.map(({ link, signerRank }) =>
      linkEntry(link, 'updated', { signerRank: [link.signerRank, signerRank] }),
    ),
  );
  return changed.length > 0;
}

/** The links of accounts whose contacts have login there, as keys. */
async function withLogin(deps: Deps, accountIds: readonly number[]): Promise<Set<string>> {
  const rows = await queryByIds<LinkKey>(
    deps,
    `select distinct account_id as "accountId", contact_id as "contactId" from account_access
     where login = 1 and account_id in {ids}`,
    accountIds,
  );
  return new Set(rows.map(keyOfLink));
}
