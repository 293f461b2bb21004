import { usageError } from '../../../errors.ts';

interface OtherFile {
  what: string;
  hint: string;
}

const unpack = 'unpack it, and import the text file that is in it';
const asCsv = 'export the list as CSV, and import that file';
const fromExcel = 'in Excel save it as "CSV UTF-8 (Comma delimited)", and import that file';

/** Files that are given by mistake, by the ending that their content calls for. */
const otherFiles: Record<string, OtherFile> = {
  xlsx: { what: 'an Excel workbook', hint: fromExcel },
  xlsm: { what: 'an Excel workbook', hint: fromExcel },
  cfb: { what: 'an old Excel workbook (or another old Office file)', hint: fromExcel },
  ods: {
    what: 'an OpenDocument spreadsheet',
    hint: 'in LibreOffice save it as "Text CSV", and import that file',
  },
  docx: { what: 'a Word document', hint: asCsv },
  odt: { what: 'an OpenDocument text', hint: asCsv },
  pdf: { what: 'a PDF file', hint: asCsv },
  sqlite: { what: 'a SQLite database', hint: 'name it with --db, or export its lists as CSV' },
  zip: { what: 'a zip archive', hint: unpack },
  gz: { what: 'a gzip file', hint: 'unpack it on the way: gunzip -c FILE | kontor import -' },
  '7z': { what: 'a 7-Zip archive', hint: unpack },
  rar: { what: 'a RAR archive', hint: unpack },
};

/** How they begin; nothing else needs to be looked at closely, and no text does. */
const beginnings: readonly Buffer[] = [
  Buffer.from('PK\x03\x04', 'latin1'),
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
  Buffer.from([0x1f, 0x8b]),
  Buffer.from('%PDF'),
  Buffer.from('SQLite format 3\0'),
  Buffer.from([0x37, 0x7a, 0xbc, 0xaf]),
  Buffer.from('Rar!\x1a', 'latin1'),
];

/** Refuses what is no text but a file of a program that people keep lists in (NOT_A_TEXT_FILE), saying what it is. */
export async function refuseOtherFiles(name: string, head: Buffer): Promise<void> {
  if (!beginnings.some((bytes) => head.subarray(0, bytes.length).equals(bytes))) return;
  const { what, hint } = await otherFile(head);
  throw usageError('NOT_A_TEXT_FILE', `${name} is ${what}, not a text file of clients`, { hint });
}

async function otherFile(head: Buffer): Promise<OtherFile> {
  const { fileTypeFromBuffer } = await import('file-type');
  // A workbook is an archive whose parts say what it is; a damaged one is still an archive.
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  const archive = head.subarray(0, 2).toString('latin1') === 'PK' ? 'zip' : '';
  return otherFiles[type?.ext ?? archive] ?? { what: 'no text', hint: asCsv };
}
