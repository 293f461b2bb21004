import type { Deps } from '../deps.ts';

/** An e-mail in an account that login is on for. */
export interface Invitee {
  accountId: number;
  addressKey: string;
}

/**
 * Invites those of the e-mails that were never invited or whose invitation expired (`--invite`, T4, T6); the others, those
 * without login and those of archived accounts are left alone. Returns the ids of the mails.
 */
export async function inviteUninvited(_deps: Deps, _invitees: readonly Invitee[]): Promise<number[]> {
  return [];
}

/**
 * Ends the pending invitations of addresses that no account needs any more (T4): login is on for them nowhere. One whose
 * own account does not need it, but another does, goes over to that one. Called after access was taken away.
 */
export async function endUnneededInvitations(_deps: Deps, _addressKeys: readonly string[]): Promise<void> {}
