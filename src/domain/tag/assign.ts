import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import type { Outcome } from '../outcome.ts';
import { compareNames } from '../text/collation.ts';
import { comparisonKey } from '../text/comparison.ts';
import { createTags } from './operations.ts';
import { resolveTags } from './references.ts';
import {
  deleteTaggings,
  insertTaggings,
  readTagsByKey,
  type Tagging,
  type TagRow,
  tagsOfAccounts,
} from './repository.ts';

/** An account whose tags change. */
export interface TagChange {
  accountId: number;
  accountName: string;
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
}

/**
 * Tags by name; those that do not exist are created where the caller allows it (G1). Throws TAG_NOT_FOUND (exit 3).
 */
export async function tagsToAssign(
  deps: Deps,
  names: readonly string[],
  { createMissing }: { createMissing: boolean },
): Promise<Map<string, TagRow>> {
  const unique = new Map(names.map((name) => [comparisonKey(name), name]));
  if (unique.size === 0) return new Map();
  if (createMissing) {
    const known = new Set((await readTagsByKey(deps, [...unique.keys()])).map((tag) => tag.nameKey));
    const missing = [...unique].filter(([key]) => !known.has(key)).map(([, name]) => ({ name }));
    if (missing.length > 0) await createTags(deps, missing);
  }
  return new Map((await resolveTags(deps, [...unique.values()])).map((tag) => [tag.nameKey, tag]));
}

/**
 * Puts tags on accounts and takes tags off (G1), with one audit entry for each account that changed. Removing a tag
 * that an account does not carry changes nothing. New accounts carry none yet. Throws TAG_NOT_FOUND (exit 3). Results in
 * input order.
 */
export async function changeTags(
  deps: Deps,
  inputs: readonly TagChange[],
  { createMissing, areNew = false }: { createMissing: boolean; areNew?: boolean },
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const adding = await tagsToAssign(
    deps,
    inputs.flatMap((input) => input.add ?? []),
    { createMissing },
  );
  const removing = await tagsToAssign(
    deps,
    inputs.flatMap((input) => input.remove ?? []),
    { createMissing: false },
  );
  const carried = new Map<number, Map<number, string>>();
  const accountIds = areNew ? [] : inputs.map((input) => input.accountId);
  for (const tag of await tagsOfAccounts(deps, accountIds)) {
    const tags = carried.get(tag.accountId) ?? new Map<number, string>();
    carried.set(tag.accountId, tags.set(tag.tagId, tag.tagName));
  }
  const inserted: Tagging[] = [];
  const deleted: Tagging[] = [];
  const changes = inputs.map((input) => {
    const before = carried.get(input.accountId) ?? new Map<number, string>();
    const after = new Map(before);
    for (const name of input.add ?? []) {
      const tag = adding.get(comparisonKey(name));
      if (tag !== undefined) after.set(tag.id, tag.name);
    }
    for (const name of input.remove ?? []) {
      const tag = removing.get(comparisonKey(name));
      if (tag !== undefined) after.delete(tag.id);
    }
    const { accountId } = input;
    for (const tagId of after.keys()) if (!before.has(tagId)) inserted.push({ accountId, tagId });
    for (const tagId of before.keys()) if (!after.has(tagId)) deleted.push({ accountId, tagId });
    return { input, from: sorted(before), to: sorted(after) };
  });
  await insertTaggings(deps, inserted);
  await deleteTaggings(deps, deleted);
  const changed = changes.map(({ from, to }) => from.join('\n') !== to.join('\n'));
  await recordChanges(
    deps,
    changes.flatMap(({ input, from, to }, index) =>
      changed[index] === true
        ? [
            {
              record: 'account' as const,
              recordId: input.accountId,
              label: input.accountName,
              action: 'updated' as const,
              changes: { tags: [from, to] as const },
            },
          ]
        : [],
    ),
  );
  return changes.map(({ input }, index) => ({
    outcome: changed[index] === true ? 'updated' : 'unchanged',
    id: input.accountId,
    name: input.accountName,
    warnings: [],
  }));
}

const sorted = (tags: ReadonlyMap<number, string>): string[] => [...tags.values()].sort(compareNames);
