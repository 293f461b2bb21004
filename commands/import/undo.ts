import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { undoRun } from '../../src/domain/run/undo.ts';
import { undoFields, undoLines, undoQuestion } from './undo-view.ts';

export const undo = defineCommand({
  description:
    'Takes back all that an import did, or nothing: accounts and contacts that it made are removed with their links, ' +
    'values and access; records that it changed get back what they had; its tags and fields go where nothing else uses ' +
    'them, and its pending invitations are revoked. Refused, listing them, when any of these records was changed since, or ' +
    'is needed by something newer. Mails that have left cannot be taken back. --dry-run shows what would happen.',
  examples: ['kontor import undo 1 --dry-run', 'kontor import undo 1 --yes'],
  arguments: [{ name: 'run', summary: 'number of the run, as kontor import runs shows it' }],
  database: 'write',
  input: z.object({ run: recordNumber('a run') }),
  run: async ({ deps, signal, progress }, { run }) => undoRun(deps, run, { signal, progress }),
  confirm: undoQuestion,
  view: { kind: 'record', fields: undoFields, id: ({ run }) => run },
  report: undoLines,
});
