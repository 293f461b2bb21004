import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { refusedError, usageError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import type { Outcome } from '../outcome.ts';
import { compareNames } from '../text/collation.ts';
import { comparisonKey, tidy } from '../text/comparison.ts';
import { shellWord } from '../text/shell.ts';
import { resolveTags } from './references.ts';
import {
  accountsOfTags,
  countTagUses,
  deleteTagRows,
  insertTaggings,
  readAllTags,
  readTagsByKey,
  type TagRow,
  tagsOfAccounts,
  tagTable,
} from './repository.ts';
import type { NewTag, Tag } from './schema.ts';

/** What became of a tag, with the accounts concerned (G2). */
export interface TagOutcome extends Outcome {
  color: string;
  accounts: number;
}

/** All tags in alphabetical order, with the number of accounts that carry each. */
export async function listTags(deps: Deps): Promise<Tag[]> {
  const uses = await countTagUses(deps);
  return (await readAllTags(deps))
    .map((tag) => ({ id: tag.id, name: tag.name, color: tag.color, accounts: uses.get(tag.id) ?? 0 }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** Creates tags (G1). A name that exists with the same colour is `unchanged`. Throws TAG_EXISTS (exit 4). */
export async function createTags(deps: Deps, inputs: readonly NewTag[]): Promise<TagOutcome[]> {
  const existing = new Map(
    (
      await readTagsByKey(
        deps,
        inputs.map((input) => comparisonKey(input.name)),
      )
    ).map((tag) => [tag.nameKey, tag]),
  );
  const now = timestamp(deps);
  const created = new Map<string, TagRow>();
  for (const input of inputs) {
    const nameKey = comparisonKey(input.name);
    const other = existing.get(nameKey) ?? created.get(nameKey);
    if (other === undefined) {
      const color = input.color ?? 'gray';
      created.set(nameKey, { id: 0, name: tidy(input.name), nameKey, color, createdAt: now, updatedAt: now });
    } else if (
      other.name !== tidy(input.name) ||
      (input.color !== undefined && other.color !== input.color)
    ) {
      throw refusedError('TAG_EXISTS', `The tag "${other.name}" (${other.color}) exists already.`, {
        hint: `kontor tag recolor ${shellWord(other.name)} COLOUR, or kontor tag rename.`,
        details: { id: other.id, name: other.name, color: other.color },
      });
    }
  }
  const ids = created.size === 0 ? [] : await deps.dialect.reserveIds(deps.trx, tagTable.name, created.size);
  [...created.values()].forEach((tag, index) => {
    tag.id = ids[index] ?? 0;
  });
  await insertRecords(deps, tagTable, [...created.values()]);
  await recordChanges(
    deps,
    [...created.values()].map((tag) =>
      tagEntry(tag, 'created', { name: [null, tag.name], color: [null, tag.color] }),
    ),
  );
  const uses = existing.size === 0 ? new Map<number, number>() : await countTagUses(deps);
  return inputs.flatMap((input) => {
    const key = comparisonKey(input.name);
    const fresh = created.get(key);
    if (fresh !== undefined) return [tagOutcome(fresh, 'created', 0)];
    const old = existing.get(key);
    return old === undefined ? [] : [tagOutcome(old, 'unchanged', uses.get(old.id) ?? 0)];
  });
}

/** Renames a tag everywhere. Throws TAG_NOT_FOUND (exit 3), TAG_EXISTS (exit 4) with the hint to merge (G2). */
export async function renameTag(deps: Deps, input: { tag: string; name: string }): Promise<TagOutcome> {
  const tag = await holdTag(deps, input.tag);
  const name = tidy(input.name);
  const nameKey = comparisonKey(name);
  const [other] = await readTagsByKey(deps, [nameKey]);
  if (other !== undefined && other.id !== tag.id) {
    throw refusedError('TAG_EXISTS', `The tag "${other.name}" exists already.`, {
      hint: `To make one of both: kontor tag merge ${shellWord(tag.name)} --into ${shellWord(other.name)}`,
      details: { id: other.id, name: other.name },
    });
  }
  return changeTag(deps, tag, { ...tag, name, nameKey });
}

/** Gives a tag another colour (G2). Throws TAG_NOT_FOUND (exit 3). */
export async function recolorTag(deps: Deps, input: { tag: string; color: string }): Promise<TagOutcome> {
  const tag = await holdTag(deps, input.tag);
  return changeTag(deps, tag, { ...tag, color: input.color });
}

async function changeTag(deps: Deps, before: TagRow, after: TagRow): Promise<TagOutcome> {
  const uses = (await countTagUses(deps)).get(before.id) ?? 0;
  if (before.name === after.name && before.color === after.color)
    return tagOutcome(before, 'unchanged', uses);
  await updateRecords(deps, tagTable, [{ ...after, updatedAt: timestamp(deps) }]);
  await recordChanges(deps, [
    tagEntry(after, 'updated', {
      ...(before.name === after.name ? {} : { name: [before.name, after.name] }),
      ...(before.color === after.color ? {} : { color: [before.color, after.color] }),
    }),
  ]);
  return tagOutcome(after, 'updated', uses);
}

/** Moves all accounts of a tag to another one and deletes it (G2). Throws TAG_NOT_FOUND (exit 3), SAME_TAG (exit 2). */
export async function mergeTags(deps: Deps, input: { tag: string; into: string }): Promise<TagOutcome> {
  const [tag, into] = await holdTags(deps, [input.tag, input.into]);
  if (tag === undefined || into === undefined) throw new Error('holdTags gave fewer tags than names');
  if (tag.id === into.id) throw usageError('SAME_TAG', `"${tag.name}" cannot be merged into itself.`);
  const moved = await accountsOfTags(deps, [tag.id]);
  const already = new Set((await accountsOfTags(deps, [into.id])).map((tagged) => tagged.accountId));
  const entries = await entriesOfTagLoss(deps, moved, tag.id, into.name);
  await insertTaggings(
    deps,
    moved
      .filter(({ accountId }) => !already.has(accountId))
      .map(({ accountId }) => ({ accountId, tagId: into.id })),
  );
  await deleteTagRows(deps, [tag.id]);
  await recordChanges(deps, [
    tagEntry(tag, 'merged', {
      name: [tag.name, into.name],
      color: [tag.color, null],
      accounts: [moved.length, null],
    }),
    ...entries,
  ]);
  return { ...tagOutcome(into, 'updated', (await countTagUses(deps)).get(into.id) ?? 0) };
}

/** Deletes tags, with the number of accounts concerned (G2). Throws TAG_NOT_FOUND (exit 3). */
export async function deleteTags(deps: Deps, names: readonly string[]): Promise<TagOutcome[]> {
  const tags = [...new Map((await holdTags(deps, names)).map((tag) => [tag.id, tag])).values()];
  const uses = await countTagUses(deps);
  const outcomes: TagOutcome[] = [];
  for (const tag of tags) {
    const entries = await entriesOfTagLoss(deps, await accountsOfTags(deps, [tag.id]), tag.id);
    await deleteTagRows(deps, [tag.id]);
    await recordChanges(deps, [
      tagEntry(tag, 'deleted', { name: [tag.name, null], color: [tag.color, null] }),
      ...entries,
    ]);
    outcomes.push(tagOutcome(tag, 'deleted', uses.get(tag.id) ?? 0));
  }
  return outcomes;
}

async function holdTag(deps: Deps, name: string): Promise<TagRow> {
  const [tag] = await holdTags(deps, [name]);
  if (tag === undefined) throw new Error('holdTags gave nothing for one name');
  return tag;
}

/**
 * Tags by name, held until the transaction ends: nobody puts them on accounts or changes them meanwhile. A tag that is
 * merged or deleted would otherwise take along what another program is just assigning. Throws TAG_NOT_FOUND (exit 3).
 */
async function holdTags(deps: Deps, names: readonly string[]): Promise<TagRow[]> {
  const tags = await resolveTags(deps, names);
  if (deps.dialect.lockRows === '') return tags;
  await readRecords(
    deps,
    tagTable,
    tags.map((tag) => tag.id),
    { lock: true },
  );
  // Waiting for the hold may have taken long enough for them to be renamed or gone.
  return resolveTags(deps, names);
}

/** An account's entry about a tag that it loses, and the one that takes its place. */
async function entriesOfTagLoss(
  deps: Deps,
  accounts: ReadonlyArray<{ accountId: number; accountName: string }>,
  tagId: number,
  instead?: string,
): Promise<AuditEntryInput[]> {
  const names = new Map<number, { all: string[]; left: string[] }>();
  for (const tag of await tagsOfAccounts(
    deps,
    accounts.map((account) => account.accountId),
  )) {
    const entry = names.get(tag.accountId) ?? { all: [], left: [] };
    entry.all.push(tag.tagName);
    if (tag.tagId !== tagId) entry.left.push(tag.tagName);
    names.set(tag.accountId, entry);
  }
  return accounts.map(({ accountId, accountName }) => {
    const { all, left } = names.get(accountId) ?? { all: [], left: [] };
    const to = instead === undefined || left.includes(instead) ? left : [...left, instead];
    return {
      record: 'account',
      recordId: accountId,
      label: accountName,
      action: 'updated',
      changes: { tags: [all.sort(compareNames), to.sort(compareNames)] },
    };
  });
}

const tagOutcome = (tag: TagRow, outcome: Outcome['outcome'], accounts: number): TagOutcome => ({
  outcome,
  id: tag.id,
  name: tag.name,
  color: tag.color,
  accounts,
  warnings: [],
});

const tagEntry = (
  tag: TagRow,
  action: AuditEntryInput['action'],
  changes: AuditEntryInput['changes'],
): AuditEntryInput => ({ record: 'tag', recordId: tag.id, label: tag.name, action, changes });
