import { type KontorError, refusedError } from '../../errors.ts';
import type { AccessRow } from '../access/repository.ts';
import { switchesOn } from '../access/rules.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { LinkKey, LinkRow } from './repository.ts';

/** A link as a key of maps. */
export const keyOfLink = (link: LinkKey): string => `${link.accountId}/${link.contactId}`;

/** The audit entry about a link. */
export const linkEntry = (
  link: Pick<LinkRow, 'accountId' | 'contactId' | 'accountName' | 'contactName'>,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({
  record: 'link',
  recordId: link.accountId,
  contactId: link.contactId,
  label: `${link.accountName} – ${link.contactName}`,
  action,
  changes,
});

/** What removed links were, with the access that went with them: which addresses had what switched on (L2). */
export function removedLinkEntries(
  links: readonly LinkRow[],
  access: readonly AccessRow[],
): AuditEntryInput[] {
  const switched = new Map<string, Record<string, string[]>>();
  for (const row of access) {
    const on = switchesOn(row);
    if (on.length === 0) continue;
    switched.set(keyOfLink(row), { ...switched.get(keyOfLink(row)), [row.address]: on });
  }
  return links.map((link) => {
    const had = switched.get(keyOfLink(link));
    return linkEntry(link, 'deleted', {
      contact: [link.contactName, null],
      ...(link.description === null ? {} : { description: [link.description, null] }),
      ...(link.signerRank === null ? {} : { signerRank: [link.signerRank, null] }),
      ...(had === undefined ? {} : { access: [had, null] }),
    });
  });
}

/** The refusal to take an account's last contact away (L2). */
export const lastContact = (link: LinkRow): KontorError =>
  refusedError(
    'LAST_CONTACT',
    `"${link.contactName}" is the last contact of account ${link.accountId} "${link.accountName}"; an account always has one.`,
    {
      hint: `Link another contact in the same step: kontor contact unlink ${link.contactId} ${link.accountId} --replace-with CONTACT`,
      details: { accountId: link.accountId, accountName: link.accountName, contactId: link.contactId },
    },
  );
