import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import {
  type LinkedEmail,
  type NotificationKind,
  notificationKinds,
  type PortalStatus,
  type SwitchName,
  switchNames,
} from './model.ts';
import type { AccessRow } from './repository.ts';
import type { Switches } from './schema.ts';
import type { Standing } from './standing.ts';

/** The row of an address that has none yet: all off, and all kinds on for the day notify is switched on (T1, T2). */
export const untouchedRow = (
  place: Pick<AccessRow, 'accountId' | 'contactId' | 'address' | 'addressKey'>,
): AccessRow => ({
  id: 0,
  accountId: place.accountId,
  contactId: place.contactId,
  address: place.address,
  addressKey: place.addressKey,
  login: 0,
  notify: 0,
  sync: 0,
  documents: 1,
  signatures: 1,
  approvals: 1,
  messages: 1,
  organizers: 1,
});

/** The row with switches set; those that are absent stay (T1). */
export const switchedRow = (row: AccessRow, wanted: Switches): AccessRow => {
  const after = { ...row };
  for (const name of switchNames) if (wanted[name] !== undefined) after[name] = wanted[name] ? 1 : 0;
  return after;
};

/** The row with kinds of notifications set (T2). */
export const notifiedRow = (
  row: AccessRow,
  on: readonly NotificationKind[],
  off: readonly NotificationKind[],
): AccessRow => {
  const after = { ...row };
  for (const kind of on) after[kind] = 1;
  for (const kind of off) after[kind] = 0;
  return after;
};

/** What differs between two states of a row in some of its fields; on and off as `true` and `false`. */
export const accessChanges = <Name extends SwitchName | NotificationKind>(
  before: AccessRow,
  after: AccessRow,
  names: readonly Name[],
): Partial<Record<Name, readonly [boolean, boolean]>> =>
  Object.fromEntries(
    names.flatMap((name) =>
      before[name] === after[name] ? [] : [[name, [before[name] === 1, after[name] === 1]]],
    ),
  ) as unknown as Partial<Record<Name, readonly [boolean, boolean]>>;

/** The switches that are on. */
export const switchesOn = (row: AccessRow): SwitchName[] => switchNames.filter((name) => row[name] === 1);

/** The audit entry about the access of one e-mail in one account. */
export const accessEntry = (
  row: Pick<AccessRow, 'accountId' | 'contactId' | 'address'>,
  { accountName, contactName }: { accountName: string; contactName: string },
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({
  record: 'access',
  recordId: row.accountId,
  contactId: row.contactId,
  label: `${accountName} – ${contactName} <${row.address}>`,
  action,
  changes,
});

/** The address that the label of such an entry ends with. */
export const addressOfLabel = (label: string): string | undefined => /<([^<>]*)>$/.exec(label)?.[1];

/** The portal status of an e-mail in an account (T3). */
export const statusOf = (login: boolean, standing: Standing | undefined): PortalStatus =>
  login ? (standing ?? 'not-invited') : 'off';

/** An e-mail inside an account as it is shown; the kinds only while notify is on (T2). */
export const linkedEmail = (
  { address, source }: { address: string; source: string },
  row: AccessRow | undefined,
  standing: Standing | undefined,
): LinkedEmail => ({
  address,
  source,
  login: row?.login === 1,
  notify: row?.notify === 1,
  sync: row?.sync === 1,
  notifications: row?.notify === 1 ? notificationKinds.filter((kind) => row[kind] === 1) : [],
  status: statusOf(row?.login === 1, standing),
});
