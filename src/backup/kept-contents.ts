import { constants } from 'node:fs';
import { copyFile, link, rm } from 'node:fs/promises';
import path from 'node:path';
import { inStore } from '../files/failures.ts';
import { placeOf, requireInner, requireStore } from '../files/places.ts';
import { survey } from '../files/survey.ts';

/**
 * Gives contents of a store a second name in another folder, where they stay whatever becomes of the store: what is stored is
 * never written to. Returns how many there are.
 */
export async function keepContents(
  store: string,
  folder: string,
  isKept: (sha256: string) => boolean,
): Promise<number> {
  let kept = 0;
  await inStore(folder, async () => {
    for await (const { kind, name, path: place } of survey(store)) {
      if (kind !== 'content' || !isKept(name)) continue;
      const own = placeOf(folder, name);
      if (kept === 0) await requireStore(folder);
      await requireInner(folder, path.dirname(own));
      await link(place, own).catch((error) => {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
        // Another file system, or one that knows no second names.
        return copyFile(place, own, constants.COPYFILE_FICLONE);
      });
      kept += 1;
    }
  });
  return kept;
}

/** Takes those contents out of a store that its database does not need. */
export async function removeUnneeded(store: string, needed: ReadonlySet<string>): Promise<void> {
  for await (const { kind, name, path: place } of survey(store)) {
    if (kind === 'content' && !needed.has(name)) await rm(place, { force: true });
  }
}

/** Whether a store has no content at all. */
export async function isEmptyStore(store: string): Promise<boolean> {
  if (store === '') return true;
  for await (const { kind } of survey(store)) if (kind === 'content') return false;
  return true;
}
