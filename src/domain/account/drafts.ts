import { changesOfCreation } from '../audit/rules.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import type { KeyClaim } from '../external-key.ts';
import { addNewValues, type ValueChange } from '../field/values.ts';
import type { FirstLink, LinkedOutcome } from '../link/operations.ts';
import type { Outcome } from '../outcome.ts';
import type { TagChange } from '../tag/assign.ts';
import { tidy, tidyOrNull } from '../text/comparison.ts';
import type { FirstContact } from './first-contacts.ts';
import type { NameClaim } from './names.ts';
import type { AccountRow } from './repository.ts';
import {
  accountEntry,
  auditedAccountFields,
  decideType,
  generatedName,
  nameWarnings,
  newRow,
} from './rules.ts';
import type { NewAccount } from './schema.ts';

// What new accounts come to, step by step; each takes and gives lists in the order of the inputs.

/** The names that accounts are to have: given, or generated from the company or the first contact (A3). */
export function claimNames(
  inputs: readonly NewAccount[],
  contacts: ReadonlyArray<readonly FirstContact[]>,
): NameClaim[] {
  const claims: NameClaim[] = [];
  for (const [index, input] of inputs.entries()) {
    const generated = input.name === undefined;
    const first = contacts[index]?.[0]?.name ?? '';
    const name = generated
      ? generatedName(decideType(input), tidyOrNull(input.companyName), first)
      : tidy(input.name ?? '');
    claims.push({ name, generated });
  }
  return claims;
}

/** The external keys that accounts are to have (A11). */
export function claimKeys(
  inputs: readonly NewAccount[],
  ids: readonly number[],
): Array<KeyClaim | undefined> {
  const claims: Array<KeyClaim | undefined> = [];
  for (const [index, input] of inputs.entries()) {
    const key = tidyOrNull(input.key);
    claims.push(key === null ? undefined : { key, id: ids[index] ?? 0 });
  }
  return claims;
}

export function newRows(
  inputs: readonly NewAccount[],
  ids: readonly number[],
  names: readonly string[],
  now: string,
): AccountRow[] {
  const rows: AccountRow[] = [];
  for (const [index, input] of inputs.entries()) {
    rows.push(newRow(input, { id: ids[index] ?? 0, type: decideType(input), name: names[index] ?? '', now }));
  }
  return rows;
}

export function newAccountEntries(
  rows: readonly AccountRow[],
  values: ReadonlyArray<readonly ValueChange[]>,
): AuditEntryInput[] {
  const entries: AuditEntryInput[] = [];
  for (const [index, row] of rows.entries()) {
    const changes = changesOfCreation(row, auditedAccountFields);
    addNewValues(changes, values[index] ?? []);
    entries.push(accountEntry(row, 'created', changes));
  }
  return entries;
}

/** The links that accounts begin with (A7). */
export function firstLinks(
  inputs: readonly NewAccount[],
  rows: readonly AccountRow[],
  contacts: ReadonlyArray<readonly FirstContact[]>,
): FirstLink[] {
  const links: FirstLink[] = [];
  for (const [index, { id: accountId, name: accountName }] of rows.entries()) {
    const { access, invite } = inputs[index] ?? {};
    for (const { id: contactId, name: contactName, description } of contacts[index] ?? []) {
      links.push({ accountId, accountName, contactId, contactName, description, access, invite });
    }
  }
  return links;
}

/** The tags that accounts begin with (G1). */
export function firstTags(inputs: readonly NewAccount[], rows: readonly AccountRow[]): TagChange[] {
  const changes: TagChange[] = [];
  for (const [index, { id: accountId, name: accountName }] of rows.entries()) {
    const add = inputs[index]?.tags;
    if (add !== undefined && add.length > 0) changes.push({ accountId, accountName, add });
  }
  return changes;
}

/** What became of accounts, with a warning where a generated name was taken (A4) or cannot be a folder's (A5). */
export function createdOutcomes(
  rows: readonly AccountRow[],
  claims: readonly NameClaim[],
  links: readonly LinkedOutcome[],
): Outcome[] {
  const warned = new Map<number, string[]>();
  for (const { account, warnings } of links) {
    if (warnings.length > 0) warned.set(account.id, [...(warned.get(account.id) ?? []), ...warnings]);
  }
  const outcomes: Outcome[] = [];
  for (const [index, { id, name }] of rows.entries()) {
    const warnings = nameWarnings(name);
    const wanted = claims[index]?.name ?? name;
    if (wanted !== name) warnings.unshift(`the name "${wanted}" was taken; this account is called "${name}"`);
    const more = warned.get(id);
    if (more !== undefined) warnings.push(...more);
    outcomes.push({ outcome: 'created', id, name, warnings });
  }
  return outcomes;
}
