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
  const text = textOf(head, file.bytes > head.length);
  const known = (text === undefined ? undefined : markupTypeOf(text)) ?? (await knownType(file));
  if (known !== undefined && (text === undefined || textFormat.test(known))) return known;
  return text === undefined ? 'application/octet-stream' : 'text/plain';
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

/** A beginning as text; undefined where it is none. UTF-16 is known by its byte order mark alone. */
function textOf(head: Uint8Array, isCut: boolean): string | undefined {
  const [first, second] = head;
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    // A beginning that was cut may end within a character.
    const text = new TextDecoder(label, { fatal: true }).decode(head, { stream: isCut });
    return unprintable.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
