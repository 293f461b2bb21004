import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { openTable } from '../../../../src/transfer/reading/table.ts';
import { file, piped, readTable } from '../sources.ts';

/** The bytes 0x80 to 0x9F that Windows-1252 uses (five of the 32 mean nothing), and what they stand for. */
const cp1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const cp1252Bytes = [
  0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95,
  0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
];

const text = 'Firma,Ort\nKöniglich Essen €,Łódź 🦉\n';
const mark = (bytes: number[], rest: Buffer) => Buffer.concat([Buffer.from(bytes), rest]);
const utf16be = (content: string) => Buffer.from(content, 'utf16le').swap16();
const ascii = (lines: number) => `Firma\n${'Alfreds Futterkiste\n'.repeat(lines)}`;

describe('B4: encodings', () => {
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', mark([0xef, 0xbb, 0xbf], Buffer.from(text))],
    ['utf-16le', mark([0xff, 0xfe], Buffer.from(text, 'utf16le'))],
    ['utf-16be', mark([0xfe, 0xff], utf16be(text))],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', utf16be(text)],
  ])('%s is found, in a file and in a stream cut after every byte', async (encoding, bytes) => {
    for (const source of [file(bytes), piped(bytes, 1), piped(bytes)]) {
      const table = await readTable(source);
      expect(table).toMatchObject({ encoding, headers: ['Firma', 'Ort'], lines: [2] });
      expect(table.cells).toEqual([['Königlich Essen €', 'Łódź 🦉']]);
    }
  });

  test('Windows-1252 is read byte for byte, 0x80 to 0x9F included', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Firma\n'),
      Buffer.from(cp1252Bytes),
      Buffer.from([0x0a, 0x4b, 0xf6, 0x6e, 0x69, 0x67, 0xa0, 0xdf, 0xff, 0x0a]),
    ]);
    for (const source of [file(bytes), piped(bytes, 1)]) {
      const table = await readTable(source);
      expect(table.encoding).toBe('windows-1252');
      expect(table.cells).toEqual([[cp1252], ['König\u00a0ßÿ']]);
    }
  });

  test('a file is judged as a whole: bytes beyond the first 64 KB count', async () => {
    const utf8 = `${ascii(10_000)}Königlich Essen\n`;
    const late = iconv.encode(utf8, 'windows-1252');
    const table = await readTable(file(late));
    expect([table.encoding, table.cells.at(-1)]).toEqual(['windows-1252', ['Königlich Essen']]);
    expect((await readTable(file(utf8))).encoding).toBe('utf-8');
  });

  test('a file is opened again only when it was read beyond its head', async () => {
    let opened = 0;
    const source = (bytes: Buffer) => ({
      bytes: Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]),
      reopen: () => {
        opened++;
        return Readable.from([bytes]);
      },
      name: 'clients.csv',
    });
    await readTable(source(Buffer.from(text)));
    expect(opened).toBe(0);
    expect((await readTable(source(Buffer.from(ascii(10_000))))).cells).toHaveLength(10_000);
    expect(opened).toBe(1);
  });

  test('standard input is judged by its first 64 KB; later invalid UTF-8 names line and option', async () => {
    const bytes = iconv.encode(`${ascii(10_000)}Königlich Essen\n`, 'windows-1252');
    await expect(readTable(piped(bytes))).rejects.toMatchObject({
      kind: 'usage',
      code: 'INVALID_ENCODING',
      message: 'standard input is not valid utf-8 in line 10002',
      hint: 'read it with --encoding windows-1252',
      details: { line: 10_002 },
    });
    expect((await readTable(piped(bytes), { encoding: 'windows-1252' })).cells).toHaveLength(10_001);
  });

  test('a character that the 64 KB cut in two is no reason to doubt UTF-8', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const utf8 = `Firma\n${'x'.repeat(65_526 + shift)}🦉ß\n`;
      for (const source of [file(utf8), piped(utf8)])
        expect((await readTable(source)).encoding).toBe('utf-8');
    }
  });

  test('a character that the end cuts in two is not valid UTF-8', async () => {
    const bytes = Buffer.from('Firma\nCafé').subarray(0, -1);
    expect((await readTable(file(bytes))).encoding).toBe('windows-1252');
    await expect(readTable(file(bytes), { encoding: 'utf-8' })).rejects.toMatchObject({
      details: { line: 2 },
    });
  });

  test('invalid bytes behind a UTF-8 mark are refused, not guessed at', async () => {
    const bytes = mark([0xef, 0xbb, 0xbf], Buffer.from([0x41, 0x0d, 0x0a, 0x42, 0x0d, 0x0a, 0xf6]));
    await expect(readTable(file(bytes))).rejects.toMatchObject({
      message: 'clients.csv is not valid utf-8 in line 3',
      hint: 'save the file again as UTF-8',
    });
  });

  test('bytes that Windows-1252 does not use point to another encoding', async () => {
    const bytes = iconv.encode('Firma\nAlfreds\nMüller\n', 'cp850');
    await expect(readTable(file(bytes))).rejects.toMatchObject({
      code: 'INVALID_ENCODING',
      message: expect.stringContaining('neither UTF-8 nor Windows-1252: line 3'),
      hint: 'try --encoding cp850 (DOS) or --encoding macintosh',
    });
    expect((await readTable(file(bytes), { encoding: 'CP-850' })).cells).toEqual([['Alfreds'], ['Müller']]);
  });

  test('half a surrogate pair in UTF-16 is refused', async () => {
    const bytes = mark([0xff, 0xfe], Buffer.from('Firma\nA\ud83e\n', 'utf16le'));
    await expect(readTable(file(bytes))).rejects.toMatchObject({
      code: 'INVALID_ENCODING',
      details: { line: 2 },
    });
  });

  test.each([
    ['utf8', 'utf-8'],
    ['UTF-16', 'utf-16le'],
    ['cp1252', 'windows-1252'],
    ['ANSI', 'windows-1252'],
    ['latin1', 'iso-8859-1'],
    ['ISO_8859-15', 'iso-8859-15'],
  ])('--encoding %s means %s', async (encoding, meant) => {
    const bytes = iconv.encode('Firma\nMüller\n', meant, { addBOM: false });
    expect(await readTable(file(bytes), { encoding })).toMatchObject({
      encoding: meant,
      cells: [['Müller']],
    });
  });

  test('an unknown --encoding is refused, listing the known ones', async () => {
    const source = file(text);
    await expect(readTable(source, { encoding: 'ebcdic' })).rejects.toMatchObject({
      code: 'UNKNOWN_ENCODING',
      message: '"ebcdic" is no encoding that can be read',
      hint: expect.stringContaining('utf-8, utf-16le, utf-16be, windows-1252'),
    });
    expect(source.bytes.destroyed).toBe(true);
  });

  test('--encoding against the mark of the file is refused', async () => {
    const bytes = mark([0xff, 0xfe], Buffer.from(text, 'utf16le'));
    await expect(readTable(file(bytes), { encoding: 'utf-8' })).rejects.toMatchObject({
      code: 'ENCODING_CONFLICT',
      hint: 'leave out --encoding, or give --encoding utf-16le',
    });
    expect((await readTable(file(bytes), { encoding: 'utf-16' })).cells).toHaveLength(1);
  });
});

/** An archive of stored files; OpenDocument says what it is in the first one. */
function archive(...names: string[]): Buffer {
  return Buffer.concat(
    names.map((name) => {
      const content = name === 'mimetype' ? 'application/vnd.oasis.opendocument.spreadsheet' : '<x/>';
      const header = Buffer.alloc(30);
      header.write('PK\x03\x04', 'latin1');
      header.writeUInt16LE(20, 4);
      header.writeUInt32LE(content.length, 18);
      header.writeUInt32LE(content.length, 22);
      header.writeUInt16LE(name.length, 26);
      return Buffer.concat([header, Buffer.from(name + content)]);
    }),
  );
}

describe('B4: what is no text file of clients', () => {
  test.each([
    ['a zip archive', Buffer.from('PK\x03\x04rest', 'latin1')],
    ['an Excel workbook', archive('[Content_Types].xml', 'xl/workbook.xml')],
    ['an OpenDocument spreadsheet', archive('mimetype', 'content.xml')],
    ['an old Excel workbook (or another old Office file)', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['a gzip file', gzipSync('Firma\nA\n')],
    ['a PDF file', Buffer.from('%PDF-1.7')],
    ['an HTML page', Buffer.from('\ufeff\r\n<!DOCTYPE html><html><body><table>')],
    ['an HTML page', Buffer.from('<table border=1><tr><td>Firma')],
    ['an XML file', Buffer.from('<?xml version="1.0"?><Workbook/>')],
    ['an RTF document', Buffer.from('{\\rtf1\\ansi Firma}')],
    ['a vCard file', Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\n')],
    ['a SQLite database', Buffer.from('SQLite format 3\0')],
  ])('%s is refused', async (what, bytes) => {
    await expect(readTable(file(bytes, 'list.xlsx'))).rejects.toMatchObject({
      kind: 'usage',
      code: 'NOT_A_TEXT_FILE',
      message: `list.xlsx is ${what}, not a text file of clients`,
      hint: expect.any(String),
    });
  });

  test('NUL characters are refused with their line', async () => {
    await expect(readTable(file('Firma\nA\r\nB\0\n'))).rejects.toMatchObject({
      code: 'NOT_A_TEXT_FILE',
      details: { line: 3 },
      hint: expect.stringContaining('--encoding utf-16le'),
    });
  });

  test.each(['', '\ufeff', '\r\n\n', ';;;\n'])('a file without headings (%j) is empty', async (content) => {
    for (const source of [file(content), piped(content)]) {
      await expect(readTable(source)).rejects.toMatchObject({ kind: 'usage', code: 'EMPTY_FILE' });
    }
  });

  test('an error of the stream itself is passed on', async () => {
    const bytes = new Readable({ read: () => undefined });
    bytes.destroy(new Error('EIO'));
    await expect(openTable({ bytes, name: 'x' }, {})).rejects.toThrow('EIO');
  });
});
