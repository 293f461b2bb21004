import type { KontorError } from '../../errors.ts';
import { accessOfAddresses } from '../access/repository.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { accountNames, emailNotFound, knownAddresses, type Place } from '../portal/addresses.ts';
import { invitationEntry, issueLinks, type LinkDraft, type Sending } from '../portal/issue.ts';
import { endLinks, holdPendingLinks, moveLinks, type PortalLinkRow } from '../portal/links.ts';
import type { SentLink } from '../portal/model.ts';
import { shownPlace } from '../portal/rules.ts';
import { addressKey } from '../text/comparison.ts';
import { candidatesOf, type Selection, selectCandidates } from './candidates.ts';
import { type Candidate, type Decision, decideResend, decideSend } from './rules.ts';

/** An e-mail in an account that login is on for. */
export interface Invitee {
  accountId: number;
  addressKey: string;
}

/**
 * Invites e-mails that login is on for (I1): those never invited, and those whose invitation expired or was revoked; one
 * that is invited already is `unchanged`. Named e-mails: throws ALREADY_ACTIVE, LOGIN_OFF, ACCOUNT_ARCHIVED (exit 4) and
 * EMAIL_NOT_FOUND (exit 3), and invites nobody; of accounts, such e-mails are `skipped`.
 */
export async function sendInvitations(
  deps: Deps,
  selection: Selection,
  sending: Sending,
): Promise<SentLink[]> {
  const now = timestamp(deps);
  return invite(deps, selection, sending, (candidate) => decideSend(candidate, now));
}

/**
 * Sends invitations that are pending or expired again, with a new link: the old one is dead (I2). One that was sent again
 * less than a minute ago is `unchanged`, unless `again` says that this is no slip. Throws NOT_INVITED (exit 4) and what
 * `sendInvitations` throws.
 */
export async function resendInvitations(
  deps: Deps,
  selection: Selection,
  { again = false, ...sending }: Sending & { again?: boolean | undefined },
): Promise<SentLink[]> {
  const now = timestamp(deps);
  return invite(deps, selection, { ...sending, renewal: true }, (candidate) =>
    decideResend(candidate, now, again),
  );
}

async function invite(
  deps: Deps,
  selection: Selection,
  sending: Sending & { renewal?: boolean },
  decide: (candidate: Candidate) => Decision,
): Promise<SentLink[]> {
  const candidates = await selectCandidates(deps, selection);
  const decisions = candidates.map((candidate) => ({ candidate, decision: decide(candidate) }));
  if (selection.emails !== undefined) {
    for (const { decision } of decisions) if ('refusal' in decision) throw decision.refusal;
  }
  const drafts = decisions.flatMap(({ candidate, decision }) =>
    'place' in decision ? [draftOf(candidate, decision.place)] : [],
  );
  const issued = (await issueLinks(deps, 'invitation', drafts, sending)).values();
  return decisions.map(({ candidate, decision }): SentLink => {
    if (!('place' in decision)) return leftAlone(candidate, decision);
    const { value } = issued.next();
    if (value === undefined) throw new Error('issueLinks gave fewer links than drafts');
    const { id, expiresAt, mail, link } = value;
    return {
      outcome: sending.renewal === true ? 'updated' : 'created',
      id,
      email: candidate.known.address,
      account: accountOf(decision.place),
      reason: null,
      mail,
      expiresAt,
      ...(link === undefined ? {} : { link }),
    };
  });
}

const draftOf = ({ known, pending }: Candidate, place: Place): LinkDraft => ({
  known,
  place,
  replaces: pending,
});

const accountOf = (place: Place | undefined): SentLink['account'] =>
  place === undefined ? null : { id: place.accountId, name: place.accountName };

const leftAlone = (
  { known, scope, pending }: Candidate,
  decision: { already: string } | { refusal: KontorError },
): SentLink => ({
  outcome: 'already' in decision ? 'unchanged' : 'skipped',
  id: pending?.id ?? null,
  email: known.address,
  account: accountOf(shownPlace(known, scope)),
  reason: 'already' in decision ? decision.already : decision.refusal.message,
  mail: null,
  expiresAt: pending?.expiresAt ?? null,
});

/**
 * Takes invitations back: their links are dead (I1). E-mails without a pending one are `unchanged`. Throws EMAIL_NOT_FOUND
 * (exit 3).
 */
export async function revokeInvitations(deps: Deps, emails: readonly string[]): Promise<SentLink[]> {
  const keys = [...new Set(emails.map(addressKey))];
  const pending = await holdPendingLinks(deps, 'invitation', keys);
  const known = await knownAddresses(deps, keys);
  for (const email of emails) {
    const key = addressKey(email);
    if (!known.has(key) && !pending.has(key)) throw await emailNotFound(deps, email.trim());
  }
  const names = await accountNames(
    deps,
    [...pending.values()].flatMap(({ accountId }) => accountId ?? []),
  );
  await revoke(deps, [...pending.values()]);
  return keys.map((key): SentLink => {
    const link = pending.get(key);
    const address = known.get(key);
    return {
      outcome: link === undefined ? 'unchanged' : 'updated',
      id: link?.id ?? null,
      email: link?.address ?? address?.address ?? key,
      account:
        link?.accountId == null
          ? accountOf(address && shownPlace(address, undefined))
          : { id: link.accountId, name: names.get(link.accountId) ?? '' },
      reason: link === undefined ? 'no invitation is pending' : null,
      mail: null,
      expiresAt: null,
    };
  });
}

async function revoke(deps: Deps, links: readonly PortalLinkRow[]): Promise<void> {
  await endLinks(
    deps,
    links.map(({ id }) => id),
    'revoked',
    timestamp(deps),
  );
  await recordChanges(
    deps,
    links.map((link) => invitationEntry(link, 'updated', { status: ['pending', 'revoked'] })),
  );
}

/**
 * Invites those of the e-mails that were never invited or whose invitation expired (`--invite`, T4, T6); the others, those
 * without login and those of archived accounts are left alone. Returns the ids of the mails.
 */
export async function inviteUninvited(deps: Deps, invitees: readonly Invitee[]): Promise<number[]> {
  const scopes = new Map<string, Set<number>>();
  for (const { accountId, addressKey: key } of invitees) {
    scopes.set(key, (scopes.get(key) ?? new Set()).add(accountId));
  }
  if (scopes.size === 0) return [];
  const now = timestamp(deps);
  const drafts = (await candidatesOf(deps, scopes)).flatMap((candidate) => {
    const decision = decideSend(candidate, now);
    return 'place' in decision ? [draftOf(candidate, decision.place)] : [];
  });
  const issued = await issueLinks(deps, 'invitation', drafts, { mail: true, printLink: false });
  return issued.flatMap(({ mail }) => mail ?? []);
}

/**
 * Ends the pending invitations of addresses that no account needs any more (T4): login is on for them nowhere. One whose
 * own account does not need it, but another does, goes over to that one. Called after access was taken away.
 */
export async function endUnneededInvitations(deps: Deps, addressKeys: readonly string[]): Promise<void> {
  const keys = [...new Set(addressKeys)];
  const pending = [...(await holdPendingLinks(deps, 'invitation', keys)).values()];
  if (pending.length === 0) return;
  // Archived accounts need theirs, too: their switches count again after a restore (A9).
  const needing = new Map<string, Array<{ id: number; name: string }>>();
  const access = await accessOfAddresses(
    deps,
    pending.map((link) => link.addressKey),
  );
  for (const { addressKey: key, login, accountId, accountName } of access) {
    if (login === 1) needing.set(key, [...(needing.get(key) ?? []), { id: accountId, name: accountName }]);
  }
  await revoke(
    deps,
    pending.filter((link) => !needing.has(link.addressKey)),
  );
  const moves = pending.flatMap((link) => {
    const accounts = needing.get(link.addressKey) ?? [];
    const [first] = accounts;
    return first === undefined || accounts.some(({ id }) => id === link.accountId)
      ? []
      : [{ link, account: first }];
  });
  const names = await accountNames(
    deps,
    moves.flatMap(({ link }) => link.accountId ?? []),
  );
  await moveLinks(
    deps,
    moves.map(({ link, account }) => ({ id: link.id, accountId: account.id })),
  );
  await recordChanges(
    deps,
    moves.map(
      ({ link, account }): AuditEntryInput =>
        invitationEntry({ ...link, accountId: account.id }, 'updated', {
          account: [link.accountId === null ? null : (names.get(link.accountId) ?? null), account.name],
        }),
    ),
  );
}
