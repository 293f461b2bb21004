import { changeAccess } from '../access/operations.ts';
import type { AccessOutcome } from '../access/outcome.ts';
import { accessOfLinks } from '../access/repository.ts';
import { settleLostLogins } from '../access/store.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesOfCreation } from '../audit/rules.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { Outcome, OutcomeWord } from '../outcome.ts';
import { refreshSearch } from '../search/refresh.ts';
import { tidyOrNull } from '../text/comparison.ts';
import { requireLinks } from './existing.ts';
import {
  countLinks,
  deleteLinks,
  findLinks,
  insertLinks,
  type LinkKey,
  type LinkRow,
  lockAccounts,
  updateDescriptions,
} from './repository.ts';
import { keyOfLink, lastContact, linkEntry, removedLinkEntries } from './rules.ts';
import type { LinkInput } from './schema.ts';

/** What became of one link; `id` and `name` are the contact's. */
export interface LinkOutcome extends Outcome {
  account: { id: number; name: string };
  description: string | null;
}

/** A link that was made or was there, with what became of the e-mails whose switches were to be set. */
export interface LinkedOutcome extends LinkOutcome {
  access: AccessOutcome[];
}

/** A link with its description and the names at both ends. */
type DescribedLink = Pick<LinkRow, 'accountId' | 'contactId' | 'accountName' | 'contactName' | 'description'>;

const outcomeOf = (
  link: DescribedLink,
  outcome: OutcomeWord,
  description = link.description,
): LinkOutcome => ({
  outcome,
  id: link.contactId,
  name: link.contactName,
  account: { id: link.accountId, name: link.accountName },
  description,
  warnings: [],
});

/**
 * Links contacts to accounts (C2). A link that is there already stays; a description and switches given with it are set
 * (L3, T1). Accounts and contacts must exist: callers resolve references first. Throws INVITED_WITHOUT_LOGIN (exit 2).
 */
export async function linkContacts(deps: Deps, inputs: readonly LinkInput[]): Promise<LinkedOutcome[]> {
  const switched = inputs.filter(({ access, invite }) => access !== undefined || invite === true);
  const existing = new Map((await findLinks(deps, inputs)).map((link) => [keyOfLink(link), link]));
  const added = new Map<string, LinkKey & { description: string | null }>();
  for (const input of inputs) {
    const key = keyOfLink(input);
    if (existing.has(key) || added.has(key)) continue;
    added.set(key, {
      accountId: input.accountId,
      contactId: input.contactId,
      description: tidyOrNull(input.description),
    });
  }
  const described = inputs.filter(
    (input) => existing.has(keyOfLink(input)) && input.description !== undefined,
  ) as Array<LinkKey & { description: string | null }>;

  await lockAccounts(
    deps,
    [...added.values(), ...switched].map((link) => link.accountId),
  );
  await insertLinks(deps, [...added.values()], timestamp(deps));
  const written = await findLinks(deps, [...added.values()]);
  await recordLinks(deps, written);
  const redescribed = await describeLinks(deps, described);
  const access = await accessOfNewLinks(deps, switched);
  const outcomes = new Map<string, LinkOutcome>();
  for (const link of existing.values()) outcomes.set(keyOfLink(link), outcomeOf(link, 'unchanged'));
  for (const link of redescribed) outcomes.set(`${link.account.id}/${link.id}`, link);
  for (const link of written) outcomes.set(keyOfLink(link), outcomeOf(link, 'created'));
  return inputs.flatMap((input) => {
    const outcome = outcomes.get(keyOfLink(input));
    return outcome === undefined ? [] : [withAccess(outcome, access.get(keyOfLink(input)) ?? [])];
  });
}

/** The link of a new account to a contact, with the names at both ends. */
export interface FirstLink extends LinkInput {
  accountName: string;
  contactName: string;
}

/**
 * Links new accounts to the contacts that they begin with (A7); who makes an account has the names at hand. A contact
 * that an account names twice is linked once. Throws INVITED_WITHOUT_LOGIN (exit 2).
 */
export async function linkFirstContacts(deps: Deps, inputs: readonly FirstLink[]): Promise<LinkedOutcome[]> {
  const added = newLinks(inputs);
  await insertLinks(deps, added, timestamp(deps));
  await recordLinks(deps, added);
  const access = await accessOfNewLinks(
    deps,
    inputs.filter(({ access, invite }) => access !== undefined || invite === true),
  );
  return added.map((link) => withAccess(outcomeOf(link, 'created'), access.get(keyOfLink(link)) ?? none));
}

/** Links that are not there yet, each once. */
function newLinks(inputs: readonly FirstLink[]): DescribedLink[] {
  const links = new Map<string, DescribedLink>();
  for (const input of inputs) {
    const key = keyOfLink(input);
    if (links.has(key)) continue;
    const { accountId, contactId, accountName, contactName } = input;
    const description = tidyOrNull(input.description);
    links.set(key, { accountId, contactId, accountName, contactName, description });
  }
  return [...links.values()];
}

const none: AccessOutcome[] = [];

/** The record of new links, and the search documents of their accounts. */
async function recordLinks(deps: Deps, links: readonly DescribedLink[]): Promise<void> {
  await recordChanges(deps, newLinkEntries(links));
  await refreshSearch(deps, [...new Set(links.map((link) => link.accountId))]);
}

function newLinkEntries(links: readonly DescribedLink[]): AuditEntryInput[] {
  const entries: AuditEntryInput[] = [];
  for (const link of links) {
    const changes = changesOfCreation({ contact: link.contactName, description: link.description }, [
      'contact',
      'description',
    ]);
    entries.push(linkEntry(link, 'created', changes));
  }
  return entries;
}

/** Sets the switches that links came with; one whose contact has no e-mail is made all the same, with a warning. */
async function accessOfNewLinks(
  deps: Deps,
  inputs: readonly LinkInput[],
): Promise<Map<string, AccessOutcome[]>> {
  const byLink = new Map<string, AccessOutcome[]>();
  const outcomes = await changeAccess(
    deps,
    inputs.map(({ access, ...input }) => ({ ...input, switches: access ?? {} })),
    { lenient: true },
  );
  for (const outcome of outcomes) {
    const key = keyOfLink({ accountId: outcome.account.id, contactId: outcome.contact.id });
    byLink.set(key, [...(byLink.get(key) ?? []), outcome]);
  }
  return byLink;
}

function withAccess(link: LinkOutcome, access: AccessOutcome[]): LinkedOutcome {
  if (access.length === 0) return { ...link, access };
  const isUpdated = link.outcome === 'unchanged' && access.some(({ outcome }) => outcome === 'updated');
  return {
    ...link,
    outcome: isUpdated ? 'updated' : link.outcome,
    warnings: [...new Set([...link.warnings, ...access.flatMap(({ warnings }) => warnings)])],
    access,
  };
}

/** Sets or clears (null) the descriptions of links (L3). Throws NOT_LINKED (exit 3). */
export async function describeLinks(
  deps: Deps,
  inputs: ReadonlyArray<LinkKey & { description: string | null }>,
): Promise<LinkOutcome[]> {
  const links = await requireLinks(deps, inputs);
  const wanted = inputs.map((input) => tidyOrNull(input.description));
  const changed = links.flatMap((link, index) => {
    const description = wanted[index] ?? null;
    return link.description === description ? [] : [{ link, description }];
  });
  await updateDescriptions(
    deps,
    changed.map(({ link, description }) => ({ ...link, description })),
  );
  await recordChanges(
    deps,
    changed.map(({ link, description }) =>
      linkEntry(link, 'updated', { description: [link.description, description] }),
    ),
  );
  return links.map((link, index) => {
    const description = wanted[index] ?? null;
    return outcomeOf(link, link.description === description ? 'unchanged' : 'updated', description);
  });
}

/**
 * Removes links with all that belongs to them, access and signer rank included (L2); other accounts of the contacts are untouched. `replaceWith` is a
 * contact that is linked to the same accounts first. Throws NOT_LINKED (exit 3) and LAST_CONTACT (exit 4).
 */
export async function unlinkContacts(
  deps: Deps,
  keys: readonly LinkKey[],
  { replaceWith }: { replaceWith?: number | undefined } = {},
): Promise<LinkOutcome[]> {
  const accountIds = [...new Set(keys.map((key) => key.accountId))];
  await lockAccounts(deps, accountIds);
  const links = await requireLinks(deps, keys);
  if (replaceWith !== undefined) {
    await linkContacts(
      deps,
      accountIds.map((accountId) => ({ accountId, contactId: replaceWith })),
    );
  }
  const left = await countLinks(deps, accountIds);
  const leaving = [...new Map(links.map((link) => [keyOfLink(link), link])).values()];
  for (const link of leaving) {
    const others = (left.get(link.accountId) ?? 0) - 1;
    if (others < 1) throw lastContact(link);
    left.set(link.accountId, others);
  }
  const access = await accessOfLinks(deps, leaving);
  await deleteLinks(deps, keys);
  await recordChanges(deps, removedLinkEntries(leaving, access));
  await settleLostLogins(deps, access);
  await refreshSearch(deps, accountIds);
  return links.map((link) => outcomeOf(link, 'deleted'));
}
