/** A part of a topic: a paragraph, terms with what they mean, lines to be copied as they are, or text that is laid out already. */
export type Passage =
  | string
  | { readonly terms: ReadonlyArray<readonly [term: string, meaning: string]> }
  | { readonly lines: readonly string[] }
  | { readonly text: string };

/** Something that help is asked about and that is no command. */
export interface HelpTopic {
  /** `exit-codes` */
  name: string;
  summary: string;
  load: () => Promise<readonly Passage[]>;
}
