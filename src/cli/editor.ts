import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cancelledError, KontorError, usageError } from '../errors.ts';
import type { Context } from './context.ts';

type Surroundings = Pick<Context, 'env' | 'runEditor' | 'signal'>;

/** A file that the user works at in their editor. */
export interface WorkFile {
  /** Lets them work at it, and gives what it says then. Throws EDITOR_FAILED (exit 2), CANCELLED. */
  edited: () => Promise<string>;
  /** Leaves it where it is; the error says where that is. */
  kept: (error: KontorError) => KontorError;
  /** Takes it away, unless it is to be kept. */
  done: () => Promise<void>;
}

/** Lets the user write a text in their editor and saves it; see `Compose`. */
export async function compose<Result>(
  around: Surroundings,
  present: string,
  save: (text: string) => Promise<Result>,
): Promise<Result> {
  const file = await workFile(around, present, 'text.txt');
  try {
    const text = await file.edited();
    return await save(text).catch((error: unknown) => {
      throw error instanceof KontorError ? file.kept(error) : error;
    });
  } finally {
    await file.done();
  }
}

/**
 * A file that begins with a text, in a folder made for this user alone. Editors end the last line with a break; only one
 * that was there before belongs to the text. Throws EDITOR_FAILED (exit 2).
 */
export async function workFile(around: Surroundings, present: string, name: string): Promise<WorkFile> {
  const folder = await onDisk(() => mkdtemp(path.join(tmpdir(), 'kontor-')));
  const file = path.join(folder, name);
  let isKept = false;
  const done = async () => {
    if (!isKept) await rm(folder, { recursive: true, force: true });
  };
  const open = !present.endsWith('\n');
  const begun = open && present !== '' ? `${present}\n` : present;
  await onDisk(() => writeFile(file, begun, { mode: 0o600, flag: 'wx' })).catch(async (error: unknown) => {
    await done();
    throw error;
  });
  return {
    edited: async () => {
      await runEditor(around, file);
      const text = await onDisk(() => readFile(file, 'utf8'));
      return open ? text.replace(/\r?\n$/, '') : text;
    },
    kept: (error) => {
      isKept = true;
      return withPlace(error, file);
    },
    done,
  };
}

async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      'EDITOR_FAILED',
      `The file for the editor is not there (${code}); nothing was written.`,
      {
        hint: 'Give the text on the command line or with --file FILE.',
        cause: error,
      },
    );
  }
}

async function runEditor({ env, runEditor: run, signal }: Surroundings, file: string): Promise<void> {
  const command = env.VISUAL || env.EDITOR || 'vi';
  const end = await run(command, file).catch((error: NodeJS.ErrnoException) => {
    if (signal.aborted) throw cancelledError();
    throw editorFailed(command, `could not be started (${error.code ?? error.message})`, error);
  });
  // A shell says 128 and the signal's number of a program that was stopped.
  if (signal.aborted || end.signal !== null || (end.code ?? 0) > 128) throw cancelledError();
  if (end.code !== 0) throw editorFailed(command, `ended with code ${end.code}`);
}

const editorFailed = (command: string, what: string, cause?: unknown) =>
  usageError('EDITOR_FAILED', `The editor ${JSON.stringify(command)} ${what}; nothing was written.`, {
    hint: 'VISUAL or EDITOR names another one.',
    cause,
  });

const withPlace = ({ kind, code, message, hint, details, cause }: KontorError, file: string) =>
  new KontorError(kind, code, message, {
    hint: `${hint === undefined ? '' : `${hint} `}What you wrote is in ${file}.`,
    details,
    cause,
  });
