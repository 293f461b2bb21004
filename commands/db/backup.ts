import * as z from 'zod';
import { backUp } from '../../src/backup/backup.ts';
import { defineCommand } from '../../src/cli/define-command.ts';
import { fileSize } from '../file-size.ts';
import { backupFields, backupPage, counted, lostContents } from './backup-view.ts';
import { backupFile, placeOf } from './place.ts';

export const backup = defineCommand({
  description:
    'One tar file: the database as of one moment, the contents of documents and photos that it needs, and a manifest with ' +
    'the SHA-256 and size of each and the rows of each table. Others go on working meanwhile. The file is for you alone, ' +
    'and is there whole or not at all; while it is written, its folder needs room for the database twice. Passwords of ' +
    'mail servers and this computer’s settings are not in it. PostgreSQL needs pg_dump. A document whose file the folder ' +
    'has lost does not keep the rest from being saved: it is named, and the exit code is 5.',
  examples: [
    'kontor db backup kontor-2026-03-04.backup',
    'kontor db backup nightly.backup --force -o json',
    'kontor db backup other.backup --dry-run',
  ],
  arguments: [{ name: 'file', summary: 'the file to be written' }],
  options: [{ flags: '--force', summary: 'replace a file that exists' }],
  database: 'whole',
  input: z.object({
    file: backupFile('standard output: a backup is there whole or not at all'),
    force: z.boolean().default(false),
  }),
  run: (session, input) => backUp(placeOf(session), input),
  view: { kind: 'record', fields: backupFields, id: ({ file }) => file, page: backupPage },
  report: (done, dryRun) => [
    ...lostContents(done, 'kontor doctor says which records need it'),
    {
      tone: 'done',
      text:
        `${dryRun ? 'would write' : 'wrote'} ${done.file} (${dryRun ? 'about ' : ''}${fileSize(done.bytes)}): ` +
        `${counted(done.rows, 'row')} in ${counted(Object.keys(done.tables).length, 'table')}, ` +
        `${counted(done.files.count, 'file')}`,
    },
  ],
  ending: ({ missing, damaged }) => (missing.length + damaged.length > 0 ? 'partial' : undefined),
});
