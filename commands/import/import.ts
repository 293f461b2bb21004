import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { tagName } from '../../src/domain/tag/schema.ts';
import { importFile as importTable } from '../../src/transfer/import/file.ts';
import { importKinds, importModes } from '../../src/transfer/import/model.ts';
import { mappingFile, readingInput, readingOptions } from './reading-options.ts';
import { importFields, importPage, importReport } from './view.ts';

export const importFile = defineCommand({
  description:
    'Reads comma, semicolon, tab or pipe separated text, JSON and JSON Lines in UTF-8, UTF-16 or Windows-1252 with English ' +
    'or German headings. Rows that are there already are found again: accounts by key, then by name; contacts by key, then ' +
    'by e-mail, then by name inside the account. Blank cells never erase. All rows are taken, or none; with --keep-going ' +
    'those that are right, in batches of 2000, and the others are left in a file, each with its line, field, code and ' +
    'reason in front, that is imported again after mending. --kind accounts needs a contact only for accounts that are new; ' +
    '--kind contacts finds rows without key and e-mail by name among contacts that have neither. --mode insert-only never ' +
    'changes what is there, but adds contacts and links that are missing; update-only takes a row only if its account, its ' +
    'contact and their link are there; other rows are skipped. Columns headed Login, Notify and Sync (yes or no) switch the ' +
    'access of the e-mail in the account. In -o json created and updated count records, outcomes counts rows: created + ' +
    'updated + unchanged + skipped + failed = rows.',
  examples: [
    'kontor import clients.csv --dry-run',
    'kontor import kunden.csv --map "Kundennummer=account.key" --map "Position=link.description" --ignore-unknown',
    'kontor import clients.csv --keep-going --rejects bad.csv',
    'kontor export contacts | kontor import - --kind contacts --mode update-only',
  ],
  arguments: [{ name: 'file', summary: 'the file; - is standard input' }],
  options: [
    ...readingOptions,
    {
      flags: '--kind <kind>',
      summary: 'what a row is: an account with a contact of it (clients), an account, or a contact',
      choices: importKinds,
    },
    {
      flags: '--mode <mode>',
      summary: 'make and change (upsert), only make what is missing, only change what is there',
      choices: importModes,
    },
    {
      flags: '--set <target=value>',
      summary: 'what all rows say whose own cell is blank or missing, as in "account.type=company"',
      repeatable: true,
    },
    { flags: '--add-tag <name>', summary: 'a tag for the accounts of all rows', repeatable: true },
    {
      flags: '--create-fields',
      summary: 'make a text field for each column that is not known; contact. in front makes one of contacts',
    },
    { flags: '--create-tags', summary: 'make tags that do not exist yet' },
    {
      flags: '--allow-shared-email',
      summary: 'a row with the e-mail of somebody of another name is a contact of its own that shares it',
    },
    { flags: '--invite', summary: 'invite the e-mails of the file that login is on for and that never were' },
    {
      flags: '--keep-going',
      summary: 'import the rows that are right and leave the others in a file (exit 5)',
    },
    {
      flags: '--rejects <file>',
      summary: 'that file; FILE.rejects.csv (of JSON: .jsonl) when left out, rejects.csv for standard input',
    },
    { flags: '--force', summary: 'replace a file of rejected rows that exists' },
    { flags: '--max-errors <n>', summary: 'leave the rest when so many rows have failed' },
  ],
  database: 'works',
  input: z
    .object({
      ...readingInput,
      kind: z.enum(importKinds).default('clients'),
      mode: z.enum(importModes).default('upsert'),
      set: z.array(z.string()).default([]),
      addTag: z.array(tagName).default([]),
      createFields: z.boolean().default(false),
      createTags: z.boolean().default(false),
      allowSharedEmail: z.boolean().default(false),
      invite: z.boolean().default(false),
      keepGoing: z.boolean().default(false),
      rejects: z
        .string()
        .refine((file) => file !== '' && file !== '-', 'must be a file')
        .optional(),
      force: z.boolean().default(false),
      maxErrors: z
        .string()
        .refine((text) => /^[1-9]\d{0,8}$/.test(text), 'must be a whole number from 1 on')
        .transform(Number)
        .optional(),
    })
    .refine(({ kind, addTag, invite }) => kind !== 'contacts' || (addTag.length === 0 && !invite), {
      path: ['kind'],
      error: 'cannot be contacts with --add-tag or --invite, which are about accounts',
    })
    .refine(({ keepGoing, rejects, force }) => keepGoing || (rejects === undefined && !force), {
      path: ['keepGoing'],
      error: 'is needed for --rejects and --force',
    }),
  run: async (session, input) => {
    const { cwd, signal, progress, dryRun, write } = session;
    const place = { cwd, signal, progress, dryRun, write, stdin: () => session.stdin };
    const mapping = await mappingFile(session, input.mapping);
    return { ...(await importTable(place, { ...input, mapping })), dryRun };
  },
  view: { kind: 'record', fields: importFields, id: () => '', count: ({ rows }) => rows, page: importPage },
  report: importReport,
  ending: ({ failed }) => (failed > 0 ? 'partial' : undefined),
});
