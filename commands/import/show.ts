import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { showRun } from '../../src/domain/run/list.ts';
import { listInput, pagingOf } from '../list-options.ts';
import { listedRun, runPage, shownRunFields } from './run-view.ts';

/** How many entries people see unless they ask for more. */
const shownEntries = 20;

export const show = defineCommand({
  description:
    'The run, how many records of each kind it made and changed, and its entries in the record of changes, oldest first: ' +
    `what it changed from what to what. People see the first ${shownEntries}, -o json has all of them; for very long runs ` +
    '`kontor audit list --run RUN -o jsonl` reads them one by one.',
  examples: [
    'kontor import show 1',
    'kontor import show 1 --limit 100 --page 2',
    'kontor import show 1 -o json',
  ],
  arguments: [{ name: 'run', summary: 'number of the run' }],
  options: [
    { flags: '--limit <n>', summary: 'at most so many entries' },
    { flags: '--page <n>', summary: 'which page of --limit entries (from 1)' },
  ],
  database: 'read',
  input: z.object({ run: recordNumber('a run'), ...listInput }),
  run: async ({ deps, configuration }, { run, ...asked }) => {
    const paging = pagingOf(asked);
    const limit = paging.limit ?? (configuration.output.value === 'table' ? shownEntries : undefined);
    return listedRun(await showRun(deps, run, { ...paging, limit }));
  },
  view: { kind: 'record', fields: shownRunFields, id: ({ run }) => run, page: runPage },
});
