/** An entry of a tar file, in the form that every tar of the last thirty years reads (ustar). */
export interface EntryHeader {
  name: string;
  bytes: number;
}

/** A tar file is made of blocks of so many bytes. */
export const blockBytes = 512;

/** Where a field of a header begins, and how many bytes it has. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const;
type FieldName = keyof typeof fields;

const regularFile = '0';
const magic = 'ustar\u000000';
/** What eleven octal digits can say; larger numbers are written in binary, as GNU tar does. */
const mostOctal = 0o77777777777;

/** How many bytes of zeros follow a content, up to the end of its last block. */
export const paddingOf = (bytes: number): number => (blockBytes - (bytes % blockBytes)) % blockBytes;

/** The block in front of a content. */
export function encodeHeader({ name, bytes }: EntryHeader, at: Date): Buffer {
  const block = Buffer.alloc(blockBytes);
  const put = (field: FieldName, text: string) => {
    const [from, length] = fields[field];
    if (Buffer.byteLength(text) > length) throw new Error(`"${text}" does not fit into ${field}`);
    block.write(text, from, 'latin1');
  };
  put('name', name);
  put('mode', '0000600');
  put('uid', '0000000');
  put('gid', '0000000');
  if (bytes <= mostOctal) put('size', bytes.toString(8).padStart(11, '0'));
  else {
    const [from, length] = fields.size;
    block.writeUInt8(0x80, from);
    block.writeBigUInt64BE(BigInt(bytes), from + length - 8);
  }
  put(
    'mtime',
    Math.max(0, Math.floor(at.getTime() / 1000))
      .toString(8)
      .padStart(11, '0'),
  );
  put('type', regularFile);
  put('magic', magic);
  put('checksum', checksumText(block));
  return block;
}

/** What a block says; undefined for one that is no header of a regular file. */
export function decodeHeader(block: Buffer): EntryHeader | undefined {
  const text = (field: FieldName) => {
    const [from, length] = fields[field];
    return block.toString('latin1', from, from + length);
  };
  if (text('magic') !== magic || text('type') !== regularFile) return undefined;
  if (text('checksum') !== checksumText(block)) return undefined;
  const bytes = sizeIn(block);
  if (!Number.isSafeInteger(bytes) || bytes < 0) return undefined;
  return { name: text('name').replace(/\0.*$/s, ''), bytes };
}

function sizeIn(block: Buffer): number {
  const [from, length] = fields.size;
  if (block.readUInt8(from) === 0x80) return Number(block.readBigUInt64BE(from + length - 8));
  const digits = block.toString('latin1', from, from + length - 1);
  return /^[0-7]{11}$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** The sum of all bytes, with spaces in the place of the checksum itself, as it is written. */
function checksumText(block: Buffer): string {
  const [from, length] = fields.checksum;
  let sum = length * 0x20;
  for (const [place, byte] of block.entries()) if (place < from || place >= from + length) sum += byte;
  return `${sum.toString(8).padStart(6, '0')}\0 `;
}
