import { freeText, nameText } from '../text/checks.ts';

/** What a thread is about: one line. */
export const subjectText = nameText('the subject', 200).transform((text) => text.trim());

/** What a message says: kept as it is, blanks and lines included. */
export const messageBody = freeText('the message', 65_536).refine(
  (text) => text.trim() !== '',
  'the message must not be empty',
);
