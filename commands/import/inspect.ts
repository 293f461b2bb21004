import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { inspectTable } from '../../src/transfer/import/inspect.ts';
import { openSource } from '../../src/transfer/reading/source.ts';
import { openTable } from '../../src/transfer/reading/table.ts';
import { wholeNumber } from '../list-options.ts';
import { inspectFields, inspectPage, inspectReport } from './inspect-view.ts';
import { mappingFile, readingInput, readingOptions } from './reading-options.ts';

export const inspect = defineCommand({
  description:
    'Looks at a file and changes nothing: how it is written, what each column would fill, how its first rows would be ' +
    'read, and what is wrong with the first thousand. With -o json, "mapping" is what --mapping reads. Without a ' +
    'database, the fields of the firm are not known.',
  examples: [
    'kontor import inspect clients.csv',
    'kontor import inspect kunden.csv --map "Kundennummer=account.key" --ignore-unknown --rows 2',
    'kontor import inspect kunden.csv -o json --fields mapping',
  ],
  arguments: [{ name: 'file', summary: 'the file; - is standard input' }],
  options: [...readingOptions, { flags: '--rows <n>', summary: 'how many rows are shown (5 unless given)' }],
  database: 'optional',
  input: z.object({ ...readingInput, rows: wholeNumber(0).default(5) }),
  run: async (session, { file: name, map, mapping, ignoreUnknown, rows, ...how }) => {
    const file = await mappingFile(session, mapping);
    const source = await openSource(name, { cwd: session.cwd, stdin: () => session.stdin });
    const table = await openTable(source, how);
    try {
      return await inspectTable(session.deps, table, { map, file, ignoreUnknown, rows });
    } finally {
      table.close();
    }
  },
  view: {
    kind: 'record',
    fields: inspectFields,
    id: () => '',
    count: ({ looked }) => looked.rows,
    page: inspectPage,
  },
  report: inspectReport,
});
