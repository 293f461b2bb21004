import type { Readable } from 'node:stream';
import { usageError } from '../../../errors.ts';
import { type OpenedBytes, openBytes } from './bytes.ts';
import { byteOrderMark, type Encoding, unmarkedUtf16 } from './encoding.ts';
import { refuseOtherFiles } from './other-files.ts';
import { areUtf8, mixedLines } from './utf8.ts';

/** Where a client list comes from: a file can be opened again, standard input cannot. */
export interface TableSource {
  bytes: Readable;
  reopen?: (() => Readable) | undefined;
  /** The part of a file that is read, from 0 to 1. */
  part?: (() => number) | undefined;
  /** How messages call it: the file's name, or "standard input". */
  name: string;
}

/** Bytes whose encoding is known. */
export interface EncodedBytes {
  bytes: OpenedBytes;
  encoding: Encoding;
  /** Bytes of the byte order mark, to be skipped. */
  markLength: number;
  /** How the encoding was found; only a guess can be answered with another one. */
  found: 'given' | 'mark' | 'guess';
}

/**
 * Finds the encoding (B4): the one given, else by byte order mark, else UTF-16 where every second byte is NUL, else UTF-8
 * where the bytes are valid UTF-8, else Windows-1252. A file is checked as a whole and opened again; standard input is judged by its first 64 KB.
 * Throws EMPTY_FILE, NOT_A_TEXT_FILE, ENCODING_CONFLICT, MIXED_ENCODINGS.
 */
export const detectEncoding = async (
  source: TableSource,
  given: Encoding | undefined,
): Promise<EncodedBytes> => {
  const bytes = await openBytes(source.bytes);
  if (bytes.head.length === 0) throw emptyFile(source.name);
  refuseOtherFiles(source.name, bytes.head);
  const mark = byteOrderMark(bytes.head);
  const markLength = mark?.length ?? 0;
  if (given !== undefined) {
    if (mark && mark.encoding !== given) {
      throw usageError(
        'ENCODING_CONFLICT',
        `${source.name} begins with the mark of ${mark.encoding}, so it is not ${given}`,
        { hint: `leave out --encoding, or give --encoding ${mark.encoding}` },
      );
    }
    return { bytes, encoding: given, markLength, found: 'given' };
  }
  if (mark) return { bytes, encoding: mark.encoding, markLength, found: 'mark' };
  const unmarked = unmarkedUtf16(bytes.head);
  if (unmarked) return { bytes, encoding: unmarked, markLength, found: 'guess' };

  const whole = bytes.ended || source.reopen === undefined;
  const valid = whole ? await areUtf8([bytes.head], bytes.ended) : await areUtf8(bytes.all(), true);
  const encoding = valid ? 'utf-8' : 'windows-1252';
  if (!valid) await refuseMixture(source, whole ? [bytes.head] : undefined);
  if (whole || source.reopen === undefined) return { bytes, encoding, markLength, found: 'guess' };
  bytes.close();
  return { bytes: await openBytes(source.reopen()), encoding, markLength, found: 'guess' };
};

/** Read as Windows-1252, the lines in UTF-8 would come out garbled, and nobody would notice before the letters go out. */
const refuseMixture = async ({ name, reopen }: TableSource, head: Buffer[] | undefined) => {
  const mixed = await mixedLines(head ?? reopen?.() ?? []);
  if (mixed === undefined) return;
  throw usageError(
    'MIXED_ENCODINGS',
    `${name} mixes encodings: line ${mixed.utf8} is UTF-8, line ${mixed.other} is not`,
    {
      hint: 'save the whole file in one encoding; --encoding windows-1252 reads all of it as that',
      details: { lines: mixed },
    },
  );
};

export const emptyFile = (name: string) =>
  usageError('EMPTY_FILE', `${name} is empty: there is not even a line of column headings`, {
    hint: 'kontor import template prints a file to start from',
  });
