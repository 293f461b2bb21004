/** How far an invitation has come (I1); `expired` follows from the time. */
export const invitationStatuses = ['pending', 'accepted', 'revoked', 'expired', 'superseded'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** An invitation as lists show it. */
export interface Invitation {
  id: number;
  email: string;
  account: { id: number; name: string } | null;
  status: InvitationStatus;
  sentAt: string;
  expiresAt: string;
  acceptedAt: string | null;
  /** When it was revoked, or another one took its place. */
  endedAt: string | null;
  /** Whole seconds since it was sent. */
  ageSeconds: number;
  /** Whole seconds until it expires; below zero since it did, null where it ended otherwise. */
  secondsLeft: number | null;
}

/** Which invitations to list; newest first. */
export interface InvitationQuery {
  status?: InvitationStatus | undefined;
  /** Invitations that speak of this account, or whose address has access to it. */
  accountId?: number | undefined;
  email?: string | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}
