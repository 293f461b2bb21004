import { access, constants, lstat, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../folder.ts';
import type { Carrier, WrittenMail } from './carrier.ts';

/**
 * Mails as `.eml` files in a folder, for their owner alone: nothing leaves the machine. A file appears whole or not at all;
 * its name begins with the time, so that a folder in alphabetical order is in the order of sending.
 */
export const folderCarrier = (folder: string): Carrier => ({
  secrets: [],
  hand: async (mail) => {
    try {
      await write(folder, mail);
      return { state: 'sent', reason: null, stop: false };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return { state: 'queued', reason: `the folder ${folder} cannot be written (${code})`, stop: true };
    }
  },
  tryOut: async () => {
    const place = await existing(folder);
    const stats = await stat(place).catch(() => undefined);
    if (stats?.isDirectory() !== true) return `the folder ${folder} cannot be made: ${place} is no folder`;
    const isWritable = await access(place, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    return isWritable ? undefined : `the folder ${folder} cannot be written`;
  },
  close: () => {},
});

/** A folder, or the nearest above it that is there. */
async function existing(folder: string): Promise<string> {
  const isThere = await lstat(folder).then(
    () => true,
    () => false,
  );
  return isThere || folder === path.dirname(folder) ? folder : existing(path.dirname(folder));
}

async function write(folder: string, { id, attempt, at, raw }: WrittenMail): Promise<void> {
  await makeFolder(folder);
  const name = `${at.replace(/[:.-]/g, '')}-${id}-${attempt}.eml`;
  const fresh = path.join(folder, `.${name}.new`);
  try {
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(raw);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path.join(folder, name));
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => {});
    throw error;
  }
}
