import { query, queryByTexts } from '../../db/bulk.ts';
import { standingsOf } from '../access/standing.ts';
import type { Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { revokeInvitations } from '../invitation/operations.ts';
import { addressKey } from '../text/comparison.ts';
import { shellWord } from '../text/shell.ts';
import type { RunRow } from './repository.ts';

/** The addresses that a run invited. */
const invited = `select label from audit_entries where run = ? and record = 'invitation' and action = 'created'`;

/** The addresses whose pending invitation a run has sent. */
export async function pendingInvitations(deps: Deps, run: number): Promise<string[]> {
  const rows = await query<{ address: string }>(
    deps,
    `select address from portal_links where purpose = 'invitation' and state = 'pending' and address in (${invited})
     order by address`,
    [run],
  );
  return rows.map(({ address }) => address);
}

/** Takes back those invitations of a run that have not ended with the access that they were for. */
export async function revokeInvitationsOf(deps: Deps, run: number): Promise<void> {
  await revokeInvitations(deps, await pendingInvitations(deps, run));
}

/** How many mails with invitations of a run have left, or may have: nothing takes them back. */
export async function countSentInvitations(
  deps: Deps,
  { id, startedAt }: Pick<RunRow, 'id' | 'startedAt'>,
): Promise<number> {
  const [row] = await query<{ total: number | string }>(
    deps,
    `select count(*) as total from mails m join portal_links p on p.id = m.link_id
     where m.state in ('sent', 'sending', 'uncertain') and p.purpose = 'invitation' and p.sent_at >= ?
       and p.address in (${invited})`,
    [startedAt, id],
  );
  return Number(row?.total ?? 0);
}

/** More addresses than that are counted. */
const namedAddresses = 5;

/**
 * What is to be said about addresses whose invitation or whose portal user the run had ended: both are gone for good, and
 * with their login on again they have to be invited anew.
 */
export async function uninvitedBy(deps: Deps, run: number, lastEntry: number): Promise<string[]> {
  const entries = await query<{ record: string; label: string; action: string; changes: string }>(
    deps,
    `select record, label, action, changes from audit_entries
     where run = ? and id <= ? and (record = 'invitation' and action = 'updated'
       or record = 'portal-user' and action = 'deleted') order by id`,
    [run, lastEntry],
  );
  const ended = entries.filter(
    ({ record, changes }) =>
      record === 'portal-user' || (JSON.parse(changes) as Changes).status?.[1] === 'revoked',
  );
  const addresses = new Map(ended.map(({ label }) => [addressKey(label), label]));
  const withLogin = await queryByTexts<{ key: string }>(
    deps,
    'select distinct address_key as key from account_access where login = 1 and address_key in {texts}',
    [...addresses.keys()],
  );
  const standings = await standingsOf(
    deps,
    withLogin.map(({ key }) => key),
  );
  const left = withLogin
    .filter(({ key }) => (standings.get(key) ?? 'not-invited') === 'not-invited')
    .map(({ key }) => addresses.get(key) ?? key)
    .sort();
  if (left.length === 0) return [];
  const named = left.slice(0, namedAddresses).map(shellWord).join(' ');
  const more = left.length > namedAddresses ? ` (and ${left.length - namedAddresses} more)` : '';
  return [
    `the run had ended the invitation or the portal user of ${left.length === 1 ? 'an e-mail' : `${left.length} e-mails`}: kontor invite send ${named}${more}`,
  ];
}
