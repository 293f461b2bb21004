import { query } from '../../db/bulk.ts';
import { notFoundError } from '../../errors.ts';
import { type Deps, timestamp } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import { addressKey } from '../text/comparison.ts';
import type { Mail, MailFacts, MailState, Runs, WholeMail } from './model.ts';
import type { MailRow } from './repository.ts';
import { trueState } from './rules.ts';

/** Which mails to list; newest first. */
export interface MailQuery {
  state?: MailState | undefined;
  /** The address it went to, in any spelling. */
  to?: string | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

interface ListedRow extends MailRow {
  accountName: string | null;
}

const columns = `mails.id, mails.kind, mails.recipient, mails.link_id as "linkId", mails.account_id as "accountId",
  mails.facts, mails.message_id as "messageId", mails.state, mails.attempts, mails.due_at as "dueAt",
  mails.claimed_by as "claimedBy", mails.claimed_until as "claimedUntil", mails.error,
  mails.created_at as "createdAt", mails.ended_at as "endedAt", accounts.name as "accountName"`;

const selected = (deps: Deps) => deps.trx('mails').leftJoin('accounts', 'accounts.id', 'mails.account_id');

/** The mails of the outbox and those that left it, newest first. */
export async function listMails(deps: Deps, runs: Runs, wanted: MailQuery): Promise<Listing<Mail>> {
  const now = timestamp(deps);
  const { state, to } = wanted;
  const abandoned = state === 'uncertain' || state === 'sending' ? await abandonedMails(deps, now, runs) : [];
  const filtered = () => {
    const mails = selected(deps);
    if (to !== undefined) mails.where('mails.recipient_key', addressKey(to));
    if (state === 'uncertain') {
      mails.where((either) => either.where('mails.state', state).orWhereIn('mails.id', abandoned));
    } else if (state !== undefined) mails.where('mails.state', state).whereNotIn('mails.id', abandoned);
    return mails;
  };
  return listing<ListedRow, Mail>(deps, {
    filtered,
    columns,
    table: 'mails',
    sort: { column: 'id' },
    descending: true,
    paging: wanted,
    finish: async (rows) => rows.map((row) => mailOf(row, now, runs)),
  });
}

/** Those that are still marked as being sent although their sender has ended: at most as many as programs that died. */
async function abandonedMails(deps: Deps, now: string, runs: Runs): Promise<number[]> {
  const rows = await query<Pick<MailRow, 'id' | 'state' | 'claimedBy' | 'claimedUntil'>>(
    deps,
    `select id, state, claimed_by as "claimedBy", claimed_until as "claimedUntil" from mails where state = 'sending'`,
  );
  return rows.filter((row) => trueState(row, now, runs) === 'uncertain').map(({ id }) => id);
}

/** One mail. Throws MAIL_NOT_FOUND (exit 3). */
export async function showMail(deps: Deps, runs: Runs, id: number): Promise<WholeMail> {
  const row = (await selected(deps).select(deps.trx.raw(columns)).where('mails.id', id).first()) as
    | ListedRow
    | undefined;
  if (row === undefined) {
    throw notFoundError('MAIL_NOT_FOUND', `There is no mail ${id}.`, { hint: 'kontor mail list' });
  }
  return {
    ...mailOf(row, timestamp(deps), runs),
    messageId: row.messageId,
    linkId: row.linkId,
    facts: JSON.parse(row.facts) as MailFacts,
  };
}

const mailOf = (row: ListedRow, now: string, runs: Runs): Mail => ({
  id: row.id,
  state: trueState(row, now, runs),
  kind: row.kind,
  recipient: row.recipient,
  account:
    row.accountId === null || row.accountName === null ? null : { id: row.accountId, name: row.accountName },
  attempts: row.attempts,
  createdAt: row.createdAt,
  dueAt: row.state === 'queued' || row.state === 'deferred' ? row.dueAt : null,
  endedAt: row.endedAt,
  error: row.error,
});
