import type { AccountRow } from '../../domain/account/repository.ts';
import type { Deps } from '../../domain/deps.ts';
import { findLinks, type LinkKey, type LinkRow } from '../../domain/link/repository.ts';
import { keyOfLink } from '../../domain/link/rules.ts';
import { tagsOfAccounts } from '../../domain/tag/repository.ts';
import { addressKey, comparisonKey } from '../../domain/text/comparison.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import {
  accountChange,
  contactChange,
  isEmpty,
  type KnownContact,
  type Stamp,
  type TaggedAccount,
} from './changes.ts';
import type { References } from './claims.ts';
import type { Draft } from './draft.ts';
import { noValues, storedFields, type Values } from './field-values.ts';
import { type Called, knownContacts } from './known.ts';

/** What a row stands for in the database: what is undefined is to be created. */
export interface Match {
  draft: Draft;
  /** Whether the row says something about an account and a contact of it, or about one of them alone. */
  about: 'client' | 'account' | 'contact';
  account: TaggedAccount | undefined;
  contact: KnownContact | undefined;
  link: LinkRow | undefined;
  /** Whether the row finds them again when other rows change the names and e-mails that they have now. */
  accountIsSure: boolean;
  contactIsSure: boolean;
  /** Whether the row would find something else if its contact had another name. */
  needsContactName: boolean;
}

export interface MatchFacts extends Stamp {
  /** Whether an earlier line of the file stands for the contact. */
  isTaken: (contactId: number) => boolean;
  references: References;
}

/**
 * Finds what rows stand for (B3): the account by key, then by given name, then, when its name is generated, among the
 * accounts of that name through the contact; the contact by key, then by e-mail, then by the same full name inside the
 * account. Where several may be meant, the one that already is as the row says. The rows must be one wave.
 */
export async function matchRows(deps: Deps, rows: readonly Called[], facts: MatchFacts): Promise<Match[]> {
  const candidates = await findCandidates(deps, rows);
  const stored = await load(deps, rows, candidates, facts);
  return rows.map((row, index) => withoutPerson(choose(row, candidates[index] ?? [], stored, facts)));
}

/** A row that names no person is about the account alone, as far as that is there; a new one needs a contact (A7). */
const withoutPerson = (match: Match): Match =>
  match.draft.namesPerson || match.account === undefined
    ? match
    : {
        ...match,
        about: 'account',
        contact: undefined,
        link: undefined,
        contactIsSure: true,
        needsContactName: false,
      };

interface Stored {
  contacts: ReadonlyMap<number, KnownContact>;
  links: ReadonlyMap<string, LinkRow>;
  tags: ReadonlyMap<number, ReadonlySet<string>>;
  values: ReadonlyMap<number, Values>;
}

/** Contacts, links, tags and values of all that may be meant. */
async function load(
  deps: Deps,
  rows: readonly Called[],
  candidates: ReadonlyArray<readonly Candidate[]>,
  { filled }: Stamp,
): Promise<Stored> {
  const wanted = wantedBy(rows, candidates);
  const [tagged, linked, contacts, values] = await Promise.all([
    tagsOfAccounts(deps, [...wanted.tagged]),
    findLinks(deps, wanted.links),
    knownContacts(deps, [...wanted.contacts], filled),
    storedFields(deps, 'account', filled, [...wanted.accounts]),
  ]);
  const tags = new Map<number, Set<string>>();
  for (const { accountId, tagName } of tagged) {
    const keys = tags.get(accountId);
    if (keys === undefined) tags.set(accountId, new Set([comparisonKey(tagName)]));
    else keys.add(comparisonKey(tagName));
  }
  const links = new Map<string, LinkRow>();
  for (const link of linked) links.set(keyOfLink(link), link);
  return { contacts, links, tags, values };
}

/** What has to be read of all that rows call and may mean. */
function wantedBy(rows: readonly Called[], candidates: ReadonlyArray<readonly Candidate[]>) {
  const links: LinkKey[] = [];
  const [tagged, contacts, accounts] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const [index, { draft, account, contact }] of rows.entries()) {
    const hasTags = draft.account.addTags !== undefined;
    if (account !== undefined) {
      accounts.add(account.id);
      if (hasTags) tagged.add(account.id);
      if (contact !== undefined) links.push({ accountId: account.id, contactId: contact.row.id });
    }
    for (const { account: possible, contactId } of candidates[index] ?? []) {
      accounts.add(possible.id);
      contacts.add(contactId);
      links.push({ accountId: possible.id, contactId });
      if (hasTags) tagged.add(possible.id);
    }
  }
  return { links, tagged, contacts, accounts };
}

function choose(row: Called, candidates: readonly Candidate[], stored: Stored, facts: MatchFacts): Match {
  const { draft, account, accountBy, contact, contactBy, names } = row;
  const matchOf = (at: AccountRow | undefined, person: KnownContact | undefined): Match => ({
    draft,
    about: 'client',
    account: at && {
      row: at,
      tags: stored.tags.get(at.id) ?? new Set(),
      values: stored.values.get(at.id) ?? noValues,
    },
    contact: person,
    link: at && person && stored.links.get(keyOfLink({ accountId: at.id, contactId: person.row.id })),
    accountIsSure: accountBy === 'key',
    contactIsSure: contactBy === 'key' && (accountBy !== undefined || !draft.nameIsGenerated),
    needsContactName:
      person === undefined
        ? draft.contactKey === undefined && draft.addressKey === undefined
        : contactBy === undefined || contactBy === 'name' || (accountBy !== 'key' && names.length > 1),
  });
  if (candidates.length === 0 || (account !== undefined && contact !== undefined)) {
    return matchOf(account, contact);
  }
  const possible = candidates.filter(
    ({ contactId }) => !facts.references.isOther(draft.contactRef, contactId),
  );
  const matches = possible.flatMap((candidate) => {
    const person = contact ?? stored.contacts.get(candidate.contactId);
    return person === undefined ? [] : [matchOf(candidate.account, person)];
  });
  return (
    matches.find((match) => saysNothingNew(match, facts)) ??
    matches.find((match) => contact !== undefined || mayBe(match, account !== undefined, facts)) ??
    matchOf(account, contact)
  );
}

const saysNothingNew = ({ draft, account, contact, link }: Match, facts: Stamp): boolean =>
  account !== undefined &&
  contact !== undefined &&
  (draft.description === undefined || draft.description.trim() === link?.description) &&
  isEmpty(accountChange(draft, account, facts).changes) &&
  isEmpty(contactChange(draft, contact, facts).changes);

/**
 * Whether a contact of the row's name may be the row's person. Another key is another person. In an account that the
 * row has found, the name decides (B3); among accounts of a generated name, another e-mail is another person, too, and
 * so is one for whom an earlier line stands.
 */
function mayBe({ draft, contact }: Match, isInside: boolean, { isTaken }: MatchFacts): boolean {
  if (contact === undefined) return false;
  const { row, email } = contact;
  if (draft.contactKey !== undefined && row.key !== null && draft.contactKey !== row.key) return false;
  if (isInside) return true;
  const isOther = draft.addressKey !== undefined && email !== null && draft.addressKey !== addressKey(email);
  return !isOther && !isTaken(row.id);
}
