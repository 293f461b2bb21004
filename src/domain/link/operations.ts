import { notFoundError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { Outcome, OutcomeWord } from '../outcome.ts';
import { refreshSearch } from '../search/refresh.ts';
import { tidyOrNull } from '../text/comparison.ts';
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
import { lastContact, linkEntry, removedLinkEntry } from './rules.ts';
import type { LinkInput } from './schema.ts';

/** What became of one link; `id` and `name` are the contact's. */
export interface LinkOutcome extends Outcome {
  account: { id: number; name: string };
  description: string | null;
}

const keyOf = (link: LinkKey): string => `${link.accountId}/${link.contactId}`;

const outcomeOf = (link: LinkRow, outcome: OutcomeWord, description = link.description): LinkOutcome => ({
  outcome,
  id: link.contactId,
  name: link.contactName,
  account: { id: link.accountId, name: link.accountName },
  description,
  warnings: [],
});

/**
 * Links contacts to accounts (C2). A link that is there already stays; a description given with it is set (L3).
 * Accounts and contacts must exist: callers resolve references first.
 */
export async function linkContacts(deps: Deps, inputs: readonly LinkInput[]): Promise<LinkOutcome[]> {
  const existing = new Map((await findLinks(deps, inputs)).map((link) => [keyOf(link), link]));
  const added = new Map<string, LinkKey & { description: string | null }>();
  for (const input of inputs) {
    const key = keyOf(input);
    if (existing.has(key) || added.has(key)) continue;
    added.set(key, {
      accountId: input.accountId,
      contactId: input.contactId,
      description: tidyOrNull(input.description),
    });
  }
  const described = inputs.filter(
    (input) => existing.has(keyOf(input)) && input.description !== undefined,
  ) as Array<LinkKey & { description: string | null }>;

  await lockAccounts(
    deps,
    [...added.values()].map((link) => link.accountId),
  );
  await insertLinks(deps, [...added.values()], timestamp(deps));
  const written = new Map((await findLinks(deps, [...added.values()])).map((link) => [keyOf(link), link]));
  await recordChanges(
    deps,
    [...written.values()].map((link) =>
      linkEntry(link, 'created', {
        contact: [null, link.contactName],
        ...(link.description === null ? {} : { description: [null, link.description] }),
      }),
    ),
  );
  await refreshSearch(deps, [...new Set([...added.values()].map((link) => link.accountId))]);
  const redescribed = new Map(
    (await describeLinks(deps, described)).map((link) => [`${link.account.id}/${link.id}`, link]),
  );
  return inputs.flatMap((input) => {
    const key = keyOf(input);
    const created = written.get(key);
    if (created !== undefined) return [outcomeOf(created, 'created')];
    const changed = redescribed.get(key);
    if (changed !== undefined) return [changed];
    const kept = existing.get(key);
    return kept === undefined ? [] : [outcomeOf(kept, 'unchanged')];
  });
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
 * Removes links with all that belongs to them (L2); other accounts of the contacts are untouched. `replaceWith` is a
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
  const leaving = [...new Map(links.map((link) => [keyOf(link), link])).values()];
  for (const link of leaving) {
    const others = (left.get(link.accountId) ?? 0) - 1;
    if (others < 1) throw lastContact(link);
    left.set(link.accountId, others);
  }
  await deleteLinks(deps, keys);
  await recordChanges(deps, leaving.map(removedLinkEntry));
  await refreshSearch(deps, accountIds);
  return links.map((link) => outcomeOf(link, 'deleted'));
}

async function requireLinks(deps: Deps, keys: readonly LinkKey[]): Promise<LinkRow[]> {
  const found = new Map((await findLinks(deps, keys)).map((link) => [keyOf(link), link]));
  return keys.map((key) => {
    const link = found.get(keyOf(key));
    if (link === undefined) {
      throw notFoundError(
        'NOT_LINKED',
        `Contact ${key.contactId} is not linked to account ${key.accountId}.`,
        {
          hint: `kontor account show id:${key.accountId} lists its contacts.`,
        },
      );
    }
    return link;
  });
}
