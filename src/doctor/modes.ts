import { chmod, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresUrl } from '../db/location.ts';
import type { Finding, Fixed, Look } from '../domain/check/model.ts';
import { finding, mostExamples, some } from '../domain/check/rules.ts';
import { parseServer } from '../mail/server.ts';
import type { Surroundings } from './model.ts';

export const modesCheck = {
  name: 'file-modes',
  summary: 'files and folders with client data are for their owner alone',
};

/** Something that is to be for its owner alone. */
interface Place {
  path: string;
  /** What it is to be set to. */
  mode: number;
}

const othersMayAnything = 0o077;
const othersMayWrite = 0o022;

/** Says which files and folders others could read or write. Windows has other rights than these. */
export async function lookAtModes(around: Surroundings): Promise<Look> {
  if (around.machine.platform === 'win32') return { findings: [], skipped: 'Windows has other rights' };
  const open = await openPlaces(around);
  const findings: Array<Omit<Finding, 'check'>> = [];
  if (open.length > 0) {
    findings.push(
      finding({
        message: `${some(open.length, 'file or folder', 'files and folders')} with client data can be read or written by other users of this machine`,
        count: open.length,
        examples: open.slice(0, mostExamples).map((place) => place.path),
        fixable: true,
      }),
    );
  }
  const config = await openConfiguration(around);
  if (config !== undefined) findings.push(config);
  return { findings };
}

/** Takes the rights of all others away. */
export async function mendModes(around: Surroundings, { dryRun }: { dryRun: boolean }): Promise<Fixed[]> {
  const open = around.machine.platform === 'win32' ? [] : await openPlaces(around);
  for (const { path: place, mode } of dryRun ? [] : open) await chmod(place, mode);
  const message = `closed ${some(open.length, 'file or folder', 'files and folders')} to other users`;
  return open.length === 0 ? [] : [{ check: modesCheck.name, message, count: open.length }];
}

/** Those places that others may do something with; links are nobody's, and are left alone. */
async function openPlaces(around: Surroundings): Promise<Place[]> {
  const { configuration } = around;
  const open: Place[] = [];
  const look = async (place: string) => {
    const stats = await lstat(place).catch(() => undefined);
    if (stats === undefined || !(stats.isFile() || stats.isDirectory())) return;
    if ((stats.mode & othersMayAnything) !== 0) {
      open.push({ path: place, mode: stats.isDirectory() ? 0o700 : 0o600 });
    }
  };
  if (!isPostgresUrl(configuration.db.value)) {
    for (const end of ['', '-wal', '-shm', '-journal']) await look(`${configuration.db.value}${end}`);
  }
  const { value: store } = configuration.files;
  if (store !== '') {
    await look(store);
    for (const name of await readdir(store).catch(() => [])) {
      const inner = path.join(store, name);
      await look(inner);
      for (const file of await readdir(inner).catch(() => [])) await look(path.join(inner, file));
    }
  }
  if (configuration['mail-folder'].value !== '') await look(configuration['mail-folder'].value);
  return open;
}

/** A configuration file that others can write decides where our data goes; one with a password is not for their eyes. */
async function openConfiguration({
  configuration,
}: Surroundings): Promise<Omit<Finding, 'check'> | undefined> {
  const fromFile = Object.values(configuration).find(({ origin }) => origin === 'file');
  if (fromFile === undefined) return undefined;
  const stats = await lstat(fromFile.source).catch(() => undefined);
  if (stats === undefined) return undefined;
  const hasSecret =
    (configuration['smtp-url'].origin === 'file' &&
      parseServer(configuration['smtp-url'].value)?.password !== undefined) ||
    (configuration.db.origin === 'file' && isPostgresUrl(configuration.db.value));
  const wrong = stats.mode & (hasSecret ? othersMayAnything : othersMayWrite);
  if (wrong === 0) return undefined;
  return finding({
    message: `the configuration file can be ${hasSecret ? 'read, and it may hold a password' : 'written by others'}`,
    count: 1,
    examples: [fromFile.source],
    hint: `chmod ${hasSecret ? '600' : 'go-w'} it.`,
  });
}
