import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { editNotes } from '../../src/domain/note/operations.ts';
import { showNote } from '../../src/domain/note/record.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines } from '../outcomes.ts';
import { textArgument, textFileOption, textInput } from '../text-options.ts';
import { saveText } from './text.ts';
import { noteOutcomeView, nothingChanged } from './view.ts';

export const edit = defineCommand({
  description:
    'The new text takes the place of the old one. On a terminal your editor (VISUAL, EDITOR, else vi) opens the old one ' +
    'when no new one is given.',
  examples: ['kontor note edit 1 "Prefers to be called after ten"', 'kontor note edit 1 --file note.txt'],
  arguments: [{ name: 'note', summary: 'number of the note' }, textArgument],
  options: [textFileOption],
  database: 'works',
  input: z.object({ note: recordNumber('a note'), ...textInput }),
  run: async (session, { note: id, text, file }) => {
    const note = await session.read((deps) => showNote(deps, id));
    const was = text === undefined && file === undefined ? note.text : undefined;
    const save = async (written: string) =>
      batchOf(await session.write((deps) => editNotes(deps, [{ id, text: written, was }])));
    return saveText(session, { text, file }, { present: note.text, save, unwritten: () => save(note.text) });
  },
  view: noteOutcomeView,
  report: ({ results }) =>
    results.every(({ outcome }) => outcome === 'unchanged')
      ? [nothingChanged]
      : outcomeLines(results, {
          updated: ({ id, account }) => `changed note ${id} of account ${account.id} "${account.name}"`,
        }),
});
