import { byLetter, isLatin } from './letters.ts';

/** Text that needs none of the Unicode work: printable ASCII. Most of a client list is. */
const plain = /^[\x20-\x7e]*$/;

/** Outer space trimmed and Unicode composed (NFC): the form in which text is stored. Case and inner space stay. */
export function tidy(text: string): string {
  return isLatin(text) ? text.trim() : text.normalize('NFC').trim();
}

/** {@link tidy}, with nothing left standing for "no value". */
export function tidyOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const tidied = tidy(text);
  return tidied === '' ? null : tidied;
}

/** A text after a change: what is not given stays, null and nothing but space clear. */
export const changedText = (before: string | null, given: string | null | undefined): string | null =>
  given === undefined ? before : tidyOrNull(given);

/** Whether {@link changedText} leaves a text as it is. */
export const keepsText = (before: string | null, given: string | null | undefined): boolean =>
  given === undefined || given === before || tidyOrNull(given) === before;

/**
 * What two names have in common when they count as the same (A4): NFKC, trimmed, inner space folded, case folded.
 * Upper and then lower case is JavaScript's nearest to Unicode case folding: it brings ß and SS together.
 */
export function comparisonKey(name: string): string {
  if (plain.test(name)) return singleSpaced(name).toLowerCase();
  return singleSpaced(caseFolded(name));
}

const caseFolded = byLetter((text) => {
  const folded = text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toUpperCase().toLowerCase();
  return folded.normalize('NFC');
});

const singleSpaced = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.includes('  ') ? trimmed.replace(/ {2,}/g, ' ') : trimmed;
};

/** What two spellings of an e-mail address have in common (C4): composed, trimmed, lower case. */
export function addressKey(address: string): string {
  return (isLatin(address) ? address : address.normalize('NFC')).trim().toLowerCase();
}
