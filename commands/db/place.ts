import * as z from 'zod';
import type { BackupPlace } from '../../src/backup/model.ts';
import type { SessionFor } from '../../src/cli/define-command.ts';

/** Where backups are taken from and brought back to. */
export const placeOf = (session: SessionFor<'whole'>): BackupPlace => {
  const { configuration, cwd, signal, progress, dryRun, env, clock, version } = session;
  return {
    location: configuration.db.value,
    files: configuration.files.value,
    cwd,
    signal,
    progress,
    dryRun,
    env,
    clock,
    version,
  };
};

/** The file of a backup; `-` is none, and the reason is said. */
export const backupFile = (whyNoStream: string) =>
  z
    .string()
    .refine((file) => file !== '', 'must be a file')
    .refine((file) => file !== '-', `cannot be ${whyNoStream} (./- if it is called -)`);
