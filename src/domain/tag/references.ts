import { notFoundError, type Offer } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { Deps } from '../deps.ts';
import { asMeant } from '../resolve.ts';
import { comparisonKey } from '../text/comparison.ts';
import { fold } from '../text/folding.ts';
import { shellWord } from '../text/shell.ts';
import { readAllTags, readTagsByKey, type TagRow } from './repository.ts';

/** Tags by name (G1's comparison), in input order. Throws TAG_NOT_FOUND (exit 3), naming the nearest. */
export async function resolveTags(deps: Deps, given: readonly string[]): Promise<TagRow[]> {
  const names = given.map((name) => asMeant(deps, 'tag', name));
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
      offers: deps.meant && { noun: 'tag', reference: first, records: offersOf(first, near, known) },
    });
  }
  return names.flatMap((name) => found.get(comparisonKey(name)) ?? []);
}

/** The tags that a word may have meant: the nearest, and those that contain it. */
const offersOf = (word: string, near: string | undefined, known: readonly string[]): Offer[] =>
  [...new Set([...(near === undefined ? [] : [near]), ...known.filter((name) => holds(name, word))])].map(
    (name) => ({ value: name, label: name }),
  );

const holds = (name: string, word: string): boolean => fold(name).includes(fold(word).trim());
