import { insertRecords } from '../../db/table.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { readFirm } from '../firm/read.ts';
import type { Firm } from '../firm/schema.ts';
import { queueMails } from '../mail/queue.ts';
import type { KnownAddress, Place } from './addresses.ts';
import { endLinks, type LinkPurpose, type PortalLinkRow, portalLinkTable } from './links.ts';
import { onlyContact } from './rules.ts';
import { linkAddress, mintToken } from './tokens.ts';

/** A link that is to be sent to an address. */
export interface LinkDraft {
  known: KnownAddress;
  /** The account that it speaks of. */
  place: Place;
  /** The pending link whose place it takes; all tokens of that one die (I2, I4). */
  replaces: PortalLinkRow | undefined;
  /** The portal user it is for; nobody yet where it is an invitation. */
  userId?: number | undefined;
}

/** How links reach people. */
export interface Sending {
  /** Puts a mail for each into the outbox. */
  mail: boolean;
  /** Gives each link back, to be handed over by other means; it is shown this once and stored nowhere (I5). */
  printLink: boolean;
  /** The firm's personal message (I1). */
  message?: string | undefined;
  /** When it was sent, if not now: fixtures have invitations that expired. */
  at?: string | undefined;
}

/** A link that was sent. */
export interface IssuedLink {
  id: number;
  expiresAt: string;
  mail: number | null;
  link: string | undefined;
}

/** Where printed links lead while the firm has not said where its portal is: nowhere, and visibly so. */
const noPortal = 'https://portal.invalid';

const hour = 3_600_000;

/** For how long links work (I2, I4). */
const validity = (firm: Firm, purpose: LinkPurpose): number =>
  purpose === 'invitation' ? firm.invitationDays * 24 * hour : firm.resetHours * hour;

/**
 * Issues links: each takes the place of the pending one it names, works once until it expires, and is mailed or printed.
 * `renewal` says that it was asked for again. Throws INVALID_TIME (exit 2). Results in input order.
 */
export async function issueLinks(
  deps: Deps,
  purpose: LinkPurpose,
  drafts: readonly LinkDraft[],
  { mail, printLink, message, at, renewal = false }: Sending & { renewal?: boolean },
): Promise<IssuedLink[]> {
  if (drafts.length === 0) return [];
  const firm = await readFirm(deps);
  const now = timestamp(deps);
  const sentAt = momentOf(deps, at);
  const expiresAt = new Date(Date.parse(sentAt) + validity(firm, purpose)).toISOString();
  const ids = await deps.dialect.reserveIds(deps.trx, portalLinkTable.name, drafts.length);
  const rows = drafts.map(
    ({ known, place }, index): PortalLinkRow => ({
      id: ids[index] ?? 0,
      purpose,
      address: known.address,
      addressKey: known.addressKey,
      accountId: place.accountId,
      contactId: onlyContact(known)?.id ?? null,
      state: 'pending',
      renewal: renewal ? 1 : 0,
      sentAt,
      expiresAt,
      endedAt: null,
    }),
  );
  await endLinks(
    deps,
    drafts.flatMap(({ replaces }) => replaces?.id ?? []),
    'superseded',
    now,
  );
  await insertRecords(deps, portalLinkTable, rows);
  const mails = mail
    ? await queueMails(
        deps,
        drafts.map(({ known, place }, index) => ({
          kind: purpose,
          recipient: known.address,
          linkId: ids[index],
          accountId: place.accountId,
          facts: {
            name: onlyContact(known)?.name,
            accountName: hasSeveralAccounts(known) ? place.accountName : undefined,
            expiresAt,
            message,
          },
        })),
      )
    : [];
  await recordChanges(
    deps,
    drafts.flatMap((draft, index) =>
      entriesOfIssue(purpose, draft, rows[index], at === undefined ? {} : { at: [null, sentAt] }),
    ),
  );
  const issued: IssuedLink[] = [];
  for (const [index, id] of ids.entries()) {
    const link = printLink
      ? linkAddress(firm.portalAddress || noPortal, purpose, await mintToken(deps, id))
      : undefined;
    issued.push({ id, expiresAt, mail: mails[index] ?? null, link });
  }
  return issued;
}

const hasSeveralAccounts = ({ places }: KnownAddress): boolean =>
  new Set(places.map(({ accountId }) => accountId)).size > 1;

const entriesOfIssue = (
  purpose: LinkPurpose,
  { replaces, userId }: LinkDraft,
  row: PortalLinkRow | undefined,
  givenTime: Changes,
): AuditEntryInput[] => {
  if (row === undefined) return [];
  if (purpose === 'reset') {
    const changes: Changes = {
      passwordReset: [replaces === undefined ? null : 'superseded', 'pending'],
      expiresAt: [replaces?.expiresAt ?? null, row.expiresAt],
    };
    return [
      { record: 'portal-user', recordId: userId ?? null, label: row.address, action: 'updated', changes },
    ];
  }
  const created: Changes = { status: [null, 'pending'], expiresAt: [null, row.expiresAt], ...givenTime };
  return [
    ...(replaces === undefined
      ? []
      : [invitationEntry(replaces, 'updated', { status: ['pending', 'superseded'] })]),
    invitationEntry(row, 'created', created),
  ];
};

/** The audit entry about an invitation. */
export const invitationEntry = (
  link: Pick<PortalLinkRow, 'accountId' | 'contactId' | 'address'>,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({
  record: 'invitation',
  recordId: link.accountId,
  ...(link.contactId === null ? {} : { contactId: link.contactId }),
  label: link.address,
  action,
  changes,
});
