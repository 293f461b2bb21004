import type { Changes } from '../../domain/audit/schema.ts';
import { addressKey } from '../../domain/text/comparison.ts';
import type { Target } from '../reading/headings/headings.ts';
import { type Change, type KnownContact, nameParts, type TaggedAccount } from './changes.ts';
import { type Draft, targetOf } from './draft.ts';
import { sharingHint } from './known.ts';
import type { Mismatch } from './report.ts';
import type { FileClaims } from './said.ts';

/** What a row would change about records that exist. */
export interface RowChanges {
  draft: Draft;
  account: (Change<unknown, TaggedAccount> & { before: TaggedAccount }) | undefined;
  contact: (Change<unknown, KnownContact> & { before: KnownContact }) | undefined;
  /** The description before, where the row changes it. */
  redescribed: { before: string | null } | undefined;
}

const nameTargets: ReadonlySet<Target | undefined> = new Set(
  nameParts.map((part): Target => `contact.${part}`),
);

/**
 * Refuses a row that would change what an earlier line of the file has said, or the name by which it found its record
 * (CONFLICTING_ROWS): otherwise each run of the file would find something to change (B2).
 */
export function conflictOf(
  { draft, account, contact, redescribed }: RowChanges,
  claims: FileClaims,
): Mismatch | undefined {
  const refusal = (
    line: number | undefined,
    field: Target | undefined,
    what: string,
    said: unknown,
  ): Mismatch => ({
    draft,
    field,
    code: 'CONFLICTING_ROWS',
    reason: `${claims.unit} ${line} stands for the same ${what}, for which the file says ${JSON.stringify(said)} already${sharing(field)}`,
  });
  const isFoundByEmail =
    contact?.before.email != null && addressKey(contact.before.email) === draft.addressKey;
  const sharing = (field: Target | undefined) =>
    isFoundByEmail && nameTargets.has(field) ? `; ${sharingHint}` : '';
  const said = (changes: Changes, hasSaid: (field: string) => boolean) =>
    Object.entries(changes).find(([field]) => hasSaid(field));

  if (contact !== undefined) {
    const { id, nameKey, displayName } = contact.before.row;
    const line = claims.contacts.lineOf(id);
    const change = said(contact.changes, (field) => claims.contacts.hasSaid(id, field));
    if (change !== undefined) return refusal(line, targetOf('contact', change[0]), 'contact', change[1][0]);
    if (nameKey !== contact.after.row.nameKey && claims.contacts.hasSaid(id, 'displayName')) {
      return refusal(line, 'contact.lastName', 'contact', displayName);
    }
    if (redescribed !== undefined && account !== undefined && claims.links.has(account.before.row.id, id)) {
      return refusal(line, 'link.description', 'contact in this account', redescribed.before);
    }
  }
  if (account === undefined) return undefined;
  const { id } = account.before.row;
  const change = said(account.changes, (field) => claims.accounts.hasSaid(id, field));
  return (
    change && refusal(claims.accounts.lineOf(id), targetOf('account', change[0]), 'account', change[1][0])
  );
}
