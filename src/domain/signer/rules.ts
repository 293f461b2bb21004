import type { LinkRow } from '../link/repository.ts';
import { compareNames } from '../text/collation.ts';
import type { Signer } from './model.ts';

/** The order of those who may sign (L4): ranked ones first, the rest in alphabetical order. */
export const inSigningOrder = (links: readonly LinkRow[]): Signer[] =>
  [...links]
    .sort(
      (a, b) =>
        (a.signerRank ?? Number.MAX_SAFE_INTEGER) - (b.signerRank ?? Number.MAX_SAFE_INTEGER) ||
        compareNames(a.contactName, b.contactName) ||
        a.contactId - b.contactId,
    )
    .map((link, index) => ({
      position: index + 1,
      contact: { id: link.contactId, name: link.contactName },
      signerRank: link.signerRank,
      description: link.description,
    }));

/** A link and the rank that it is to have. */
export interface Ranking {
  link: LinkRow;
  signerRank: number | null;
}

/** The ranks of an account's links when only some may keep theirs: the gaps are closed (L4). */
export function closedRanks(links: readonly LinkRow[], maySign: (link: LinkRow) => boolean): Ranking[] {
  let next = 1;
  return [...links]
    .filter(({ signerRank }) => signerRank !== null)
    .sort((a, b) => (a.signerRank ?? 0) - (b.signerRank ?? 0))
    .map((link) => ({ link, signerRank: maySign(link) ? next++ : null }));
}
