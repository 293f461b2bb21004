import {
  accountsByGeneratedName,
  accountsByKey,
  accountsByName,
  contactsByNameInside,
} from '../../domain/account/matching.ts';
import type { AccountRow } from '../../domain/account/repository.ts';
import {
  type ContactWithEmail,
  contactIdsByAddress,
  contactIdsByKey,
  contactsWithEmail,
} from '../../domain/contact/matching.ts';
import type { Deps } from '../../domain/deps.ts';
import { findLinks, type LinkRow } from '../../domain/link/repository.ts';
import type { Target } from '../reading/headings/headings.ts';
import type { Claims } from './claims.ts';
import type { Draft } from './draft.ts';
import { samePerson } from './same-person.ts';

/** What a row stands for in the database: what is undefined is to be created. */
export interface Match {
  draft: Draft;
  account: AccountRow | undefined;
  contact: ContactWithEmail | undefined;
  link: LinkRow | undefined;
}

/** Why a row cannot be matched. */
export interface Mismatch {
  draft: Draft;
  field: Target;
  code: string;
  reason: string;
}

const isMismatch = (found: object): found is Mismatch => 'reason' in found;

/**
 * Finds what rows stand for (B3): the account by key, then by given name, then, when its name is generated, among the
 * accounts of that name through the contact; the contact by key, then by e-mail, then by the same full name inside the
 * account. The drafts must be independent of each other (see waves.ts).
 */
export async function matchDrafts(
  deps: Deps,
  drafts: readonly Draft[],
  claims: { accounts: Claims; contacts: Claims },
): Promise<{ matches: Match[]; mismatches: Mismatch[] }> {
  const mismatches: Mismatch[] = [];
  const accounts = await findAccounts(deps, drafts);
  const contactIds = await findContactIds(deps, drafts);
  const insideNames = await contactsByNameInside(
    deps,
    drafts.flatMap((draft, index) => {
      const account = accounts[index];
      return account === undefined || isMismatch(account) || draft.contactNameKey === undefined
        ? []
        : [{ accountId: account.id, contactNameKey: draft.contactNameKey }];
    }),
  );
  const inside = new Map(
    insideNames.map((found) => [`${found.accountId}/${found.contactNameKey}`, found.contactId]),
  );
  const twins = await findTwins(deps, drafts, accounts, contactIds);

  const loaded = await contactsWithEmail(deps, [
    ...new Set([...contactIds.flat(), ...inside.values(), ...twins.flatMap(({ contactIds: ids }) => ids)]),
  ]);
  const chosen = drafts.map((draft, index): Omit<Match, 'link'> | Mismatch => {
    const account = accounts[index];
    if (account !== undefined && isMismatch(account)) return account;
    const contact = chooseContact(draft, contactIds[index] ?? [], loaded);
    if (contact !== undefined && isMismatch(contact)) return contact;
    if (account !== undefined) {
      const byName = inside.get(`${account.id}/${draft.contactNameKey}`);
      return { draft, account, contact: contact ?? (byName === undefined ? undefined : loaded.get(byName)) };
    }
    const candidates = twins.filter((twin) => twin.index === index);
    return { draft, ...chooseTwin(draft, contact, candidates, loaded, claims.contacts) };
  });
  const matched = chosen.flatMap((one) => {
    if (!isMismatch(one)) return [one];
    mismatches.push(one);
    return [];
  });
  const links = new Map(
    (
      await findLinks(
        deps,
        matched.flatMap(({ account, contact }) =>
          account === undefined || contact === undefined
            ? []
            : [{ accountId: account.id, contactId: contact.row.id }],
        ),
      )
    ).map((link) => [`${link.accountId}/${link.contactId}`, link]),
  );
  return {
    matches: matched.map((match) => ({
      ...match,
      link: links.get(`${match.account?.id}/${match.contact?.row.id}`),
    })),
    mismatches,
  };
}

async function findAccounts(
  deps: Deps,
  drafts: readonly Draft[],
): Promise<Array<AccountRow | Mismatch | undefined>> {
  const byKey = await accountsByKey(
    deps,
    drafts.flatMap((draft) => draft.accountKey ?? []),
  );
  const byName = await accountsByName(
    deps,
    drafts.flatMap((draft) => (draft.nameIsGenerated ? [] : [draft.nameKey])),
  );
  return drafts.map((draft) => {
    const keyed = draft.accountKey === undefined ? undefined : byKey.get(draft.accountKey);
    if (keyed !== undefined || draft.nameIsGenerated) return keyed;
    const named = byName.get(draft.nameKey);
    if (named === undefined || draft.accountKey === undefined || named.key === null) return named;
    return {
      draft,
      field: 'account.key' as const,
      code: 'KEY_MISMATCH',
      reason: `the account "${named.name}" has the key "${named.key}" already`,
    };
  });
}

async function findContactIds(deps: Deps, drafts: readonly Draft[]): Promise<number[][]> {
  const byKey = await contactIdsByKey(
    deps,
    drafts.flatMap((draft) => draft.contactKey ?? []),
  );
  const byAddress = await contactIdsByAddress(
    deps,
    drafts.flatMap((draft) => draft.addressKey ?? []),
  );
  return drafts.map((draft) => {
    const keyed = draft.contactKey === undefined ? undefined : byKey.get(draft.contactKey);
    if (keyed !== undefined) return [keyed];
    return draft.addressKey === undefined ? [] : (byAddress.get(draft.addressKey) ?? []);
  });
}

/** The contact among those with the row's key or address; a shared address is decided by the name. */
function chooseContact(
  draft: Draft,
  ids: readonly number[],
  loaded: ReadonlyMap<number, ContactWithEmail>,
): ContactWithEmail | Mismatch | undefined {
  const candidates = ids.flatMap((id) => loaded.get(id) ?? []);
  const named = candidates.filter(({ row }) => row.nameKey === draft.contactNameKey);
  const [contact] = candidates.length > 1 ? named : candidates;
  if (candidates.length > 1 && named.length !== 1) {
    return {
      draft,
      field: 'contact.email',
      code: 'EMAIL_AMBIGUOUS',
      reason: `${candidates.length} contacts share this e-mail, and ${named.length === 0 ? 'none' : 'more than one'} of them has this name`,
    };
  }
  if (
    contact !== undefined &&
    draft.contactKey !== undefined &&
    contact.row.key !== null &&
    contact.row.key !== draft.contactKey
  ) {
    return {
      draft,
      field: 'contact.key',
      code: 'KEY_MISMATCH',
      reason: `the e-mail belongs to contact ${contact.row.id}, which has the key "${contact.row.key}" already`,
    };
  }
  return contact;
}

/** An account that a generated name may mean, with those of its contacts that may be the row's. */
interface Twin {
  /** Of the draft. */
  index: number;
  account: AccountRow;
  contactIds: number[];
}

async function findTwins(
  deps: Deps,
  drafts: readonly Draft[],
  accounts: ReadonlyArray<AccountRow | Mismatch | undefined>,
  contactIds: ReadonlyArray<readonly number[]>,
): Promise<Twin[]> {
  const seekers = drafts.flatMap((draft, index) =>
    draft.nameIsGenerated && accounts[index] === undefined ? [{ draft, index }] : [],
  );
  const byName = await accountsByGeneratedName(
    deps,
    seekers.map(({ draft }) => draft.nameKey),
  );
  const twins = seekers.flatMap(({ draft, index }) =>
    (byName.get(draft.nameKey) ?? [])
      // An account that other systems know by another key is another client.
      .filter((account) => draft.accountKey === undefined || account.key === null)
      .map((account): Twin & { draft: Draft } => ({ index, draft, account, contactIds: [] })),
  );
  const linked = await findLinks(
    deps,
    twins.flatMap(({ index, account }) =>
      (contactIds[index] ?? []).map((contactId) => ({ accountId: account.id, contactId })),
    ),
  );
  const linkedTo = new Set(linked.map((link) => `${link.accountId}/${link.contactId}`));
  const named = await contactsByNameInside(
    deps,
    twins.flatMap(({ draft, account, index }) =>
      draft.contactNameKey === undefined || (contactIds[index] ?? []).length > 0
        ? []
        : [{ accountId: account.id, contactNameKey: draft.contactNameKey }],
    ),
  );
  const namesIn = new Map<string, Set<number>>();
  for (const { accountId, contactNameKey, contactId } of named) {
    const place = `${accountId}/${contactNameKey}`;
    namesIn.set(place, (namesIn.get(place) ?? new Set()).add(contactId));
  }
  return twins.flatMap(({ index, draft, account }) => {
    const own = contactIds[index] ?? [];
    const ids =
      own.length > 0
        ? own.filter((id) => linkedTo.has(`${account.id}/${id}`))
        : [...(namesIn.get(`${account.id}/${draft.contactNameKey}`) ?? [])];
    return ids.length === 0 ? [] : [{ index, account, contactIds: ids }];
  });
}

/**
 * The account of a generated name that a row belongs to (B3): the one to which its contact is linked; without a
 * contact by key or e-mail, one whose contact is the same person by all that the row says, else one whose contact of
 * that name no earlier line of this file stands for. None: the row makes a new account.
 */
function chooseTwin(
  draft: Draft,
  contact: ContactWithEmail | undefined,
  twins: readonly Twin[],
  loaded: ReadonlyMap<number, ContactWithEmail>,
  claimed: Claims,
): Pick<Match, 'account' | 'contact'> {
  if (contact !== undefined) {
    return { contact, account: twins.find((twin) => twin.contactIds.includes(contact.row.id))?.account };
  }
  const people = twins.flatMap(({ account, contactIds }) =>
    contactIds.flatMap((id) => {
      const person = loaded.get(id);
      return person === undefined ? [] : [{ account, contact: person, likeness: samePerson(draft, person) }];
    }),
  );
  const same = people.find(({ likeness }) => likeness === 'same');
  const free = people.find(
    ({ likeness, contact: { row } }) => likeness === 'possible' && claimed.lineOf(row.id) === undefined,
  );
  const { account, contact: person } = same ?? free ?? {};
  return { account, contact: person };
}
