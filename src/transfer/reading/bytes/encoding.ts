import { usageError } from '../../../errors.ts';

/** The encodings a client list may have, under the names that `--encoding` takes. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'iso-8859-1',
  'iso-8859-15',
  'cp850',
  'macintosh',
] as const;
export type Encoding = (typeof encodings)[number];

const otherNames: Record<string, Encoding> = {
  utf16: 'utf-16le',
  ansi: 'windows-1252',
  cp1252: 'windows-1252',
  cp1250: 'windows-1250',
  latin1: 'iso-8859-1',
  latin9: 'iso-8859-15',
};

const marks: ReadonlyArray<{ encoding: Encoding; bytes: Buffer }> = [
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
];

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Reads the value of `--encoding`, in any case and with or without hyphens; throws UNKNOWN_ENCODING. */
export const encodingNamed = (name: string): Encoding => {
  const wanted = plain(name);
  const found = encodings.find((encoding) => plain(encoding) === wanted) ?? otherNames[wanted];
  if (found) return found;
  throw usageError('UNKNOWN_ENCODING', `"${name}" is no encoding that can be read`, {
    hint: `--encoding takes one of: ${encodings.join(', ')}`,
    details: { encoding: name, allowed: encodings },
  });
};

/** The encoding that a byte order mark at the very beginning announces, and the mark's length in bytes. */
export const byteOrderMark = (head: Buffer): { encoding: Encoding; length: number } | undefined => {
  const mark = marks.find(({ bytes }) => head.subarray(0, bytes.length).equals(bytes));
  return mark && { encoding: mark.encoding, length: mark.bytes.length };
};

/** How much tells whether a text is UTF-16. */
const sample = 4_096;

/** UTF-16 without a mark: every second byte of most texts is NUL, and none of the others is. */
export const unmarkedUtf16 = (head: Buffer): Encoding | undefined => {
  const zeros = [0, 0];
  const bytes = head.subarray(0, sample);
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = bytes.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : undefined;
};
