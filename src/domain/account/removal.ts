import { accessOfAccounts } from '../access/repository.ts';
import { settleLostLogins } from '../access/store.ts';
import { dropActivity } from '../activity/removal.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesOfRemoval } from '../audit/rules.ts';
import type { Deps } from '../deps.ts';
import { auditedRemoval, fieldsOfRecords } from '../field/values.ts';
import { linksOfAccounts } from '../link/repository.ts';
import { removedLinkEntries } from '../link/rules.ts';
import { tagsOfAccounts } from '../tag/repository.ts';
import { compareNames } from '../text/collation.ts';
import { type AccountRow, deleteAccountRows } from './repository.ts';
import { accountEntry, auditedAccountFields } from './rules.ts';

/**
 * Removes accounts with links, tags, photo and all else that is theirs; never their contacts (A10). The caller has locked
 * them and knows that they may go: because they are archived, or because the run that made them is taken back.
 */
export async function removeAccounts(deps: Deps, rows: ReadonlyMap<number, AccountRow>): Promise<void> {
  const ids = [...rows.keys()];
  const links = await linksOfAccounts(deps, ids);
  const tags = new Map<number, string[]>();
  for (const { accountId, tagName } of await tagsOfAccounts(deps, ids)) {
    const names = tags.get(accountId);
    if (names === undefined) tags.set(accountId, [tagName]);
    else names.push(tagName);
  }
  const fields = await fieldsOfRecords(deps, 'account', ids);
  const access = await accessOfAccounts(deps, ids);
  const activity = await dropActivity(deps, ids);
  await deleteAccountRows(deps, ids);
  await recordChanges(deps, [
    ...removedLinkEntries(links, access),
    ...[...rows.values()].map((row) => {
      const carried = tags.get(row.id);
      return accountEntry(row, 'deleted', {
        ...changesOfRemoval(row, auditedAccountFields),
        ...auditedRemoval(fields.get(row.id)),
        ...(carried === undefined ? {} : { tags: [carried.sort(compareNames), []] }),
        ...activity.get(row.id),
      });
    }),
  ]);
  await settleLostLogins(deps, access);
}
