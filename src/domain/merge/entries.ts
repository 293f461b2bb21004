import { notificationKinds, switchNames } from '../access/model.ts';
import type { AccessPlace } from '../access/repository.ts';
import { accessChanges, accessEntry, untouchedRow } from '../access/rules.ts';
import { changesOfRemoval } from '../audit/rules.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { primarySource } from '../contact/emails.ts';
import type { ContactRow } from '../contact/repository.ts';
import { auditedContactFields, contactEntry } from '../contact/rules.ts';
import { auditedRemoval } from '../field/values.ts';
import { linkEntry, removedLinkEntries } from '../link/rules.ts';
import type { UnitedAccess, UnitedLink } from './links.ts';
import type { Member } from './members.ts';
import type { Moved } from './model.ts';

/** The links that went, with the access they had, and what became of those of the contact that stays. */
export const linkEntries = (
  keep: ContactRow,
  united: readonly UnitedLink[],
  access: readonly AccessPlace[],
): AuditEntryInput[] => [
  ...removedLinkEntries(
    united.flatMap(({ others }) => others),
    access.filter(({ contactId }) => contactId !== keep.id),
  ),
  ...united.flatMap(({ before, others: [first], description, signerRank }) => {
    const link = before ?? first;
    if (link === undefined) return [];
    const ends = { ...link, contactId: keep.id, contactName: keep.displayName };
    const [formerDescription, formerRank] = [before?.description ?? null, before?.signerRank ?? null];
    const changes = {
      ...(before === undefined ? { contact: [null, keep.displayName] as const } : {}),
      ...(formerDescription === description
        ? {}
        : { description: [formerDescription, description] as const }),
      ...(formerRank === signerRank ? {} : { signerRank: [formerRank, signerRank] as const }),
    };
    if (Object.keys(changes).length === 0) return [];
    return [linkEntry(ends, before === undefined ? 'created' : 'updated', changes)];
  }),
];

/** What access the contact that stays got. */
export const accessEntries = (keep: ContactRow, united: readonly UnitedAccess[]): AuditEntryInput[] =>
  united.flatMap(({ rows: [first], after }) => {
    if (first === undefined) return [];
    const isOwn = first.contactId === keep.id;
    const changes = accessChanges(isOwn ? first : untouchedRow(after), after, [
      ...switchNames,
      ...notificationKinds,
    ]);
    if (Object.keys(changes).length === 0) return [];
    const ends = { accountName: first.accountName, contactName: keep.displayName };
    return [accessEntry(after, ends, isOwn ? 'updated' : 'created', changes)];
  });

/** The contacts that went, with all that they held, and into which one; it is found under both of them. */
export const goneEntries = (keep: ContactRow, drop: readonly Member[], moved: Moved): AuditEntryInput[] => {
  const counts = Object.fromEntries(Object.entries(moved).filter(([, count]) => count > 0));
  return drop.map(({ row, emails, fields }, index) => ({
    ...contactEntry(row, 'merged', {
      name: [row.displayName, keep.displayName],
      ...changesOfRemoval(row, auditedContactFields),
      ...(emails.has(primarySource) ? { email: [emails.get(primarySource)?.address, null] as const } : {}),
      ...auditedRemoval(fields),
      // What was done is counted once, with the first of them.
      ...(index > 0 || Object.keys(counts).length === 0 ? {} : { moved: [counts, keep.id] as const }),
    }),
    contactId: keep.id,
  }));
};
