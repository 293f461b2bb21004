import { usageError } from '../../../errors.ts';

/** A kind of file that is given by mistake. */
interface OtherFile {
  /** How it begins; no client list does. */
  begins: Buffer | RegExp;
  /** What part of an archive tells more. */
  holds?: string;
  what: string;
  hint: string;
}

/** Office programs, too, keep their documents in archives, whose parts are named in clear. */
const archive = Buffer.from('PK\x03\x04', 'latin1');

const unpack = 'unpack it, and import the text file that is in it';
const asCsv = 'export the list as CSV, and import that file';
const fromExcel = 'in Excel save it as "CSV UTF-8 (Comma delimited)", and import that file';

/** The first that fits is meant. */
const otherFiles: readonly OtherFile[] = [
  { begins: archive, holds: 'xl/', what: 'an Excel workbook', hint: fromExcel },
  {
    begins: archive,
    holds: 'opendocument.spreadsheet',
    what: 'an OpenDocument spreadsheet',
    hint: 'in LibreOffice save it as "Text CSV", and import that file',
  },
  { begins: archive, holds: 'word/', what: 'a Word document', hint: asCsv },
  { begins: archive, holds: 'opendocument.text', what: 'an OpenDocument text', hint: asCsv },
  { begins: archive, what: 'a zip archive', hint: unpack },
  {
    begins: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
    what: 'an old Excel workbook (or another old Office file)',
    hint: fromExcel,
  },
  {
    begins: Buffer.from([0x1f, 0x8b]),
    what: 'a gzip file',
    hint: 'unpack it on the way: gunzip -c FILE | kontor import -',
  },
  { begins: Buffer.from('%PDF'), what: 'a PDF file', hint: asCsv },
  {
    begins: Buffer.from('SQLite format 3\0'),
    what: 'a SQLite database',
    hint: 'one of kontor is named with --db; of another export the lists as CSV',
  },
  {
    begins: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|table)\b/i,
    what: 'an HTML page',
    hint: 'what web pages save as .xls is often one: open it in Excel, save it as "CSV UTF-8 (Comma delimited)", and import that file',
  },
  { begins: /^(?:\xef\xbb\xbf)?\s*<\?xml\b/, what: 'an XML file', hint: asCsv },
  { begins: Buffer.from('{\\rtf'), what: 'an RTF document', hint: asCsv },
  {
    begins: /^(?:\xef\xbb\xbf)?BEGIN:VCARD\b/i,
    what: 'a vCard file',
    hint: 'export the contacts as CSV (Google and Outlook do), and import that file',
  },
  { begins: Buffer.from([0x37, 0x7a, 0xbc, 0xaf]), what: 'a 7-Zip archive', hint: unpack },
  { begins: Buffer.from('Rar!\x1a', 'latin1'), what: 'a RAR archive', hint: unpack },
];

/** Refuses what is no text but a file of a program that people keep lists in (NOT_A_TEXT_FILE), saying what it is. */
export function refuseOtherFiles(name: string, head: Buffer): void {
  const other = otherFiles.find(
    ({ begins, holds }) => beginsWith(head, begins) && (holds === undefined || head.includes(holds)),
  );
  if (other === undefined) return;
  const { what, hint } = other;
  throw usageError('NOT_A_TEXT_FILE', `${name} is ${what}, not a text file of clients`, { hint });
}

const beginsWith = (head: Buffer, begins: Buffer | RegExp): boolean =>
  begins instanceof RegExp
    ? begins.test(head.toString('latin1', 0, 1_024))
    : head.subarray(0, begins.length).equals(begins);
