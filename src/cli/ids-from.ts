import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { usageError } from '../errors.ts';
import { reasonOf } from '../system-reason.ts';
import type { BaseSession } from './define-command.ts';

/** More than any one command should change at once, and little enough to hold in memory. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The references a command was given: those on the command line and those in the file that `--ids-from` names (`-` is
 * standard input), one a line; blank lines are skipped. Throws FILE_UNREADABLE, and NOTHING_NAMED when there is none.
 */
export async function givenReferences(
  session: Pick<BaseSession, 'lines'>,
  given: {
    references: readonly string[];
    idsFrom?: string | undefined;
    what: string;
    /** What else chooses them. */
    orBy?: string;
  },
): Promise<string[]> {
  const references = [
    ...given.references,
    ...(given.idsFrom === undefined ? [] : await session.lines(given.idsFrom)),
  ];
  if (references.length === 0) {
    throw usageError('NOTHING_NAMED', `No ${given.what} named.`, {
      hint:
        given.idsFrom === undefined
          ? `Name at least one ${given.what}, or read them with --ids-from FILE${given.orBy === undefined ? '' : `, or choose them with ${given.orBy}`}.`
          : 'The list is empty.',
    });
  }
  return references;
}

/**
 * Reads the texts and lines of files, or of standard input for `-`; each source once. A command may run several times (a
 * preview before the question, another try after a lost race), and standard input gives its text only once.
 */
export function fileReader(cwd: string, stdin: () => Readable): Pick<BaseSession, 'lines' | 'text'> {
  const known = new Map<string, Promise<string>>();
  const text = (file: string) => {
    const read =
      known.get(file) ?? readText(file === '-' ? stdin() : createReadStream(path.resolve(cwd, file)), file);
    known.set(file, read);
    return read;
  };
  return {
    text,
    lines: async (file) => {
      const whole = await text(file);
      if (whole.includes('\0')) {
        throw usageError(
          'FILE_UNREADABLE',
          `${file === '-' ? 'Standard input' : file} is no text: it holds NUL.`,
        );
      }
      return whole
        .split(/\r\n|\n|\r/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
    },
  };
}

async function readText(input: Readable, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of input) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
      size += bytes.length;
      if (size > maxBytes) throw usageError('FILE_TOO_LARGE', `The file ${name} is larger than 64 MiB.`);
      chunks.push(bytes);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    throw usageError('FILE_UNREADABLE', `${name} cannot be read (${reasonOf(error)}).`, { cause: error });
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
