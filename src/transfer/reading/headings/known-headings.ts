import { foldHeader } from './fold-header.ts';
import { type FixedTarget, headings, targets } from './headings.ts';

/** What a known heading means. `rank` 0 is as good as can be; of higher ranks the lowest fills the target. */
export interface KnownHeading {
  heading: string;
  target: FixedTarget;
  rank: number;
}

const index = (): Map<string, KnownHeading> => {
  const known = new Map<string, KnownHeading>();
  for (const target of targets) {
    const { en, de, others = [], second = [] } = headings[target];
    const entries: KnownHeading[] = [target, en, de, ...others].map((heading) => ({
      heading,
      target,
      rank: 0,
    }));
    second.forEach((heading, place) => {
      entries.push({ heading, target, rank: place + 1 });
    });
    for (const entry of entries) {
      // The first meaning stays: a target's own name stands before the same words in the list of second choices.
      for (const spelling of foldHeader(entry.heading)) if (!known.has(spelling)) known.set(spelling, entry);
    }
  }
  return known;
};

/** All known headings by each folded spelling. The target's own name counts too: `account.company-name`. */
export const knownHeadings: ReadonlyMap<string, KnownHeading> = index();

/** What a heading of a file means, or undefined when it is not known. */
export const headingMeaning = (header: string): KnownHeading | undefined => {
  for (const spelling of foldHeader(header)) {
    const known = knownHeadings.get(spelling);
    if (known) return known;
  }
  return undefined;
};
