import { queryWithRows } from '../../db/bulk.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { readEmails } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import { inviteUninvited } from '../invitation/operations.ts';
import { linksOfContacts, lockAccounts } from '../link/repository.ts';
import { endUnneededUsers } from '../portal/departure.ts';
import { addressKey } from '../text/comparison.ts';
import { shellWord } from '../text/shell.ts';
import { switchNames } from './model.ts';
import { type AccessPlace, accessOfContacts } from './repository.ts';
import { accessChanges, accessEntry, untouchedRow } from './rules.ts';
import { type Standing, standingsOf } from './standing.ts';
import { settleLostLogins, storeAccess } from './store.ts';

/** One address of a contact that another one took the place of, that was removed (`to` null), or added (`from` null). */
export interface AddressChange {
  contactId: number;
  from: string | null;
  to: string | null;
}

/** What becomes of the rows of one address, and what decides about it. */
interface Plan {
  fromKey: string;
  toKey: string | null;
  standing: Standing;
  /** Login is on for these, and somebody uses it: they stay, unlinked (T6). */
  staying: AccessPlace[];
  /** The new address's: copies of those that stay, and those that go over to it. */
  copied: AccessPlace[];
  moved: AccessPlace[];
  removed: AccessPlace[];
  entries: AuditEntryInput[];
}

/**
 * Carries access along when the addresses of contacts change (T6). Called after the new addresses are stored, with the
 * contacts locked. An address that its contact still has under another source keeps what it has, and so does one that a
 * contact takes up again. Returns, for each change, what the user should know.
 */
export async function followAddressChanges(
  deps: Deps,
  changes: readonly AddressChange[],
): Promise<string[][]> {
  const contactIds = [
    ...new Set(changes.flatMap(({ contactId, from }) => (from === null ? [] : [contactId]))),
  ];
  if (contactIds.length === 0) return changes.map(() => []);
  await lockAccounts(
    deps,
    (await linksOfContacts(deps, contactIds)).map(({ accountId }) => accountId),
  );
  await respell(deps, changes);
  const plans = await plansFor(deps, contactIds, changes);
  const all = plans.flatMap((plan) => plan ?? []);
  await storeAccess(deps, {
    removed: all.flatMap(({ removed }) => removed),
    changed: all.flatMap(({ moved }) => moved),
    added: all.flatMap(({ copied }) => copied),
    entries: all.flatMap(({ entries }) => entries),
  });
  await settleLostLogins(
    deps,
    all.flatMap(({ removed, moved, fromKey }) => [
      ...removed,
      ...moved.map((row) => ({ ...row, addressKey: fromKey })),
    ]),
  );
  await inviteUninvited(
    deps,
    all.flatMap(({ standing, moved }) =>
      standing === 'invited' ? moved.filter(({ login }) => login === 1) : [],
    ),
  );
  await endUnneededUsers(
    deps,
    changes.flatMap(({ from }) => (from === null ? [] : [addressKey(from)])),
  );
  const now = await standingsOf(
    deps,
    all.flatMap(({ fromKey, toKey }) => [fromKey, ...(toKey === null ? [] : [toKey])]),
  );
  return changes.map((change, index) => (plans[index] === undefined ? [] : said(change, plans[index], now)));
}

/** Another spelling of the same address: it is written everywhere, nothing else changes. The contact's entry tells of it. */
async function respell(deps: Deps, changes: readonly AddressChange[]): Promise<void> {
  const spellings = changes.flatMap(({ contactId, from, to }) =>
    from !== null && to !== null && from !== to && addressKey(from) === addressKey(to)
      ? [[addressKey(to), to, contactId] as const]
      : [],
  );
  const columns = { address_key: 'text', address: 'text', contact_id: 'integer' } as const;
  for (const [table, same] of [
    ['account_access', 'and account_access.contact_id = staged.contact_id'],
    ['portal_users', ''],
    ['portal_links', ''],
  ]) {
    await queryWithRows(
      deps,
      `update ${table} set address = staged.address from {rows} as staged
       where ${table}.address_key = staged.address_key ${same}`,
      columns,
      spellings,
    );
  }
}

/** For each change what is to be done; nothing for those that take no access along. */
async function plansFor(
  deps: Deps,
  contactIds: readonly number[],
  changes: readonly AddressChange[],
): Promise<Array<Plan | undefined>> {
  const whose = (contactId: number, key: string) => `${contactId}/${key}`;
  const place = ({ accountId, contactId }: AccessPlace, key: string) => `${accountId}/${contactId}/${key}`;
  const still = new Set(
    (await readEmails(deps, contactIds)).map((email) => whose(email.contactId, email.addressKey)),
  );
  const taken = new Set<string>();
  const byAddress = new Map<string, AccessPlace[]>();
  for (const row of await accessOfContacts(deps, contactIds)) {
    taken.add(place(row, row.addressKey));
    const own = byAddress.get(whose(row.contactId, row.addressKey)) ?? [];
    byAddress.set(whose(row.contactId, row.addressKey), [...own, row]);
  }
  const standings = await standingsOf(
    deps,
    changes.flatMap(({ from }) => (from === null ? [] : [addressKey(from)])),
  );
  return changes.map(({ contactId, from, to }) => {
    const fromKey = from === null ? '' : addressKey(from);
    const own = byAddress.get(whose(contactId, fromKey)) ?? [];
    if (own.length === 0 || still.has(whose(contactId, fromKey))) return undefined;
    byAddress.delete(whose(contactId, fromKey));
    const target = to === null ? undefined : { address: to, addressKey: addressKey(to) };
    const standing = standings.get(fromKey) ?? 'not-invited';
    const plan: Plan = {
      fromKey,
      toKey: target?.addressKey ?? null,
      standing,
      staying: [],
      copied: [],
      moved: [],
      removed: [],
      entries: [],
    };
    for (const row of own) {
      const stays = row.login === 1 && standing === 'active';
      const isFree = target !== undefined && !taken.has(place(row, target.addressKey));
      if (isFree) taken.add(place(row, target.addressKey));
      if (stays) plan.staying.push(row);
      if (isFree && stays) add(plan, { ...row, ...target, id: 0 });
      else if (isFree) move(plan, row, { ...row, ...target });
      else if (!stays) remove(plan, row);
    }
    return plan;
  });
}

function add(plan: Plan, row: AccessPlace): void {
  plan.copied.push(row);
  plan.entries.push(accessEntry(row, row, 'created', accessChanges(untouchedRow(row), row, switchNames)));
}

function move(plan: Plan, before: AccessPlace, after: AccessPlace): void {
  plan.moved.push(after);
  plan.entries.push(accessEntry(after, after, 'updated', { email: [before.address, after.address] }));
}

function remove(plan: Plan, row: AccessPlace): void {
  plan.removed.push(row);
  plan.entries.push(accessEntry(row, row, 'deleted', accessChanges(row, untouchedRow(row), switchNames)));
}

/** What the user should know about one change. */
function said(
  { from, to }: AddressChange,
  { fromKey, toKey, standing, staying, copied, moved }: Plan,
  now: ReadonlyMap<string, Standing>,
): string[] {
  const lines: string[] = [];
  if (staying.length > 0) {
    const where =
      staying.length === 1
        ? `account ${staying[0]?.accountId} "${staying[0]?.accountName}"`
        : `${staying.length} accounts`;
    lines.push(`${from} stays on ${where} as an unlinked e-mail until its access is switched off`);
  }
  const pending = standing === 'invited' || standing === 'expired';
  const after = now.get(fromKey);
  if (pending && after === 'not-invited') lines.push(`the invitation of ${from} has ended`);
  const open = [...copied, ...moved].some((row) => row.login === 1 && row.accountArchivedAt === null);
  if (toKey === null || !open) return lines;
  const standingNow = now.get(toKey);
  if (standing === 'invited' && standingNow === 'invited') lines.push(`${to} was invited`);
  if (standingNow === 'not-invited' || standingNow === 'expired') {
    lines.push(`${to} is not invited yet: kontor invite send ${shellWord(to ?? '')}`);
  }
  return lines;
}
