import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from '../../src/files/media-type.ts';

const typeOf = (content: string | Buffer) => {
  const bytes = Buffer.from(content as string);
  return mediaTypeOf({
    bytes: bytes.length,
    read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)),
  });
};

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** An archive of files, as office programs write it. */
function zip(files: ReadonlyArray<readonly [name: string, content: string | Buffer]>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const plain = Buffer.from(content as string);
    const isText = typeof content === 'string';
    const data = isText ? deflateRawSync(plain) : plain;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(isText ? 8 : 0, 8);
    header.writeUInt32LE(crcOf(plain), 14);
    header.writeUInt32LE(data.length, 18);
    header.writeUInt32LE(plain.length, 22);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    header.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(header, Buffer.from(name), data);
    at += header.length + name.length + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}
const crcOf = (bytes: Buffer): number => (crc32 as ((data: Buffer) => number) | undefined)?.(bytes) ?? 0;

const wordTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override ' +
  'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('what kind of file it is', () => {
  it.each([
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n', 'application/pdf'],
    ['a PNG, whatever it is called', png, 'image/png'],
    ['a text', 'Sehr geehrte Frau Müller,\r\n\tanbei …\n', 'text/plain'],
    ['a text that begins like a picture', 'BMW AG, Rechnung 7', 'text/plain'],
    ['a text that begins like a program', 'MZ Motorradwerk', 'text/plain'],
    ['a picture that is text', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['XML', '<?xml version="1.0"?><a/>', 'application/xml'],
    ['a text of Windows, marked', Buffer.from('\ufeffGrüße', 'utf16le'), 'text/plain'],
    [
      'a text in an old encoding: nobody can know',
      Buffer.from('Gr\xfc\xdfe', 'latin1'),
      'application/octet-stream',
    ],
    ['bytes', Buffer.from([1, 2, 3, 0, 255]), 'application/octet-stream'],
    ['one byte', 'x', 'text/plain'],
    ['a text with escapes in it', 'a\u0007b', 'application/octet-stream'],
    ['a broken archive', zip([['a.txt', 'x']]).subarray(0, 40), 'application/zip'],
  ])('%s', async (_, content, expected) => {
    expect(await typeOf(content)).toBe(expected);
  });

  it('a text whose looked-at beginning ends within a character is one; one that itself ends there is none', async () => {
    const long = `${'a'.repeat(64 * 1024 - 1)}ü${'b'.repeat(100)}`;
    expect(await typeOf(long)).toBe('text/plain');
    expect(await typeOf(Buffer.from('Grü').subarray(0, -1))).toBe('application/octet-stream');
  });

  it('a Word file is one wherever in it that is said', async () => {
    const picture = Buffer.alloc(3 * 1024 * 1024, 7);
    expect(
      await typeOf(
        zip([
          ['[Content_Types].xml', wordTypes],
          ['word/document.xml', '<w/>'],
        ]),
      ),
    ).toBe(word);
    expect(
      await typeOf(
        zip([
          ['word/media/image1.png', picture],
          ['word/document.xml', '<w/>'],
          ['[Content_Types].xml', wordTypes],
        ]),
      ),
    ).toBe(word);
  });
});
