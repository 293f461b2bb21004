import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { knownFields } from '../../src/domain/field/references.ts';
import { importClients } from '../../src/transfer/import/import.ts';
import { planColumns } from '../../src/transfer/reading/mapping.ts';
import { openSource } from '../../src/transfer/reading/source.ts';
import { openTable } from '../../src/transfer/reading/table.ts';
import { importFields, importPage, importReport } from './view.ts';

export const importFile = defineCommand({
  description:
    'Reads comma, semicolon, tab or pipe separated text in UTF-8, UTF-16 or Windows-1252 with English or German ' +
    'headings. Rows that are there already are found again: accounts by key, then by name; contacts by key, then by ' +
    'e-mail, then by name inside the account. Blank cells never erase. All rows are taken, or none.',
  examples: [
    'kontor import clients.csv --dry-run',
    'kontor import kunden.csv --map "Kundennummer=account.key" --map "Position=link.description" --ignore-unknown',
    'kontor import - < clients.csv',
  ],
  arguments: [{ name: 'file', summary: 'the file; - is standard input' }],
  options: [
    {
      flags: '--map <column=target>',
      summary: 'what a column fills, as in "Fax=contact.notes" or "Steuernummer=field:Tax number"',
      repeatable: true,
    },
    { flags: '--ignore-unknown', summary: 'leave out columns that are not known' },
    { flags: '--create-tags', summary: 'make tags that do not exist yet' },
    { flags: '--encoding <name>', summary: 'the encoding, when it is not found rightly' },
    { flags: '--delimiter <name>', summary: 'the delimiter, when it is not found rightly' },
  ],
  database: 'write',
  input: z.object({
    file: z.string(),
    map: z.array(z.string()).default([]),
    ignoreUnknown: z.boolean().default(false),
    createTags: z.boolean().default(false),
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
  }),
  run: async (session, { file, map, ignoreUnknown, createTags, encoding, delimiter }) => {
    const source = await openSource(file, { cwd: session.cwd, stdin: () => session.stdin });
    const table = await openTable(source, { encoding, delimiter });
    try {
      const fields = await knownFields(session.deps);
      const plan = planColumns(table.headers, { map, ignoreUnknown, fields });
      const { signal, progress, dryRun } = session;
      const report = await importClients(session.deps, table, plan, { createTags, signal, progress });
      return { ...report, dryRun };
    } finally {
      table.close();
    }
  },
  view: { kind: 'record', fields: importFields, id: () => '', count: ({ rows }) => rows, page: importPage },
  report: importReport,
});
