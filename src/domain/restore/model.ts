/** Where a restored database comes from. */
export interface Origin {
  /** The backup, as the user named it. */
  file: string;
  takenAt: string;
}

/** What must not live twice, and was ended in the copy that was brought back. */
export interface Ended {
  invitations: number;
  resets: number;
  sessions: number;
  mails: number;
}
