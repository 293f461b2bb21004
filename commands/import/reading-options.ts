import * as z from 'zod';
import type { BaseSession, OptionSpec } from '../../src/cli/define-command.ts';
import { type MappingFile, readMappingFile } from '../../src/transfer/reading/mapping-file.ts';

/** How a file is read and what its columns fill; the same for importing a file and for looking at it. */
export const readingOptions: readonly OptionSpec[] = [
  {
    flags: '--map <column=target>',
    summary: 'what a column fills, as in "Fax=contact.notes" or "Steuernummer=field:Tax number"',
    repeatable: true,
  },
  {
    flags: '--mapping <file>',
    summary: 'a JSON or YAML file that says it: {"Fax": "contact.notes", "Id": null}',
  },
  { flags: '--ignore-unknown', summary: 'leave out columns that are not known' },
  { flags: '--format <format>', summary: 'csv, tsv, json or jsonl, when it is not found rightly' },
  { flags: '--encoding <name>', summary: 'the encoding, when it is not found rightly' },
  { flags: '--delimiter <name>', summary: 'the delimiter, when it is not found rightly' },
];

export const readingInput = {
  file: z.string().min(1, 'must be a file, or - for standard input'),
  map: z.array(z.string()).default([]),
  mapping: z.string().optional(),
  ignoreUnknown: z.boolean().default(false),
  format: z.string().optional(),
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
};

/** The mapping file that is named, if one is. */
export const mappingFile = async (
  session: Pick<BaseSession, 'text'>,
  name: string | undefined,
): Promise<MappingFile | undefined> =>
  name === undefined ? undefined : readMappingFile(await session.text(name), name);
