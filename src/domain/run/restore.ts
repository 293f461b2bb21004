import { archiveAccounts, editAccounts, restoreAccounts } from '../account/operations.ts';
import { editContacts } from '../contact/operations.ts';
import type { Deps } from '../deps.ts';
import { describeLinks } from '../link/operations.ts';
import { linksOfAccounts } from '../link/repository.ts';
import { keyOfLink } from '../link/rules.ts';
import { orderSigners } from '../signer/operations.ts';
import { pagesOfChanges } from './changed.ts';
import type { Restored } from './model.ts';
import { type LaterAccess, restoreAccess, restoreLaterAccess } from './restore-access.ts';
import { accountBack, type ChangeEntry, contactBack, setsOf } from './rules.ts';

/** What goes back only when everything else is as it was. */
interface Later {
  access: LaterAccess;
  /** By account and contact: the rank that the contact had as a signer. */
  ranks: Map<number, Map<number, number | null>>;
}

/** Which records got something back, and what the operations say about it. */
export interface Restoration {
  restored: Restored;
  warnings: string[];
}

/**
 * Gives the records that a run changed back what they had, newest change first (one rule, one place: through the operations
 * of the single commands). What the run made is gone already, so that names, keys and e-mails are free. Throws what the
 * operations throw.
 */
export async function restoreChanged(
  deps: Deps,
  run: { id: number; lastEntry: number },
  step: (records: number) => void,
): Promise<Restoration> {
  const touched = {
    accounts: new Set<number>(),
    contacts: new Set<number>(),
    links: new Set<string>(),
    access: new Set<string>(),
  };
  const warnings: string[] = [];
  const later: Later = { access: { backs: new Map(), moves: [] }, ranks: new Map() };
  for await (const page of pagesOfChanges(deps, run.id, run.lastEntry)) {
    const about = (record: ChangeEntry['record']) => page.filter((entry) => entry.record === record);
    await restoreAccess(deps, about('access'), later.access);
    await restoreLinks(deps, about('link'), later.ranks);
    warnings.push(...(await restoreContacts(deps, about('contact'))));
    await restoreAccountRows(deps, about('account'));
    for (const { record, recordId, contactId } of page) {
      if (record === 'account') touched.accounts.add(recordId);
      else if (record === 'contact') touched.contacts.add(recordId);
      else touched[record === 'link' ? 'links' : 'access'].add(`${recordId}/${contactId}`);
    }
    step(page.length);
  }
  await restoreLaterAccess(deps, later.access);
  await restoreRanks(deps, later.ranks);
  return {
    restored: {
      accounts: touched.accounts.size,
      contacts: touched.contacts.size,
      links: touched.links.size,
      access: touched.access.size,
    },
    warnings,
  };
}

async function restoreAccountRows(deps: Deps, entries: readonly ChangeEntry[]): Promise<void> {
  const idsOf = (action: ChangeEntry['action']) =>
    entries.filter((entry) => entry.action === action).map(({ recordId }) => recordId);
  await restoreAccounts(deps, idsOf('archived'));
  await archiveAccounts(deps, idsOf('restored'));
  const ways = entries.filter(({ action }) => action === 'updated').map(accountBack);
  for (const set of setsOf(ways)) await editAccounts(deps, set);
}

async function restoreContacts(deps: Deps, entries: readonly ChangeEntry[]): Promise<string[]> {
  const warnings: string[] = [];
  for (const set of setsOf(entries.map(contactBack))) {
    for (const outcome of await editContacts(deps, set)) warnings.push(...outcome.warnings);
  }
  return warnings;
}

async function restoreLinks(
  deps: Deps,
  entries: readonly ChangeEntry[],
  allRanks: Later['ranks'],
): Promise<void> {
  const descriptions = new Map<
    string,
    { accountId: number; contactId: number; description: string | null }
  >();
  for (const { recordId: accountId, contactId, changes } of entries) {
    if (contactId === null) continue;
    const key = { accountId, contactId };
    // The older of two entries comes later, and says what there was before.
    if (changes.description !== undefined) {
      descriptions.set(keyOfLink(key), { ...key, description: changes.description[0] as string | null });
    }
    if (changes.signerRank !== undefined) {
      const ranks = allRanks.get(accountId) ?? new Map<number, number | null>();
      allRanks.set(accountId, ranks.set(contactId, changes.signerRank[0] as number | null));
    }
  }
  await describeLinks(deps, [...descriptions.values()]);
}

/** Signers as they were ordered: those whose rank did not change keep it. */
async function restoreRanks(deps: Deps, ranks: Later['ranks']): Promise<void> {
  const links = await linksOfAccounts(deps, [...ranks.keys()]);
  for (const [accountId, former] of ranks) {
    const ranked = links
      .filter((link) => link.accountId === accountId)
      .map(({ contactId, signerRank }) => ({ contactId, rank: former.get(contactId) ?? signerRank }))
      .filter(({ contactId, rank }) => rank !== null && former.get(contactId) !== null)
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
    await orderSigners(
      deps,
      accountId,
      ranked.map(({ contactId }) => contactId),
    );
  }
}
