import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { locales } from '../../src/fixtures/generate/words.ts';
import { seedGenerated, writeGenerated } from '../../src/fixtures/generated.ts';
import { wholeNumber } from '../list-options.ts';
import { emitIdsOption } from './options.ts';
import { seedFields, seedReport } from './view.ts';

export const generate = defineCommand({
  description:
    'Companies, individuals and couples with contacts, tags, custom fields and portal states; all of it made up. The same numbers ' +
    'give the same firm, on every machine; the second run changes nothing. E-mails end in example, example.com and the like, which ' +
    'reach nobody, and phone numbers are those kept free for films. Whoever is active in the portal has the password "seed 1 password", ' +
    'with the number of --seed: use it for tests only. With --out it is written as a fixture file, to be edited and applied.',
  examples: [
    'kontor seed generate --accounts 20 --seed 42 --locale de',
    'kontor seed generate --accounts 5 --activity --dry-run',
    'kontor seed generate --accounts 5 --activity --out firm.yaml',
  ],
  options: [
    { flags: '--accounts <n>', summary: 'how many accounts' },
    { flags: '--seed <n>', summary: 'another number makes another firm (1)' },
    { flags: '--locale <locale>', summary: 'where its clients live (en)', choices: locales },
    { flags: '--activity', summary: 'documents, messages, approvals, signatures, notes and logins, too' },
    { flags: '--base-date <date>', summary: 'the day before which all of it happened (2026-01-01)' },
    {
      flags: '--out <file>',
      summary: 'write a fixture file, YAML or .json, in place of seeding the database',
    },
    { flags: '--force', summary: 'replace a file that exists' },
    emitIdsOption,
  ],
  database: 'works',
  input: z
    .object({
      accounts: wholeNumber(1),
      seed: wholeNumber(0).default(1),
      locale: z.enum(locales).default('en'),
      activity: z.boolean().default(false),
      baseDate: z.iso.date('must be a day like 2026-01-01').default('2026-01-01'),
      out: z.string().min(1, 'must be a file').optional(),
      force: z.boolean().default(false),
      emitIds: z.string().optional(),
    })
    .refine(({ out, emitIds }) => out === undefined || emitIds === undefined, {
      path: ['emitIds'],
      error: 'is not for --out: what is written to a file has no ids yet',
    }),
  run: async (session, { out, force, emitIds, ...wish }) => {
    const { cwd, dryRun, signal, progress, write } = session;
    if (out !== undefined) return writeGenerated(wish, { cwd, dryRun, file: out, replace: force });
    return seedGenerated(write, wish, { cwd, dryRun, signal, progress, emitIds });
  },
  view: { kind: 'batch', fields: seedFields, id: ({ id }) => id ?? '' },
  report: (report, dryRun) =>
    report.file === null
      ? seedReport(report, dryRun)
      : [{ tone: 'done', text: `wrote ${report.file}: kontor seed apply ${report.file}` }],
});
