import { queryByIds } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import { decideNames } from '../account/names.ts';
import { editAccounts } from '../account/operations.ts';
import { type AccountRow, accountTable, readNameOwners, readNumberedTwins } from '../account/repository.ts';
import { generatedName } from '../account/rules.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey } from '../text/comparison.ts';
import type { Traces } from './traces.ts';

/** The accounts that are called like people, with or without a number behind the name (A4). */
export async function accountsCalled(deps: Deps, names: readonly string[]): Promise<number[]> {
  const keys = [...new Set(names.map(comparisonKey))];
  const owners = await readNameOwners(deps, keys);
  const twins = (await readNumberedTwins(deps, keys)).filter(({ base, nameKey }) =>
    /^ \(\d+\)$/.test(nameKey.slice(base.length)),
  );
  return [...new Set([...owners, ...twins].map(({ id }) => id))].sort((a, b) => a - b);
}

/**
 * Gives accounts the name that they would get today (A3): of the contact that is linked longest, or of the company. One of
 * which that name speaks of an erased person, too, keeps what it is called.
 */
export async function renameAccounts(
  deps: Deps,
  ids: readonly number[],
  traces: Traces,
): Promise<Array<{ id: number; name: string }>> {
  const rows = await readRecords<AccountRow>(deps, accountTable, ids, { lock: true });
  const first = await firstContactNames(deps, ids);
  const wanted = [...rows.values()].flatMap((row) => {
    const contact = first.get(row.id);
    if (contact === undefined) return [];
    const name = generatedName(row.type, row.companyName, contact);
    return traces.isIn(name) ? [] : [{ id: row.id, name }];
  });
  const names = await decideNames(
    deps,
    wanted.map(({ name }) => ({ name, generated: true })),
  );
  const renamed = wanted.map(({ id }, index) => ({ id, name: names[index] ?? '' }));
  await editAccounts(
    deps,
    renamed.map(({ id, name }) => ({ id, patch: { name } })),
  );
  return renamed;
}

async function firstContactNames(deps: Deps, accountIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await queryByIds<{ id: number; name: string }>(
    deps,
    `select l.account_id as id, c.display_name as name from account_contacts l join contacts c on c.id = l.contact_id
     where l.account_id in {ids} order by l.created_at desc, l.contact_id desc`,
    accountIds,
  );
  // The last one to be set is the first one to be linked.
  return new Map(rows.map(({ id, name }) => [id, name]));
}
