import { type KontorError, refusedError } from '../../errors.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { LinkRow } from './repository.ts';

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

/** What a removed link was. */
export const removedLinkEntry = (link: LinkRow): AuditEntryInput =>
  linkEntry(link, 'deleted', {
    contact: [link.contactName, null],
    ...(link.description === null ? {} : { description: [link.description, null] }),
    ...(link.signerRank === null ? {} : { signerRank: [link.signerRank, null] }),
  });

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
