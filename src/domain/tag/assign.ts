import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
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
    inputs.flatMap((input) => input.add ?? noNames),
    { createMissing },
  );
  const removing = await tagsToAssign(
    deps,
    inputs.flatMap((input) => input.remove ?? noNames),
    { createMissing: false },
  );
  const carried = new Map<number, Map<number, string>>();
  const accountIds = areNew ? [] : inputs.map((input) => input.accountId);
  for (const tag of await tagsOfAccounts(deps, accountIds)) {
    const tags = carried.get(tag.accountId);
    if (tags === undefined) carried.set(tag.accountId, new Map([[tag.tagId, tag.tagName]]));
    else tags.set(tag.tagId, tag.tagName);
  }
  const changes = plannedChanges(inputs, carried, adding, removing);
  await insertTaggings(
    deps,
    changes.flatMap(({ inserted }) => inserted),
  );
  await deleteTaggings(
    deps,
    changes.flatMap(({ deleted }) => deleted),
  );
  await recordChanges(deps, entriesOf(changes));
  return changes.map(({ input, from, to }) => ({
    outcome: isSame(from, to) ? 'unchanged' : 'updated',
    id: input.accountId,
    name: input.accountName,
    warnings: [],
  }));
}

/** What becomes of the tags of one account. */
interface PlannedChange {
  input: TagChange;
  inserted: Tagging[];
  deleted: Tagging[];
  /** The names, in alphabetical order. */
  from: string[];
  to: string[];
}

type TagsByKey = ReadonlyMap<string, TagRow>;

function plannedChanges(
  inputs: readonly TagChange[],
  carried: ReadonlyMap<number, ReadonlyMap<number, string>>,
  adding: TagsByKey,
  removing: TagsByKey,
): PlannedChange[] {
  const changes: PlannedChange[] = [];
  for (const input of inputs) {
    const { accountId } = input;
    const before = carried.get(accountId) ?? none;
    const after = tagsAfter(before, input, adding, removing);
    const inserted: Tagging[] = [];
    const deleted: Tagging[] = [];
    for (const tagId of after.keys()) if (!before.has(tagId)) inserted.push({ accountId, tagId });
    for (const tagId of before.keys()) if (!after.has(tagId)) deleted.push({ accountId, tagId });
    changes.push({ input, inserted, deleted, from: sorted(before), to: sorted(after) });
  }
  return changes;
}

const none: ReadonlyMap<number, string> = new Map();

function tagsAfter(
  before: ReadonlyMap<number, string>,
  { add, remove }: TagChange,
  adding: TagsByKey,
  removing: TagsByKey,
): ReadonlyMap<number, string> {
  const after = new Map(before);
  for (const name of add ?? noNames) {
    const tag = adding.get(comparisonKey(name));
    if (tag !== undefined) after.set(tag.id, tag.name);
  }
  for (const name of remove ?? noNames) {
    const tag = removing.get(comparisonKey(name));
    if (tag !== undefined) after.delete(tag.id);
  }
  return after;
}

const noNames: readonly string[] = [];

function entriesOf(changes: readonly PlannedChange[]): AuditEntryInput[] {
  const entries: AuditEntryInput[] = [];
  for (const { input, from, to } of changes) {
    if (!isSame(from, to)) {
      entries.push({
        record: 'account',
        recordId: input.accountId,
        label: input.accountName,
        action: 'updated',
        changes: { tags: [from, to] },
      });
    }
  }
  return entries;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, place) => name === other[place]);

const sorted = (tags: ReadonlyMap<number, string>): string[] => [...tags.values()].sort(compareNames);
