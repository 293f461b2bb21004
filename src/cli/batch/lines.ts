import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type KontorError, usageError } from '../../errors.ts';
import { reasonOf } from '../../system-reason.ts';

/** A line of a batch that holds a command. */
export interface BatchLine {
  /** Its number in the file, from 1. */
  number: number;
  text: string;
  /** What is wrong with it before it is read as a command. */
  problem?: KontorError;
}

/** The lines of a file, in the portions in which they come: nobody waits for a line behind one that is there. */
export interface BatchLines {
  portions: AsyncIterable<BatchLine[]>;
  /** The part of a file that is read, from 0 to 1; undefined where its size is not known. */
  part: () => number | undefined;
}

/** More than any one command can need. */
const maxLineBytes = 1024 * 1024;
const lineFeed = 0x0a;

/** Opens a file with command lines; `-` is standard input. Throws FILE_UNREADABLE (exit 2), and that again while reading. */
export async function openLines(
  file: string,
  { cwd, signal, stdin }: { cwd: string; signal: AbortSignal; stdin: () => Readable },
): Promise<BatchLines> {
  if (file === '-') return { portions: readable('standard input', stdin()), part: () => undefined };
  const location = path.resolve(cwd, file);
  const found = await stat(location).catch((error) => {
    throw unreadable(file, error);
  });
  const bytes = createReadStream(location, { signal });
  return {
    portions: readable(file, bytes),
    part: () => (found.isFile() ? Math.min(1, bytes.bytesRead / Math.max(1, found.size)) : undefined),
  };
}

async function* readable(name: string, bytes: Readable): AsyncGenerator<BatchLine[]> {
  try {
    yield* portionsOf(bytes);
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Cuts bytes into lines, and leaves out those that are blank or begin with `#`. */
async function* portionsOf(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<BatchLine[]> {
  let number = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  /** Of a line that is too long only its length is kept. */
  const keep = (piece: Buffer) => {
    restBytes += piece.length;
    if (restBytes <= maxLineBytes) rest.push(piece);
    else rest = [];
  };
  const take = (): BatchLine | undefined => {
    number += 1;
    const line = lineOf(number, restBytes > maxLineBytes ? undefined : Buffer.concat(rest));
    rest = [];
    restBytes = 0;
    return line;
  };
  for await (const chunk of bytes) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    const lines: BatchLine[] = [];
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
      keep(piece.subarray(start, end));
      const line = take();
      if (line !== undefined) lines.push(line);
      start = end + 1;
    }
    keep(piece.subarray(start));
    if (lines.length > 0) yield lines;
  }
  const last = restBytes === 0 ? undefined : take();
  if (last !== undefined) yield [last];
}

/** The line in these bytes; undefined where there is nothing to be run. */
function lineOf(number: number, bytes: Buffer | undefined): BatchLine | undefined {
  if (bytes === undefined) return { number, text: '', problem: tooLong() };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: number > 1 }).decode(bytes).trim();
  } catch {
    return { number, text: '', problem: notUtf8() };
  }
  if (text === '' || text.startsWith('#')) return undefined;
  return text.includes('\0') ? { number, text: '', problem: notUtf8() } : { number, text };
}

const tooLong = () =>
  usageError('LINE_TOO_LONG', 'The line is longer than 1 MiB.', {
    hint: 'Long texts can be read from a file, as with note add --file.',
  });

const notUtf8 = () =>
  usageError('INVALID_LINE', 'The line is not UTF-8 text.', { hint: 'Save the file as UTF-8.' });

function unreadable(name: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  return usageError('FILE_UNREADABLE', `${name} cannot be read (${reasonOf(error)}).`, {
    hint: 'Check the name of the file; - stands for standard input.',
    cause: error,
  });
}
