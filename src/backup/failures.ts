import { databaseError, notFoundError } from '../errors.ts';
import { reasonOf } from '../system-reason.ts';

/** What is no backup of ours at all. */
export const notABackup = (name: string, why: string, hint = 'Name a file that `kontor db backup` made.') =>
  databaseError('NOT_A_BACKUP', `${name} is not a backup of kontor: ${why}.`, { hint });

/** What was one. */
export const damaged = (name: string, why: string) =>
  databaseError('BACKUP_DAMAGED', `The backup ${name} is damaged: ${why}.`, {
    hint: 'Nothing was restored. Copy it again from where it comes from, or take another one.',
  });

export const archiveMissing = (name: string) => notFoundError('FILE_NOT_FOUND', `There is no file ${name}.`);

export const archiveUnreadable = (name: string, error: unknown) =>
  databaseError('BACKUP_UNREADABLE', `${name} cannot be read (${reasonOf(error)}).`, { cause: error });
