import { notificationKinds, switchNames } from '../access/model.ts';
import type { AccessPlace, AccessRow } from '../access/repository.ts';
import type { LinkRow } from '../link/repository.ts';
import { type Decisions, decide, textQuestion } from './conflicts.ts';
import type { Member } from './members.ts';

/** What `--take` calls the description in an account. */
export const descriptionField = (accountId: number): string => `description@${accountId}`;

/** The link of the contact that stays to one account, and those that it is made of. */
export interface UnitedLink {
  /** As it was; undefined where only others were linked. */
  before: LinkRow | undefined;
  /** Those of the others; the first one is taken over where there is none before. */
  others: LinkRow[];
  description: string | null;
  signerRank: number | null;
}

/** The links of the contact that stays to the accounts of the others (C2): one each, with the best of their ranks (L4). */
export function uniteLinks(decisions: Decisions, links: readonly LinkRow[]): UnitedLink[] {
  const { members } = decisions;
  const keepId = members[0]?.row.id;
  const byAccount = new Map<number, LinkRow[]>();
  for (const link of links) byAccount.set(link.accountId, [...(byAccount.get(link.accountId) ?? []), link]);
  return [...byAccount].flatMap(([accountId, own]): UnitedLink[] => {
    const others = inOrder(members, own).filter(({ contactId }) => contactId !== keepId);
    if (others.length === 0) return [];
    const before = own.find(({ contactId }) => contactId === keepId);
    const held = members.flatMap((member) => {
      const value = own.find(({ contactId }) => contactId === member.row.id)?.description;
      return value === null || value === undefined ? [] : [{ member, value }];
    });
    const ranks = own.flatMap(({ signerRank }) => signerRank ?? []);
    return [
      {
        before,
        others,
        description: decide(decisions, textQuestion(descriptionField(accountId), held)),
        signerRank: ranks.length === 0 ? null : Math.min(...ranks),
      },
    ];
  });
}

const inOrder = <Row extends { contactId: number }>(
  members: readonly Member[],
  rows: readonly Row[],
): Row[] => members.flatMap(({ row }) => rows.filter(({ contactId }) => contactId === row.id));

/** The access of one e-mail in one account, and the rows that it is made of, that of the contact that stays first. */
export interface UnitedAccess {
  rows: AccessPlace[];
  after: AccessRow;
}

/**
 * The access that the contact that stays has in place of the others: rows of the same e-mail in the same account become
 * one, in which on wins (T1); what kinds are notified about, those decide for whom notifications are on (T2).
 */
export function uniteAccess(members: readonly Member[], access: readonly AccessPlace[]): UnitedAccess[] {
  const keepId = members[0]?.row.id ?? 0;
  const byPlace = new Map<string, AccessPlace[]>();
  for (const row of inOrder(members, access)) {
    const place = `${row.accountId}/${row.addressKey}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), row]);
  }
  return [...byPlace.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined || rows.every(({ contactId }) => contactId === keepId)) return [];
    return [{ rows, after: { ...united(rows, first), contactId: keepId } }];
  });
}

function united(rows: readonly AccessPlace[], first: AccessPlace): AccessRow {
  const { accountName: _account, accountArchivedAt: _archived, contactName: _contact, ...after } = first;
  const notified = rows.filter(({ notify }) => notify === 1);
  for (const name of switchNames) after[name] = Math.max(...rows.map((row) => row[name]));
  for (const kind of notificationKinds) {
    after[kind] = Math.max(...(notified.length === 0 ? rows : notified).map((row) => row[kind]));
  }
  return after;
}
