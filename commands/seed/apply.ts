import path from 'node:path';
import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { applyBooks } from '../../src/fixtures/apply.ts';
import { readBook } from '../../src/fixtures/read-book.ts';
import { withIds } from '../../src/fixtures/seeded-ids.ts';
import { emitIdsOption } from './options.ts';
import { seedFields, seedReport } from './view.ts';

export const apply = defineCommand({
  description:
    'Fixtures are YAML or JSON: settings, fields, tags, contacts, accounts with links, switches and portal states, documents, ' +
    'messages, approvals, signatures, notes and logins (kontor seed schema). Entries refer to each other by local names; several files are one ' +
    'whole. What is there is found again, so that the second run changes nothing; what a file does not name stays, and nothing is ' +
    'deleted. All is done, or nothing. No mail is sent.',
  examples: [
    'kontor seed apply fixtures.yaml --dry-run',
    'kontor seed apply fixtures.yaml --emit-ids ids.json',
    'kontor seed apply - < fixtures.yaml',
  ],
  arguments: [{ name: 'file', summary: 'fixture files; - is standard input', several: true }],
  options: [emitIdsOption],
  database: 'works',
  input: z.object({ file: z.array(z.string()).min(1), emitIds: z.string().optional() }),
  run: async (session, { file: files, emitIds }) => {
    const { cwd, dryRun, signal, progress, write } = session;
    const texts = [];
    for (const file of new Set(files)) {
      const folder = file === '-' ? cwd : path.dirname(path.resolve(cwd, file));
      texts.push({ name: file === '-' ? 'standard input' : file, folder, text: await session.text(file) });
    }
    const book = readBook(texts);
    const source = texts.map(({ name }) => name).join(', ');
    return withIds({ cwd, dryRun, file: emitIds, inputs: files }, () =>
      write((deps) => applyBooks(deps, [book], { source, signal, progress })),
    );
  },
  view: { kind: 'batch', fields: seedFields, id: ({ id }) => id ?? '' },
  report: (report, dryRun) => seedReport(report, dryRun),
});
