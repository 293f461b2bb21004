import type * as z from 'zod';
import {
  type Changed,
  type Difference,
  type EditedText,
  type Entry,
  readRecordText,
  recordText,
} from './record-text.ts';

/** A record as a text, and what the text says when it was changed. */
export interface OpenedRecord<Patch> {
  text: string;
  /** Throws INVALID_TEXT (exit 2), naming the line. */
  read: (text: string) => { patch: Patch; differences: Difference[] };
}

/** Opens entries under the title of their record; `patchOf` makes a patch of what is different. */
export const opened = <Patch>(
  title: string,
  entries: readonly Entry[],
  patchOf: (changed: Changed, edited: EditedText) => Patch,
): OpenedRecord<Patch> => ({
  text: recordText(
    [
      title,
      'What is left empty is cleared; a line that is taken out leaves things as they are.',
      'Nothing is written before you have seen what is different, and agreed.',
    ],
    entries,
  ),
  read: (text) => {
    const edited = readRecordText(text, entries);
    return { patch: patchOf(edited.changed, edited), differences: edited.differences };
  },
});

/** A patch that its schema takes; `places` says where keys of the patch stand that the text calls otherwise. */
export function checkedPatch<Patch>(
  schema: z.ZodType<Patch>,
  patch: unknown,
  { wrong }: EditedText,
  places: Readonly<Record<string, string>> = {},
): Patch {
  const checked = schema.safeParse(patch);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const [first = '', ...inner] = issue?.path ?? [];
  throw wrong([places[String(first)] ?? first, ...inner], issue?.message ?? 'this is not allowed');
}
