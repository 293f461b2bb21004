import type { AccountRow } from '../../domain/account/repository.ts';
import { auditedAccountFields, patchedAccount } from '../../domain/account/rules.ts';
import type { AccountPatch } from '../../domain/account/schema.ts';
import { changesBetween } from '../../domain/audit/rules.ts';
import type { Changes } from '../../domain/audit/schema.ts';
import { auditedContactFields, patchedRow } from '../../domain/contact/rules.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { comparisonKey, tidyOrNull } from '../../domain/text/comparison.ts';
import type { Claims } from './claims.ts';
import { targetOf } from './draft.ts';
import type { Match, Mismatch } from './match.ts';

/** What is to be done for one row. */
export interface Step {
  match: Match;
  editsContact: boolean;
  /** Undefined when nothing about the account changes; tags are compared when they are written. */
  accountPatch: AccountPatch | undefined;
  linkChanges: boolean;
}

interface Facts {
  now: string;
  format: NameFormat;
  claims: { accounts: Claims; contacts: Claims };
  /** Comparison keys of the tags that accounts carry, by account id. */
  tags: ReadonlyMap<number, ReadonlySet<string>>;
}

/**
 * Decides what rows change. A row that would change again what an earlier line of the same file has set is refused
 * (CONFLICTING_ROWS): otherwise each run of the file would find something to change (B2).
 */
export function planSteps(matches: readonly Match[], facts: Facts): { steps: Step[]; conflicts: Mismatch[] } {
  const conflicts: Mismatch[] = [];
  const accounts = new Map<number, { row: AccountRow; line: number | undefined }>();
  const steps = matches.flatMap((match): Step[] => {
    const { draft, account, contact, link } = match;
    const contactChanges = contact === undefined ? {} : contactChangesOf(match, facts);
    const known =
      account &&
      (accounts.get(account.id) ?? { row: account, line: facts.claims.accounts.lineOf(account.id) });
    const patch = known && patchFor(match, known.row, facts);
    const after = known && patch && patchedAccount(known.row, patch, facts.now);
    const accountChanges = after === undefined ? {} : changesBetween(known?.row, after, auditedAccountFields);
    const description = tidyOrNull(draft.description);
    const redescribes = link !== undefined && description !== null && description !== link.description;

    const conflict =
      conflictOf(match, 'contact', contactChanges, contact && facts.claims.contacts.lineOf(contact.row.id)) ??
      conflictOf(match, 'account', accountChanges, known?.line) ??
      (redescribes
        ? conflictOf(
            match,
            'link',
            { description: [link.description, description] },
            facts.claims.contacts.lineOf(link.contactId),
          )
        : undefined);
    if (conflict !== undefined) {
      conflicts.push(conflict);
      return [];
    }
    if (account !== undefined) accounts.set(account.id, { row: after ?? account, line: draft.line });
    const hasNewTags = (patch?.addTags ?? []).length > 0;
    return [
      {
        match,
        editsContact: Object.keys(contactChanges).length > 0,
        accountPatch: Object.keys(accountChanges).length > 0 || hasNewTags ? patch : undefined,
        linkChanges: redescribes || (link === undefined && account !== undefined),
      },
    ];
  });
  return { steps, conflicts };
}

function contactChangesOf({ draft, contact }: Match, { now, format }: Facts): Changes {
  if (contact === undefined) return {};
  const given = tidyOrNull(draft.contact.email);
  const email = given ?? contact.email;
  const after = patchedRow(contact.row, draft.contact, email, { id: contact.row.id, now, format });
  return {
    ...changesBetween(contact.row, after, auditedContactFields),
    ...(email === contact.email ? {} : { email: [contact.email, email] as const }),
  };
}

/**
 * What a row says about an account that exists. Its company name makes it a company (B6); its name is set only where
 * the account was found by key; tags that it carries already are left out.
 */
function patchFor({ draft }: Match, row: AccountRow, { tags }: Facts): AccountPatch {
  const { name, type, companyName, ...rest } = draft.account;
  const carried = tags.get(row.id);
  const addTags = rest.addTags?.filter((tag) => carried?.has(comparisonKey(tag)) !== true);
  const isFoundByKey = draft.accountKey !== undefined && draft.accountKey === row.key;
  return {
    ...rest,
    ...(addTags === undefined ? {} : { addTags }),
    ...(companyName === undefined ? {} : { companyName }),
    ...(isFoundByKey && name !== undefined ? { name } : {}),
    ...(type !== undefined ? { type } : companyName == null ? {} : { type: 'company' as const }),
  };
}

function conflictOf(
  { draft }: Match,
  owner: 'account' | 'contact' | 'link',
  changes: Changes,
  earlier: number | undefined,
): Mismatch | undefined {
  if (earlier === undefined) return undefined;
  const overwritten = Object.entries(changes).find(
    ([field, [from]]) =>
      from !== null &&
      targetOf(owner, field) !== undefined &&
      !(field === 'type' && draft.account.type === undefined),
  );
  const field = overwritten && targetOf(owner, overwritten[0]);
  if (overwritten === undefined || field === undefined) return undefined;
  const what = owner === 'link' ? 'contact in this account' : owner;
  return {
    draft,
    field,
    code: 'CONFLICTING_ROWS',
    reason: `line ${earlier} stands for the same ${what} and says ${JSON.stringify(overwritten[1][0])}`,
  };
}
