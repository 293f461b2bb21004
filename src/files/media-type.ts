import { markupTypeOf } from './markup.ts';

/** A file that can be read at any place, as far as telling its kind needs it. */
export interface Readable {
  readonly bytes: number;
  /** The bytes from one place up to another, fewer at the end. */
  readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** What a file is looked at for being text. */
const headBytes = 64 * 1024;

/** Formats that are text; all others have bytes that no text has, however their beginning reads ("BM", "MZ"). */
const textFormat = /^text\/|\b(svg|pdf|rtf|postscript|eps|xml|pgp)/;

/** What kind of file this is, by its bytes; texts have none that tell more, and what nobody knows is just bytes. */
export async function mediaTypeOf(file: Readable): Promise<string> {
  const head = await file.read(0, headBytes);
  const isText = isUtf8(head, file.bytes > head.length);
  const known =
    (isText ? markupTypeOf(new TextDecoder().decode(head)) : undefined) ?? (await knownType(file));
  if (known !== undefined && (!isText || textFormat.test(known))) return known;
  return isText || isUtf16(head) ? 'text/plain' : 'application/octet-stream';
}

/** Documents of office programs are archives: what they are may stand anywhere, so the library looks where it wants. */
async function knownType({ bytes, read }: Readable): Promise<string | undefined> {
  const { fileTypeFromBlob } = await import('file-type');
  const slice = (from = 0, to = bytes) => ({
    arrayBuffer: async () => (await read(from, Math.min(to, bytes))).slice().buffer,
  });
  try {
    return (await fileTypeFromBlob({ size: bytes, type: '', slice } as Blob))?.mime;
  } catch {
    // What is broken in a way that the library does not expect is stored all the same.
    return undefined;
  }
}

/** Characters that no text has: control characters but for tabulators, line and page breaks. */
const unprintable = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/;

/** A beginning may end within a character. */
const isUtf8 = (head: Uint8Array, isCut: boolean): boolean => decodes('utf-8', head, isCut);

/** With a byte order mark: without one nobody can know. */
const isUtf16 = (head: Uint8Array): boolean => {
  const label = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-16be';
  const isMarked = label === 'utf-16le' || (head[0] === 0xfe && head[1] === 0xff);
  return isMarked && decodes(label, head, true);
};

function decodes(label: string, head: Uint8Array, isCut: boolean): boolean {
  try {
    return !unprintable.test(new TextDecoder(label, { fatal: true }).decode(head, { stream: isCut }));
  } catch {
    return false;
  }
}
