import { databaseError, KontorError, usageError } from '../errors.ts';
import { reasonOf } from '../system-reason.ts';

/** Turns what the system says about the store into STORE_FAILED (exit 6). */
export async function inStore<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KontorError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw storeFailed(folder, reasonOf(error), error);
  }
}

export const storeFailed = (folder: string, reason: string, cause?: unknown) =>
  databaseError('STORE_FAILED', `The folder of documents and photos cannot be used (${reason}).`, {
    hint: `It is ${folder}; nothing was written. KONTOR_FILES or "files" in kontor.config.json names it.`,
    cause,
  });

export const unreadable = (name: string, error: unknown) =>
  usageError('FILE_UNREADABLE', `${name} cannot be read (${reasonOf(error)}).`, { cause: error });
