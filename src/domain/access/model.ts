/** What can be switched per account × contact × e-mail (T1). */
export const switchNames = ['login', 'notify', 'sync'] as const;
export type SwitchName = (typeof switchNames)[number];

/** What the firm notifies about (T2). */
export const notificationKinds = ['documents', 'signatures', 'approvals', 'messages', 'organizers'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/**
 * The portal status of an e-mail in an account (T3), the strongest first: an account shows the strongest of its e-mails'.
 */
export const portalStatuses = ['active', 'invited', 'expired', 'not-invited', 'off'] as const;
export type PortalStatus = (typeof portalStatuses)[number];

/** The `source` of an address that the contact has no more and that still opens the account (T6). */
export const unlinkedSource = 'unlinked';

/** An e-mail of a contact inside an account. */
export interface LinkedEmail {
  address: string;
  /** `primary`, the key of the contact field that holds it (C3), or `unlinked` (T6). */
  source: string;
  login: boolean;
  notify: boolean;
  sync: boolean;
  /** The kinds that the firm notifies about; none while notify is off. */
  notifications: NotificationKind[];
  status: PortalStatus;
}
