import { deflateSync } from 'node:zlib';
import { inColoredBlocks, inShades } from './blocks.ts';
import { NotDrawable, type Pixels, readPixels } from './pixels.ts';
import type { PictureWay } from './protocol.ts';

/** How a picture is to be drawn on this terminal. */
export interface PictureSettings {
  way: PictureWay;
  /** How many colours there are; none where colours are switched off. */
  colors: 0 | 1 | 2 | 3;
  columns: number;
}

/** As large as a portrait need be beside what is said of it. */
const mostColumns = 44;
const mostRows = 22;
/** Terminals that draw points have about so many in a cell. */
const cell = { width: 10, height: 20 };

/**
 * A picture as text that draws it, or why it is not drawn. Of the file nothing reaches the terminal but the points that were
 * decoded.
 */
export async function drawPicture(
  bytes: Uint8Array,
  { way, colors, columns }: PictureSettings,
): Promise<{ drawn: string } | { reason: string }> {
  const width = Math.max(1, Math.min(columns, mostColumns));
  const box =
    way === 'blocks'
      ? { width, height: mostRows * 2 }
      : { width: width * cell.width, height: mostRows * cell.height };
  try {
    const pixels = await readPixels(bytes, box);
    return { drawn: await drawn(pixels, way, colors) };
  } catch (error) {
    if (error instanceof NotDrawable) return { reason: error.message };
    throw error;
  }
}

function drawn(pixels: Pixels, way: PictureWay, colors: PictureSettings['colors']): Promise<string> | string {
  switch (way) {
    case 'kitty':
      return kitty(pixels);
    case 'iterm2':
      return iterm2(pixels);
    case 'sixel':
      return sixel(pixels);
    case 'blocks':
      return colors === 0 ? inShades(pixels) : inColoredBlocks(pixels, colors);
  }
}

/** Kitty takes at most so much in one sequence. */
const kittyPiece = 4096;

function kitty({ width, height, data }: Pixels): string {
  const text = deflateSync(data).toString('base64');
  const pieces = text.match(new RegExp(`.{1,${kittyPiece}}`, 'g')) ?? [];
  // q=2: the terminal answers nothing, which the shell would take for typed text.
  const about = `a=T,f=32,o=z,q=2,s=${width},v=${height},`;
  const sequences = pieces.map((piece, index) => {
    const more = index < pieces.length - 1 ? 1 : 0;
    return `\x1b_G${index === 0 ? about : 'q=2,'}m=${more};${piece}\x1b\\`;
  });
  return `${sequences.join('')}\n`;
}

async function iterm2(pixels: Pixels): Promise<string> {
  const { PhotonImage } = await import('@silvia-odwyer/photon-node');
  const png = new PhotonImage(pixels.data, pixels.width, pixels.height).get_bytes();
  const text = Buffer.from(png).toString('base64');
  return `\x1b]1337;File=inline=1;size=${png.length};width=${pixels.width}px;height=${pixels.height}px:${text}\x07\n`;
}

/** A sixel picture has at most so many colours. */
const sixelColors = 256;

async function sixel({ width, height, data }: Pixels): Promise<string> {
  const { default: encoder } = await import('sixel');
  // The encoder's own choice of colours makes one of two: a logo would be a blot.
  const colors = fewColors(data);
  const text =
    colors === undefined
      ? encoder.image2sixel(data, width, height, sixelColors, 1)
      : encoder.introducer(1) + encoder.sixelEncode(data, width, height, colors) + encoder.FINALIZER;
  return `${text}\n`;
}

/** The colours of a picture that has few; undefined for one that has many, or none that can be seen. */
function fewColors(data: Uint8Array): Array<[number, number, number]> | undefined {
  const found = new Map<number, [number, number, number]>();
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, opacity = 0] = data.subarray(at, at + 4);
    if (opacity > 0) found.set((red << 16) | (green << 8) | blue, [red, green, blue]);
    if (found.size > sixelColors) return undefined;
  }
  return found.size === 0 ? undefined : [...found.values()];
}
