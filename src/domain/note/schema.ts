import { freeText } from '../text/checks.ts';

/** What a note says: kept as it is, blanks and lines included. */
export const noteText = freeText('the note', 65_536).refine(
  (text) => text.trim() !== '',
  'the note must not be empty',
);
