import type { SessionFor } from '../../src/cli/define-command.ts';
import { noteText } from '../../src/domain/note/schema.ts';
import { checkedText, givenText, textMissing } from '../text-options.ts';

type Session = Pick<SessionFor<'works'>, 'text' | 'compose'>;

/** What is done with the text of a note. */
interface Saving<Result> {
  /** What an editor begins with. */
  present: string;
  save: (text: string) => Promise<Result>;
  /** The answer when nothing was written in the editor. */
  unwritten: () => Promise<Result>;
}

/**
 * Saves the text that was given, or else the one that the user writes now. Throws TEXT_MISSING where nobody can be asked,
 * INVALID_TEXT, CONFLICTING_OPTIONS, FILE_UNREADABLE, EDITOR_FAILED (exit 2).
 */
export async function saveText<Result>(
  session: Session,
  given: { text?: string | undefined; file?: string | undefined },
  { present, save, unwritten }: Saving<Result>,
): Promise<Result> {
  const text = await givenText(session, given);
  if (text !== undefined) return save(checkedText(noteText, text));
  if (session.compose === undefined) throw textMissing();
  // What the schema refuses must come as a rejection, so that the file of the editor is kept.
  return session.compose(present, async (written) =>
    written.trim() === '' ? unwritten() : save(checkedText(noteText, written)),
  );
}
