import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listRuns } from '../../src/domain/run/list.ts';
import { runKinds, runStates } from '../../src/domain/run/model.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { listedRun, runFields } from './run-view.ts';

export const runs = defineCommand({
  description:
    'Newest first: each import and each seeding that changed something. `interrupted` is one that has not ended: it was ' +
    'stopped, or is still at work. The numbers are those of its report.',
  examples: ['kontor import runs', 'kontor import runs --kind import --state done --limit 5 -o json'],
  options: [
    { flags: '--kind <kind>', summary: 'only imports, or only seedings', choices: runKinds },
    { flags: '--state <state>', summary: 'only those in this state', choices: runStates },
    ...listOptions([]),
  ],
  database: 'read',
  input: z.object({
    kind: z.enum(runKinds).optional(),
    state: z.enum(runStates).optional(),
    ...listInput,
  }),
  run: async ({ deps }, { kind, state, ...paging }) => {
    const { rows, total } = listRuns(deps, { kind, state, ...pagingOf(paging) });
    return { rows: listed(rows), total };
  },
  view: { kind: 'list', fields: runFields, id: ({ run }) => run, empty: 'No runs.' },
});

async function* listed(rows: ReturnType<typeof listRuns>['rows']) {
  for await (const row of rows) yield listedRun(row);
}
