import { open, rename, rm } from 'node:fs/promises';
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
  close: () => {},
});

async function write(folder: string, { id, attempt, at, raw }: WrittenMail): Promise<void> {
  await makeFolder(folder);
  const name = `${at.replace(/[:.-]/g, '')}-${id}-${attempt}.eml`;
  const fresh = path.join(folder, `.${name}.new`);
  try {
    const file = await open(fresh, 'w', 0o600);
    try {
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
