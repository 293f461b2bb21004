/** What a picture claims about itself, read from its headers alone: the largest size that any part of it names. */
export interface PictureFacts {
  width: number;
  height: number;
  /** How often a decoder goes over the whole picture. */
  passes: number;
  /** How it has to be turned to stand upright, as Exif counts (1 to 8). */
  orientation: number;
}

/** The facts of a PNG, JPEG, WebP or GIF; undefined for anything else and where the headers are broken. */
export function pictureFacts(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const facts = readers.map((read) => read(view)).find((found) => found !== undefined);
    return facts !== undefined && facts.width > 0 && facts.height > 0 ? facts : undefined;
  } catch (error) {
    // What ends in the middle of a header is read beyond its end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const upright = { passes: 1, orientation: 1 };

const text = (view: DataView, at: number, length: number): string =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)));

function png(view: DataView): PictureFacts | undefined {
  if (view.getUint32(0) !== 0x89504e47) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20), ...upright };
}

/** The canvas, and the first image in it, which need not keep to the canvas. */
function gif(view: DataView): PictureFacts | undefined {
  if (text(view, 0, 4) !== 'GIF8') return undefined;
  const sizes = [[view.getUint16(6, true), view.getUint16(8, true)]];
  let at = 13 + colorTable(view.getUint8(10));
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1;
    at += 1;
  }
  if (view.getUint8(at) === 0x2c) {
    sizes.push([
      view.getUint16(at + 1, true) + view.getUint16(at + 5, true),
      view.getUint16(at + 3, true) + view.getUint16(at + 7, true),
    ]);
  }
  return { ...largest(sizes), ...upright };
}

const colorTable = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

const largest = (sizes: readonly number[][]): Pick<PictureFacts, 'width' | 'height'> => ({
  width: Math.max(...sizes.map(([width = 0]) => width)),
  height: Math.max(...sizes.map(([, height = 0]) => height)),
});

function webp(view: DataView): PictureFacts | undefined {
  if (text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return undefined;
  const sizes: number[][] = [];
  for (let at = 12; at + 20 <= view.byteLength; ) {
    const size = webpChunk(view, text(view, at, 4), at + 8);
    if (size !== undefined) sizes.push(size);
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return sizes.length === 0 ? undefined : { ...largest(sizes), ...upright };
}

function webpChunk(view: DataView, name: string, at: number): number[] | undefined {
  switch (name) {
    case 'VP8 ':
      return [view.getUint16(at + 6, true) & 0x3fff, view.getUint16(at + 8, true) & 0x3fff];
    case 'VP8L': {
      const bits = view.getUint32(at + 1, true);
      return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
    }
    case 'VP8X':
      return [uint24(view, at + 4) + 1, uint24(view, at + 7) + 1];
    default:
      return undefined;
  }
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** All frames and scans: a small file can have a decoder go over a large picture again and again. */
function jpeg(view: DataView): PictureFacts | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined;
  const sizes: number[][] = [];
  let passes = 0;
  let orientation = 1;
  for (let at = 2; at + 4 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) {
      at += 1;
      continue;
    }
    const marker = view.getUint8(at + 1);
    const isAlone = marker <= 0x01 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === 0xd9) break;
    if (isAlone) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 9 <= view.byteLength) sizes.push([view.getUint16(at + 7), view.getUint16(at + 5)]);
    if (marker === 0xda) passes += 1;
    if (marker === 0xe1) orientation = exifOrientation(view, at + 4) ?? orientation;
    at += 2 + view.getUint16(at + 2);
  }
  return sizes.length === 0 ? undefined : { ...largest(sizes), passes, orientation };
}

/** How a camera was held; undefined where nothing readable is said of it. */
function exifOrientation(view: DataView, at: number): number | undefined {
  if (at + 14 > view.byteLength || text(view, at, 4) !== 'Exif') return undefined;
  const start = at + 6;
  const isLittle = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittle);
  if (directory + 2 > view.byteLength) return undefined;
  const entries = Math.min(view.getUint16(directory, isLittle), 100);
  for (let entry = 0; entry < entries; entry += 1) {
    const place = directory + 2 + entry * 12;
    if (place + 12 > view.byteLength) return undefined;
    if (view.getUint16(place, isLittle) !== 0x0112) continue;
    const value = view.getUint16(place + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

const readers = [png, gif, webp, jpeg];
