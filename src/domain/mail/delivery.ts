import { query, queryByIds } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import { readFirm } from '../firm/read.ts';
import type { Firm } from '../firm/schema.ts';
import { linkAddress, mintToken } from '../portal/tokens.ts';
import {
  type ClaimedMail,
  type Delivery,
  type Handover,
  linkPurposes,
  type MailFacts,
  type MailKind,
  type Runs,
} from './model.ts';
import { type MailRow, mailTable } from './repository.ts';
import { claimEnd, senderOf, settlement, trueState } from './rules.ts';

/** A mail that may be handed over, or why it is not: another program has it, its link is dead, a setting is missing. */
export type Claim = { mail: ClaimedMail } | { delivery: Delivery };

/**
 * Claims a mail for this run: of two programs that want it at once, one gets it. Its link's token is made here and given
 * back in the mail alone (I5). A mail whose link died meanwhile is cancelled.
 */
export async function claimMail(deps: Deps, runs: Runs, id: number): Promise<Claim> {
  const now = timestamp(deps);
  const [row] = await query<MailRow>(
    deps,
    `update mails set state = 'sending', claimed_by = ?, claimed_until = ?, attempts = attempts + 1, error = null
     where id = ? and state in ('queued', 'deferred') returning ${mailTable.select()}`,
    [runs.own, claimEnd(now), id],
  );
  if (row === undefined) return { delivery: await standingOf(deps, runs, id) };
  const firm = await readFirm(deps);
  const purpose = linkPurposes[row.kind];
  const link = purpose === undefined ? undefined : await readLink(deps, row.linkId);
  const sender = senderOf(firm);
  const obstacle = obstacleTo(row.kind, link, firm, now);
  if (obstacle !== undefined || sender === undefined) {
    return { delivery: await release(deps, row, obstacle ?? { state: 'queued', reason: noSender }) };
  }
  return {
    mail: {
      id: row.id,
      kind: row.kind,
      recipient: row.recipient,
      messageId: row.messageId,
      facts: JSON.parse(row.facts) as MailFacts,
      attempt: row.attempts,
      deferredSince: row.deferredSince,
      firmName: firm.firmName,
      sender,
      link:
        purpose === undefined || row.linkId === null
          ? undefined
          : linkAddress(firm.portalAddress, purpose, await mintToken(deps, row.linkId)),
      portalAddress: firm.portalAddress,
      linkEnds: link?.expiresAt,
      claimedAt: now,
    },
  };
}

const noPortal =
  'the firm has not said where its portal is: kontor config set portal-address https://portal.example';
const noSender =
  'the firm has not said who mails come from: kontor config set sender "Firm <office@firm.example>"';

interface LinkRow {
  state: string;
  expiresAt: string;
}

const readLink = async (deps: Deps, linkId: number | null): Promise<LinkRow | undefined> => {
  const [link] = await query<LinkRow>(
    deps,
    'select state, expires_at as "expiresAt" from portal_links where id = ?',
    [linkId],
  );
  return link;
};

interface Obstacle {
  state: 'queued' | 'cancelled';
  reason: string;
}

/** Why a mail cannot be sent now, or not at all. */
function obstacleTo(
  kind: MailKind,
  link: LinkRow | undefined,
  firm: Firm,
  now: string,
): Obstacle | undefined {
  if (linkPurposes[kind] === undefined) return undefined;
  if (link === undefined || link.state !== 'pending') {
    return { state: 'cancelled', reason: 'its link is no longer good: it was used, revoked or replaced' };
  }
  if (link.expiresAt <= now) return { state: 'cancelled', reason: 'its link has expired' };
  return firm.portalAddress === '' ? { state: 'queued', reason: noPortal } : undefined;
}

/** Gives a mail back that was claimed and could not be tried: that was no attempt. */
async function release(deps: Deps, row: MailRow, { state, reason }: Obstacle): Promise<Delivery> {
  await query(
    deps,
    `update mails set state = ?, error = ?, attempts = attempts - 1, ended_at = ?, claimed_by = null,
       claimed_until = null where id = ?`,
    [state, reason, state === 'cancelled' ? timestamp(deps) : null, row.id],
  );
  return { id: row.id, recipient: row.recipient, state, reason };
}

/** A mail as it stands, for one that this run did not get. */
async function standingOf(deps: Deps, runs: Runs, id: number): Promise<Delivery> {
  const [standing] = await standings(deps, runs, [id]);
  if (standing === undefined) throw new Error(`the mail ${id} is gone`);
  return standing;
}

/** Mails as they stand, in the order of ids. */
export async function standings(deps: Deps, runs: Runs, ids: readonly number[]): Promise<Delivery[]> {
  const rows = await queryByIds<MailRow>(
    deps,
    `select ${mailTable.select()} from mails where id in {ids}`,
    ids,
  );
  const now = timestamp(deps);
  return rows
    .sort((a, b) => a.id - b.id)
    .map((row) => ({
      id: row.id,
      recipient: row.recipient,
      state: trueState(row, now, runs),
      reason: row.error,
    }));
}

/** Stores how handing over a claimed mail ended, unless somebody resolved it meanwhile. */
export async function settleMail(
  deps: Deps,
  runs: Runs,
  mail: ClaimedMail,
  handover: Handover,
): Promise<Delivery> {
  const now = timestamp(deps);
  const { state, reason, dueAt, deferredSince } = settlement(mail, handover, now);
  await query(
    deps,
    `update mails set state = ?, error = ?, due_at = ?, deferred_since = ?, ended_at = ?, claimed_by = null, claimed_until = null
     where id = ? and claimed_by = ? and state in ('sending', 'uncertain')`,
    [
      state,
      reason,
      dueAt,
      deferredSince,
      state === 'sent' || state === 'failed' ? now : null,
      mail.id,
      runs.own,
    ],
  );
  return { id: mail.id, recipient: mail.recipient, state, reason };
}

const lost = 'the program that was sending it ended before the answer of the server was stored';

/** Makes those mails uncertain whose sender ended in the midst of it: they are not sent again unasked (I6). */
export async function endStaleClaims(deps: Deps, runs: Runs): Promise<void> {
  const now = timestamp(deps);
  const rows = await query<MailRow>(deps, `select ${mailTable.select()} from mails where state = 'sending'`);
  const stale = rows.filter((row) => trueState(row, now, runs) === 'uncertain').map(({ id }) => id);
  if (stale.length === 0) return;
  await queryByIds(
    deps,
    `update mails set state = 'uncertain', error = '${lost}' where state = 'sending' and id in {ids}`,
    stale,
  );
}
