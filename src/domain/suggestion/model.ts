/** What a word of a command line may name. */
export const suggestibles = ['account', 'contact', 'email', 'tag', 'account-field', 'contact-field'] as const;
export type Suggestible = (typeof suggestibles)[number];

/** A reference that a command takes for the record, and what it is about. */
export interface Suggestion {
  text: string;
  about: string;
}
