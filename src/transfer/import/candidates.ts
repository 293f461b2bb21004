import {
  accountsById,
  contactsByNameInside,
  type GeneratedName,
  type PersonOfName,
  peopleOfGeneratedNames,
} from '../../domain/account/matching.ts';
import type { AccountRow } from '../../domain/account/repository.ts';
import type { Deps } from '../../domain/deps.ts';
import type { Called } from './known.ts';
import { nameCall, namesakeCalls } from './namesakes.ts';

/** An account that a row may mean, and the contact in it for which it would stand. */
export interface Candidate {
  account: AccountRow;
  contactId: number;
}

/**
 * For rows whose contact has to be found by name, or whose account by its generated name (B3): the accounts and
 * contacts that may be meant, in the order of the accounts' numbers and of the contacts' ids. In input order.
 */
export async function findCandidates(
  deps: Deps,
  rows: readonly Called[],
): Promise<Array<readonly Candidate[]>> {
  const inside = await insideAccounts(deps, rows);
  const twins = await amongTwins(deps, rows);
  if (inside.length === 0 && twins.length === 0) return rows.map(() => nobody);
  return rows.map((_, index) => [...(inside[index] ?? []), ...(twins[index] ?? [])]);
}

const nobody: readonly Candidate[] = [];

/** Contacts of the row's name in the account that the row has found; empty when no row needs one. */
async function insideAccounts(deps: Deps, rows: readonly Called[]): Promise<Candidate[][]> {
  const places = rows.map(placeOf);
  const sought = places.filter((place) => place !== undefined);
  if (sought.length === 0) return [];
  const found = new Map<string, Set<number>>();
  for (const { accountId, contactNameKey, contactId } of await contactsByNameInside(deps, sought)) {
    const call = `${accountId}/${contactNameKey}`;
    found.set(call, (found.get(call) ?? new Set()).add(contactId));
  }
  return places.map((place) => {
    if (place === undefined) return [];
    const { account, contactNameKey } = place;
    return [...(found.get(`${account.id}/${contactNameKey}`) ?? [])].map((contactId) => ({
      account,
      contactId,
    }));
  });
}

/** Where the contact of a row has to be found by name. */
function placeOf({ draft: { contactNameKey }, account, contact }: Called) {
  const isSought = account !== undefined && contact === undefined && contactNameKey !== undefined;
  return isSought ? { account, accountId: account.id, contactNameKey } : undefined;
}

/**
 * Contacts in the accounts of the row's generated name: the row's own where it is known by key or e-mail, else those of
 * its name. An account without any is none that the row may mean. Empty when there is nobody.
 */
async function amongTwins(deps: Deps, rows: readonly Called[]): Promise<Candidate[][]> {
  const people = new Map<string, PersonOfName[]>();
  const named = await peopleOfGeneratedNames(deps, generatedNames(rows));
  if (named.length === 0) return [];
  for (const person of named) {
    const { contactNameKey, contactHasKey, contactHasEmail } = person;
    for (const call of [person.contactId, nameCall(contactNameKey, contactHasKey, contactHasEmail)]) {
      const list = people.get(`${person.nameKey} / ${call}`);
      if (list === undefined) people.set(`${person.nameKey} / ${call}`, [person]);
      else list.push(person);
    }
  }
  const meant = rows.map((row) => peopleMeant(row, people));
  const accounts = await accountsById(deps, [...new Set(meant.flat().map(({ accountId }) => accountId))]);
  return meant.map((persons, index) =>
    persons.flatMap(({ accountId, contactId }) => {
      const account = accounts.get(accountId);
      // An account that other systems know by another key is another client.
      const isOther = rows[index]?.draft.accountKey !== undefined && account?.key !== null;
      return account === undefined || isOther ? [] : [{ account, contactId }];
    }),
  );
}

/** Whether a row's account has to be found by its generated name. */
const isByGeneratedName = ({ draft, account }: Called): boolean =>
  draft.nameIsGenerated && account === undefined;

function generatedNames(rows: readonly Called[]): GeneratedName[] {
  const names: GeneratedName[] = [];
  for (const row of rows) {
    if (!isByGeneratedName(row)) continue;
    for (const nameKey of row.names) names.push({ nameKey, hasKey: row.draft.accountKey !== undefined });
  }
  return names;
}

function peopleMeant(row: Called, people: ReadonlyMap<string, readonly PersonOfName[]>): PersonOfName[] {
  if (!isByGeneratedName(row)) return [];
  const calls = row.contact === undefined ? namesakeCalls(row.draft) : [row.contact.row.id];
  return row.names.flatMap((name) => calls.flatMap((call) => people.get(`${name} / ${call}`) ?? []));
}
