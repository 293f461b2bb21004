import { decideType } from '../../domain/account/rules.ts';
import type { AccountPatch } from '../../domain/account/schema.ts';
import type { Changes } from '../../domain/audit/schema.ts';
import type { ContactPatch } from '../../domain/contact/schema.ts';
import { addressKey, tidyOrNull } from '../../domain/text/comparison.ts';
import { accessOf, accessRefusal, claimAccess, type RowAccess } from './access.ts';
import {
  accountChange,
  contactChange,
  isEmpty,
  type KnownContact,
  type Stamp,
  type TaggedAccount,
} from './changes.ts';
import { conflictOf, type RowChanges } from './conflicts.ts';
import type { Draft } from './draft.ts';
import type { FilledFields } from './field-values.ts';
import type { Match } from './match.ts';
import type { ImportMode } from './model.ts';
import { skipReason } from './modes.ts';
import type { Mismatch } from './report.ts';
import { claimAccount, claimContact, claimLink, type FileClaims } from './said.ts';

/** What is to be done for one row; a record that its match does not have is created. */
export interface Step {
  match: Match;
  /** Undefined when nothing about an existing record changes. */
  contactPatch: ContactPatch | undefined;
  accountPatch: AccountPatch | undefined;
  /** Whether an existing account is archived. */
  archives: boolean;
  link: 'created' | 'updated' | 'unchanged';
  access: RowAccess | undefined;
}

export interface Plan {
  steps: Step[];
  refused: Mismatch[];
  /** Rows that the mode leaves alone, and why. */
  skipped: Array<{ draft: Draft; reason: string }>;
  /** Rows that were matched by what an earlier row of the wave changes: to be matched again. */
  later: Draft[];
}

/** Decides what the rows of a wave change, in the order of their lines, each after what the earlier ones change. */
export function planSteps(
  matches: readonly Match[],
  claims: FileClaims,
  stamp: Stamp,
  mode: ImportMode,
): Plan {
  const state = new WaveState();
  const plan: Plan = { steps: [], refused: [], skipped: [], later: [] };
  for (const match of matches) {
    if (state.hasMoved(match)) {
      plan.later.push(match.draft);
      continue;
    }
    const link = state.linkOf(match);
    const reason = skipReason(match, link, mode);
    if (reason !== undefined) {
      plan.skipped.push({ draft: match.draft, reason });
      continue;
    }
    const changes = stamp.changesNothing ? noChanges(match) : changesOf(match, state, link, stamp);
    if (state.isReaddressed(match, changes, stamp)) {
      plan.later.push(match.draft);
      continue;
    }
    const refusal =
      namelessCompany(match) ??
      namelessContact(match) ??
      lonelyAccount(match) ??
      conflictOf(changes, claims) ??
      accessRefusal(match, claims);
    if (refusal !== undefined) {
      plan.refused.push(refusal);
      continue;
    }
    state.take(match, changes, stamp);
    const setsAccess = match.about === 'client' && (!stamp.changesNothing || link === undefined);
    const access = setsAccess ? accessOf(match) : undefined;
    claim(match, changes, access, claims);
    const { account, contact, redescribed } = changes;
    plan.steps.push({
      match,
      contactPatch: contact && !isEmpty(contact.changes) ? contact.patch : undefined,
      accountPatch: account && !isEmpty(account.changes) ? account.patch : undefined,
      archives: account?.changes.archivedAt !== undefined,
      link:
        link === undefined && match.about === 'client'
          ? 'created'
          : redescribed === undefined
            ? 'unchanged'
            : 'updated',
      access,
    });
  }
  return plan;
}

interface PlannedChanges extends RowChanges {
  account: (ReturnType<typeof accountChange> & { before: TaggedAccount }) | undefined;
  contact: (ReturnType<typeof contactChange> & { before: KnownContact }) | undefined;
}

function changesOf(
  { draft, account: foundAccount, contact: foundContact }: Match,
  state: WaveState,
  link: { description: string | null } | undefined,
  stamp: Stamp,
): PlannedChanges {
  const account = foundAccount && (state.accounts.get(foundAccount.row.id) ?? foundAccount);
  const contact = foundContact && (state.contacts.get(foundContact.row.id) ?? foundContact);
  const description = tidyOrNull(draft.description);
  const redescribes = link !== undefined && description !== null && description !== link.description;
  return {
    draft,
    account: account && { before: account, ...accountChange(draft, account, stamp) },
    contact: contact && { before: contact, ...contactChange(draft, contact, stamp) },
    redescribed: redescribes ? { before: link.description } : undefined,
  };
}

/** What is there stays as it is. */
const noChanges = ({ draft, account, contact }: Match): PlannedChanges => ({
  draft,
  account: account && { before: account, after: account, patch: {}, changes: {} },
  contact: contact && { before: contact, after: contact, patch: {}, changes: {} },
  redescribed: undefined,
});

/** A contact that is to be created needs a name or an e-mail (C1); one that exists may be called by its key. */
const namelessContact = ({ draft, about, contact }: Match): Mismatch | undefined =>
  about === 'account' || !draft.namesPerson || contact !== undefined
    ? undefined
    : draft.contactNameKey === undefined && draft.addressKey === undefined
      ? {
          draft,
          field: 'contact.key',
          code: 'INVALID_VALUE',
          reason: 'there is no such contact, and a new one needs at least a name or an e-mail',
        }
      : undefined;

/** An account that is to be created needs a contact (A7). */
const lonelyAccount = ({ draft, about, account }: Match): Mismatch | undefined =>
  about === 'contact' || account !== undefined || draft.namesPerson || draft.contact.companyName != null
    ? undefined
    : {
        draft,
        field: undefined,
        code: 'CONTACT_NEEDED',
        reason: 'there is no such account, and a new one needs a contact: a name or an e-mail',
      };

/** A company that is to be created needs a name for itself (A2); one that exists has it. */
function namelessCompany({ draft, about, account }: Match): Mismatch | undefined {
  const { name, companyName } = draft.account;
  if (about === 'contact' || account !== undefined || name !== undefined || companyName != null)
    return undefined;
  if (decideType(draft.account) !== 'company') return undefined;
  return {
    draft,
    field: 'account.companyName',
    code: 'INVALID_VALUE',
    reason: 'a company needs a company name',
  };
}

function claim(
  match: Match,
  changes: PlannedChanges,
  access: RowAccess | undefined,
  claims: FileClaims,
): void {
  const { draft, account, contact } = match;
  if (account !== undefined) claimAccount(claims, account.row.id, draft);
  if (contact !== undefined) claimContact(claims, contact.row.id, match, changes.contact?.patch);
  if (account === undefined || contact === undefined) return;
  claimLink(claims, account.row.id, contact.row.id, draft);
  claimAccess(claims, account.row.id, contact.row.id, access);
}

/** Records as they will be after the rows of the wave that were planned so far. */
class WaveState {
  readonly accounts = new Map<number, TaggedAccount>();
  readonly contacts = new Map<number, KnownContact>();
  /** Descriptions, by account and contact. */
  private readonly links = new Map<string, string | null>();
  /** Records that are no longer called what they were called when the wave was matched. */
  private readonly renamedAccounts = new Set<number>();
  private readonly renamedContacts = new Set<number>();
  /** Names of new contacts in accounts that exist. */
  private readonly newcomers = new Set<string>();
  /** Names that contacts have only by now: a row that looks for one may find them. */
  private readonly newNames = new Set<string | undefined>();
  /** Contacts whose e-mails change. */
  private readonly readdressed = new Set<number>();
  /** E-mails for which switches are set, as compared, by contact. */
  private readonly switched = new Map<number, string[]>();

  /** Whether the row was matched by what an earlier row changes. */
  hasMoved(match: Match): boolean {
    const { account, accountIsSure, contact, contactIsSure, needsContactName } = match;
    if (account !== undefined && !accountIsSure && this.renamedAccounts.has(account.row.id)) return true;
    if (contact !== undefined && !contactIsSure && this.renamedContacts.has(contact.row.id)) return true;
    if (contact !== undefined && !needsContactName) return false;
    return this.newcomers.has(newcomer(match)) || this.newNames.has(match.draft.contactNameKey);
  }

  /** The link as it is by now, or undefined when there is none. */
  linkOf({ account, contact, link }: Match): { description: string | null } | undefined {
    const planned = this.links.get(`${account?.row.id}/${contact?.row.id}`);
    return planned === undefined ? link : { description: planned };
  }

  /**
   * Whether switches are set for an e-mail that another row of the wave takes away: all e-mails of a wave are changed
   * before its switches are set.
   */
  isReaddressed(match: Match, { contact }: PlannedChanges, { filled }: Stamp): boolean {
    if (contact === undefined) return false;
    const { id } = contact.before.row;
    const primary = addressKey(contact.after.email ?? '');
    const own = accessOf(match);
    if (own !== undefined && this.readdressed.has(id) && addressKey(own.address) !== primary) return true;
    return (
      changesAddresses(contact.changes, filled) &&
      (this.switched.get(id) ?? []).some((address) => address !== primary)
    );
  }

  take(match: Match, { account, contact }: PlannedChanges, { filled }: Stamp): void {
    if (account !== undefined) {
      const { before, after } = account;
      this.accounts.set(after.row.id, after);
      if (before.row.nameKey !== after.row.nameKey || before.row.key !== after.row.key) {
        this.renamedAccounts.add(after.row.id);
      }
      if (contact === undefined && match.about === 'client') this.newcomers.add(newcomer(match));
    }
    if (contact !== undefined) {
      const { before, after } = contact;
      this.contacts.set(after.row.id, after);
      if (before.row.nameKey !== after.row.nameKey) this.newNames.add(after.row.nameKey);
      const isSame = before.row.nameKey === after.row.nameKey && before.row.key === after.row.key;
      if (!isSame || before.email !== after.email) this.renamedContacts.add(after.row.id);
      if (changesAddresses(contact.changes, filled)) this.readdressed.add(after.row.id);
      const access = accessOf(match);
      if (access !== undefined) {
        const addresses = this.switched.get(after.row.id) ?? [];
        this.switched.set(after.row.id, [...addresses, addressKey(access.address)]);
      }
    }
    if (account !== undefined && contact !== undefined) {
      const description = tidyOrNull(match.draft.description) ?? this.linkOf(match)?.description ?? null;
      this.links.set(`${account.after.row.id}/${contact.after.row.id}`, description);
    }
  }
}

const newcomer = ({ draft, account }: Match): string => `${account?.row.id}/${draft.contactNameKey}`;

const changesAddresses = (changes: Changes, { contact }: FilledFields): boolean =>
  Object.keys(changes).some(
    (field) => field === 'email' || contact.get(field.replace(/^fields\./, ''))?.type === 'email',
  );
