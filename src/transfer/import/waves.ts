import type { Draft } from './draft.ts';

/**
 * Splits rows into waves that can each be matched and written as one set: a row waits for the next wave when an earlier
 * one may create what it has to find. Rows of one wave may share an account that exists, never one that has yet to be
 * made. Most files are one wave; a hundred contacts of one new company are two.
 */
export function nextWave(
  drafts: readonly Draft[],
  accountExists: (draft: Draft) => boolean,
): { wave: Draft[]; later: Draft[] } {
  const seen = new Set<string>();
  const wave: Draft[] = [];
  const later: Draft[] = [];
  for (const draft of drafts) {
    const own = identitiesOf(draft);
    const accounts = accountsOf(draft);
    const waits =
      own.some((identity) => seen.has(identity)) ||
      ((draft.nameIsGenerated || !accountExists(draft)) && accounts.some((identity) => seen.has(identity)));
    for (const identity of own) seen.add(identity);
    for (const identity of accounts) seen.add(identity);
    (waits ? later : wave).push(draft);
  }
  return { wave, later };
}

/** By what a row's account may be found. */
const accountsOf = (draft: Draft): string[] => [
  ...(draft.accountKey === undefined ? [] : [`account key ${draft.accountKey}`]),
  `account name ${draft.nameKey}`,
];

/** By what a row's contact may be found. */
const identitiesOf = (draft: Draft): string[] => [
  ...(draft.contactKey === undefined ? [] : [`contact key ${draft.contactKey}`]),
  ...(draft.addressKey === undefined ? [] : [`e-mail ${draft.addressKey}`]),
  ...(draft.contactNameKey === undefined
    ? []
    : accountsOf(draft).map((account) => `${account} / ${draft.contactNameKey}`)),
];
