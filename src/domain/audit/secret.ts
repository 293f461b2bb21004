import type { Deps } from '../deps.ts';

/** What nobody can guess, for the digest of a set. */
export const newSecret = ({ random }: Pick<Deps, 'random'>): string => random(32).toString('base64url');
