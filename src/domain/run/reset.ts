import { query } from '../../db/bulk.ts';
import { cancelledError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { accountsLeftAlone, madeBy } from './created.ts';
import { pendingInvitations, revokeInvitationsOf } from './invitations.ts';
import type { ResetOutcome } from './model.ts';
import {
  lastEntry,
  markUndone,
  removeCreatedAccounts,
  removeCreatedContacts,
  removeCreatedFields,
  removeCreatedLinks,
  removeCreatedTags,
} from './removal.ts';
import { linkedContacts, removeActivity, removePortalUsers } from './seeded.ts';
import { restoreSettings } from './settings.ts';
import type { Following } from './undo.ts';

/**
 * Removes what seedings made, changed since or not, and nothing else: accounts with everything in them, contacts, links, portal
 * users, tags, fields, and what was made up in accounts that stay. Kept is what others need by now: contacts in accounts that
 * stay, tags and fields in use. Records that were there before keep what seeding changed of them; settings of the firm go back
 * unless they were changed since. The caller's transaction must be rolled back when it throws.
 */
export async function resetSeeds(deps: Deps, { signal, progress }: Following): Promise<ResetOutcome> {
  const runs = await seedRuns(deps);
  const outcome: ResetOutcome = {
    outcome: runs.length === 0 ? 'unchanged' : 'updated',
    runs,
    removed: { accounts: 0, contacts: 0, links: 0, tags: 0, fields: 0, activity: 0, portalUsers: 0 },
    settings: [],
    invitationsRevoked: 0,
    kept: [],
    changedSince: 0,
    stillChanged: 0,
  };
  if (runs.length === 0) return outcome;
  const { removed, kept } = outcome;
  const behind = await lastEntry(deps);
  outcome.changedSince = await countChangedSince(deps, runs);
  const invited = new Set<string>();
  for (const run of runs) for (const address of await pendingInvitations(deps, run)) invited.add(address);
  outcome.invitationsRevoked = invited.size;
  let done = 0;
  const step = (records: number) => {
    if (signal.aborted) throw cancelledError();
    done += records;
    progress({ unit: 'records', done });
  };
  /** Each run's own part, newest run first; its entries belong to it. */
  const eachRun = async (work: (own: Deps, run: number) => Promise<void>) => {
    for (const run of runs) await work({ ...deps, run }, run);
  };
  await eachRun(async (own, run) => {
    removed.accounts += await removeCreatedAccounts(own, run, step);
  });
  await eachRun(async (own, run) => {
    removed.activity += await removeActivity(own, run);
  });
  const lonely = new Set((await accountsLeftAlone(deps, runs)).map(({ id }) => id));
  await eachRun(async (own, run) => {
    removed.links += await removeCreatedLinks(own, run, (accountId) => !lonely.has(accountId));
  });
  await eachRun(async (own, run) => {
    removed.contacts += await removeCreatedContacts(own, run, step, async (ids) => {
      const linked = await linkedContacts(own, ids);
      kept.push(...linked);
      return new Set(linked.map(({ id }) => id));
    });
    removed.portalUsers += await removePortalUsers(own, run);
    await revokeInvitationsOf(own, run);
  });
  await eachRun(async (own, run) => {
    const tags = await removeCreatedTags(own, run);
    const fields = await removeCreatedFields(own, run);
    removed.tags += tags.removed;
    removed.fields += fields.removed;
    kept.push(...tags.kept, ...fields.kept);
  });
  outcome.settings = await restoreSettings({ ...deps, run: runs[0] ?? 0 }, runs, behind);
  outcome.stillChanged = await countStillChanged(deps, runs, behind);
  await markUndone(deps, runs, behind);
  return outcome;
}

/** The seedings that were not removed yet, newest first, held until the transaction ends. */
async function seedRuns(deps: Deps): Promise<number[]> {
  const rows = await query<{ id: number }>(
    deps,
    `select id from runs where kind = 'seed' and undone_at is null order by id desc${deps.dialect.lockRows}`,
  );
  return rows.map(({ id }) => id);
}

/** How many accounts and contacts that were seeded something else changed since. */
async function countChangedSince(deps: Deps, runs: readonly number[]): Promise<number> {
  let total = 0;
  for (const record of ['account', 'contact'] as const) {
    const [row] = await query<{ total: number | string }>(
      deps,
      `select count(distinct o.record_id) as total from audit_entries o
       where o.id > (select min(id) from audit_entries where run in (${runs.join()}))
         and (o.run is null or o.run not in (${runs.join()})) and o.record = ?
         and ${madeBy(runs, record, 'o.record_id', 'm')}`,
      [record],
    );
    total += Number(row?.total ?? 0);
  }
  return total;
}

/** How many records are there that were there before, and that seedings changed. */
async function countStillChanged(deps: Deps, runs: readonly number[], lastEntry: number): Promise<number> {
  let total = 0;
  for (const record of ['account', 'contact', 'tag', 'field'] as const) {
    const [row] = await query<{ total: number | string }>(
      deps,
      `select count(distinct e.record_id) as total from audit_entries e
       where e.run in (${runs.join()}) and e.id <= ? and e.record = ? and e.action <> 'created'
         and not ${madeBy(runs, record, 'e.record_id', 'm')}
         and exists (select 1 from ${record}s r where r.id = e.record_id)`,
      [lastEntry, record],
    );
    total += Number(row?.total ?? 0);
  }
  return total;
}
