import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import type { NoteOutcome } from '../../src/domain/note/model.ts';
import { addNotes } from '../../src/domain/note/operations.ts';
import { type Batch, batchOf } from '../../src/domain/outcome.ts';
import { outcomeLines } from '../outcomes.ts';
import { textArgument, textFileOption, textInput } from '../text-options.ts';
import { saveText } from './text.ts';
import { noteOutcomeView, nothingChanged } from './view.ts';

export const add = defineCommand({
  description:
    'The text is kept as it is, up to 65,536 characters. On a terminal it is written in your editor (VISUAL, EDITOR, else ' +
    'vi) when none is given.',
  examples: [
    'kontor note add 1 "Prefers to be called before ten"',
    'kontor note add "Erika Müller" --file note.txt --at 2026-02-28T09:30Z',
    'kontor note add 1 - < note.txt',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }, textArgument],
  options: [textFileOption, { flags: '--at <time>', summary: 'when it was written, if not now' }],
  database: 'works',
  input: z.object({ account: z.string(), ...textInput, at: momentText.optional() }),
  run: async (session, { account, text, file, at }) => {
    const accountId = await session.read((deps) => resolveAccount(deps, account));
    return saveText<Batch<NoteOutcome>>(
      session,
      { text, file },
      {
        present: '',
        save: async (written) =>
          batchOf(await session.write((deps) => addNotes(deps, [{ accountId, text: written, at }]))),
        unwritten: async () => batchOf([]),
      },
    );
  },
  view: noteOutcomeView,
  report: ({ results }) =>
    results.length === 0
      ? [nothingChanged]
      : outcomeLines(results, {
          created: ({ id, account }) => `added note ${id} to account ${account.id} "${account.name}"`,
        }),
});
