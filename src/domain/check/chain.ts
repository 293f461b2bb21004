import { verifyChain } from '../audit/verify.ts';
import type { Deps } from '../deps.ts';
import type { Look } from './model.ts';
import { lookOf, mostExamples, some } from './rules.ts';

/** Verifies that the record of changes is what was sealed (H1). */
export async function lookAtChain(deps: Deps): Promise<Look> {
  const { faults, faultCount, entries, earlierEntries } = await verifyChain(deps);
  const look = lookOf(faultCount, (count) => ({
    message: `the record of changes is not what was written, in ${some(count, 'place', 'places')}`,
    examples: faults
      .slice(0, mostExamples)
      .map(({ kind, entry }) => (entry === null ? kind : `entry ${entry}: ${kind}`)),
    hint: 'kontor audit verify says more; a backup has the record as it was.',
  }));
  const earlier = earlierEntries === 0 ? '' : `, ${earlierEntries} from before the chain`;
  return { ...look, note: `${some(entries, 'entry', 'entries')} sealed${earlier}` };
}
