import { notFoundError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey } from '../text/comparison.ts';
import { shellWord } from '../text/shell.ts';
import { readAllTags, readTagsByKey, type TagRow } from './repository.ts';

/** Tags by name (G1's comparison), in input order. Throws TAG_NOT_FOUND (exit 3), naming the nearest. */
export async function resolveTags(deps: Deps, names: readonly string[]): Promise<TagRow[]> {
  const found = new Map(
    (await readTagsByKey(deps, names.map(comparisonKey))).map((tag) => [tag.nameKey, tag]),
  );
  const missing = names.filter((name) => !found.has(comparisonKey(name)));
  const [first] = missing;
  if (first !== undefined) {
    const known = (await readAllTags(deps)).map((tag) => tag.name);
    const near = nearest(first, known);
    throw notFoundError('TAG_NOT_FOUND', `There is no tag "${first}".`, {
      hint:
        near === undefined
          ? `kontor tag list shows the tags; kontor tag create ${shellWord(first)} makes it.`
          : `Did you mean "${near}"? Or make it: kontor tag create ${shellWord(first)}`,
      details: { tags: missing, nearest: near ?? null },
    });
  }
  return names.flatMap((name) => found.get(comparisonKey(name)) ?? []);
}
