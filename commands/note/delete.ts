import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { deleteNotes } from '../../src/domain/note/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines } from '../outcomes.ts';
import { noteNames, noteOutcomeView } from './view.ts';

export const remove = defineCommand({
  examples: ['kontor note delete 1 --yes', 'kontor note delete 1 2 --dry-run'],
  arguments: [{ name: 'note', summary: 'numbers of notes', several: true }],
  database: 'write',
  input: z.object({ note: z.array(recordNumber('a note')).min(1) }),
  run: async ({ deps }, { note }) => batchOf(await deleteNotes(deps, note)),
  confirm: ({ results }) => `Delete ${noteNames(results)} for good?`,
  view: noteOutcomeView,
  report: ({ results }) =>
    outcomeLines(results, {
      deleted: ({ id, account }) => `deleted note ${id} of account ${account.id} "${account.name}"`,
    }),
});
