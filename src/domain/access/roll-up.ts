import { query, queryByIds } from '../../db/bulk.ts';
import type { BoundSql } from '../../db/dialect/dialect.ts';
import { type Deps, timestamp } from '../deps.ts';
import { type PortalStatus, portalStatuses } from './model.ts';
import { standingRank } from './standing.ts';

/** From here on a status is common: accounts are walked in their order and asked one by one. */
const commonHits = 10_000;

/** The strongest standing of the e-mails `r`, of an account or of each. */
const strongest = (deps: Deps): string => `min(${standingRank(deps, 'r.address_key')})`;

/** The e-mails that count: those that login is on for. */
const loginRows = 'from account_access r where r.login = 1';

/** The portal statuses of accounts (T3): the strongest of their e-mails'. Accounts that are `off` are not in the map. */
export async function portalStatusesOf(
  deps: Deps,
  accountIds: readonly number[],
): Promise<ReadonlyMap<number, PortalStatus>> {
  const rows = await queryByIds<{ id: number; rank: number }>(
    deps,
    `select r.account_id as id, ${strongest(deps)} as rank ${loginRows} and r.account_id in {ids}
     group by r.account_id`,
    accountIds,
  );
  return new Map(rows.map(({ id, rank }) => [id, portalStatuses[rank] ?? 'off']));
}

/** How many accounts have each portal status but `off`, of those whose ids a statement finds. */
export async function countStatuses(
  deps: Deps,
  { sql, bindings }: BoundSql,
): Promise<ReadonlyMap<PortalStatus, number>> {
  const rows = await query<{ rank: number; accounts: number | string }>(
    deps,
    `select s.rank, count(*) as accounts from (
       select r.account_id, ${strongest(deps)} as rank ${loginRows} and r.account_id in (${sql})
       group by r.account_id) s
     group by s.rank`,
    bindings,
  );
  return new Map(rows.map(({ rank, accounts }) => [portalStatuses[rank] ?? 'off', Number(accounts)]));
}

/** Conditions on `accounts` that hold for those of a portal status. */
export interface StatusConditions {
  /** For reading a page: each account is asked as the list comes to it, unless there are few. */
  each: BoundSql;
  /** For counting: all accounts at once, in the order of access, which is ten times faster than in that of names. */
  all: BoundSql;
}

/**
 * The accounts of a portal status. Few are looked up first, beginning with what is rare about them (users, pending
 * invitations): walking all accounts to find them would take seconds.
 */
export async function portalStatusIs(deps: Deps, status: PortalStatus): Promise<StatusConditions> {
  // What begins with users is active for sure. Without `distinct` the databases stop at the limit.
  const condition = status === 'active' ? '' : `and ${accountHas(deps, 'x.account_id', status)}`;
  const hits = await query<{ id: number }>(
    deps,
    `select x.account_id as id from ${beginning(deps, status)} ${condition} limit ${commonHits + 1}`,
  );
  if (hits.length <= commonHits) {
    const few = {
      sql: `accounts.id in ${deps.dialect.stagedValues('integer')}`,
      bindings: [JSON.stringify(hits.map(({ id }) => id))],
    };
    return { each: few, all: few };
  }
  return {
    each: { sql: accountHas(deps, 'accounts.id', status), bindings: [] },
    all: { sql: accountIsAmong(deps, status), bindings: [] },
  };
}

/**
 * Whether one account (a column) has a status. The `case` keeps PostgreSQL from taking it for a rare condition, for which
 * it would ask all accounts before it sorts them.
 */
const accountHas = (deps: Deps, account: string, status: PortalStatus): string => {
  const own = `${loginRows} and r.account_id = ${account}`;
  const test =
    status === 'off'
      ? `(select count(*) ${own}) = 0`
      : `(select ${strongest(deps)} ${own}) = ${portalStatuses.indexOf(status)}`;
  return `case when ${test} then true else false end`;
};

/** The same, found out for all accounts at once. */
const accountIsAmong = (deps: Deps, status: PortalStatus): string =>
  status === 'off'
    ? 'accounts.id in (select id from accounts except select r.account_id from account_access r where r.login = 1)'
    : `accounts.id in (select r.account_id ${loginRows} group by r.account_id
         having ${strongest(deps)} = ${portalStatuses.indexOf(status)})`;

/** Where the accounts `x.account_id` of a status are found; SQLite keeps the order of cross joins. */
function beginning(deps: Deps, status: PortalStatus): string {
  const access = 'cross join account_access x where x.address_key = s.address_key and x.login = 1';
  const pending = `portal_links s ${access} and s.purpose = 'invitation' and s.state = 'pending'`;
  const now = timestamp(deps);
  switch (status) {
    case 'active':
      return `portal_users s ${access}`;
    case 'invited':
      return `${pending} and s.expires_at > '${now}'`;
    case 'expired':
      return `${pending} and s.expires_at <= '${now}'`;
    case 'not-invited':
      return 'account_access x where x.login = 1';
    case 'off':
      return '(select id as account_id from accounts) x where true';
  }
}
