import * as z from 'zod';
import type { Restored } from '../../src/backup/model.ts';
import { restoreBackup } from '../../src/backup/restore.ts';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { Field } from '../../src/output/view.ts';
import { backupFields, backupPage, counted, lostContents } from './backup-view.ts';
import { backupFile, placeOf } from './place.ts';

const restoredFields: Field<Restored>[] = [
  { key: 'outcome', heading: 'Outcome' },
  { key: 'location', heading: 'Location' },
  ...(backupFields as Field<Restored>[]),
  { key: 'migrated', heading: 'Migrated' },
  { key: 'ended', heading: 'Ended' },
  { key: 'kept', heading: 'Kept' },
  { key: 'warnings', heading: 'Warnings' },
];

export const restore = defineCommand({
  description:
    'Into the place that --db names, which must be free: a new file, or a database without tables on a PostgreSQL server. ' +
    'Every byte is verified first, and the copy is looked through beside its place; if anything is wrong, nothing was ' +
    'touched. With --force a database that is there is put aside, with its documents and photos, and can be brought back; ' +
    'nobody else may be using it. What must not live twice is ended in the copy: pending invitations and password resets, ' +
    'open sessions of the portal, mails that wait. A backup of an older kontor is brought up to date. --dry-run verifies ' +
    'a backup. PostgreSQL needs pg_restore; --force makes a database there, and needs the right to.',
  examples: [
    'kontor db restore nightly.backup --db restored.db',
    'kontor db restore nightly.backup --force',
    'kontor db restore nightly.backup --db restored.db --dry-run',
  ],
  arguments: [{ name: 'file', summary: 'a file that `kontor db backup` wrote' }],
  options: [{ flags: '--force', summary: 'put a database that is there aside' }],
  database: 'whole',
  input: z.object({
    file: backupFile('standard input: a backup is read twice'),
    force: z.boolean().default(false),
  }),
  run: (session, input) => restoreBackup({ ...placeOf(session), writeTo: session.writeTo }, input),
  view: { kind: 'record', fields: restoredFields, id: ({ location }) => location, page: backupPage },
  report: (restored, dryRun) => [
    ...lostContents(restored, 'look for it in an older backup'),
    ...restored.warnings.map((text) => ({ tone: 'warning' as const, text })),
    ...endedLines(restored),
    ...restored.migrated.map((name) => ({ tone: 'done' as const, text: `applied ${name}` })),
    ...(restored.kept === null || dryRun
      ? []
      : [{ tone: 'note' as const, text: `the database that was there is ${restored.kept.location} now` }]),
    {
      tone: 'done',
      text: `${dryRun ? `verified ${restored.file}: it could be restored to` : `restored ${restored.file} to`} ${restored.location}`,
    },
  ],
});

function endedLines({ ended }: Restored) {
  if (ended === null) return [];
  const parts = [
    [ended.invitations, 'invitation'],
    [ended.resets, 'password reset'],
    [ended.sessions, 'session'],
    [ended.mails, 'mail'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, one]) => counted(count, one));
  return told.length === 0
    ? []
    : [{ tone: 'note' as const, text: `ended, since they must not live twice: ${told.join(', ')}` }];
}
