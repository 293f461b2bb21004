import { pictureFacts } from './size.ts';

/** A picture in points of four bytes: red, green, blue, opacity. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Why a picture is not drawn, for people. */
export class NotDrawable extends Error {}

/** A photo of any telephone; decoded it takes a hundred megabytes and a second or two. */
const mostPoints = 24_000_000;
/** Cameras and programs use a dozen. */
const mostPasses = 40;

/**
 * Decodes a PNG, JPEG, WebP or GIF (of an animated one the first image), upright and made small enough for a box. The headers are
 * looked at first: what would take too much memory or time is not decoded at all.
 * @throws NotDrawable
 */
export async function readPixels(bytes: Uint8Array, box: { width: number; height: number }): Promise<Pixels> {
  const facts = pictureFacts(bytes);
  if (facts === undefined) throw new NotDrawable('it is damaged, or of a kind that cannot be drawn');
  const { width, height, passes, orientation } = facts;
  if (width * height > mostPoints) throw new NotDrawable(`${width} × ${height} points are too many`);
  if (passes > mostPasses) throw new NotDrawable(`it has ${passes} layers, which are too many`);
  const { PhotonImage, resize, SamplingFilter } = await import('@silvia-odwyer/photon-node');
  try {
    const whole = PhotonImage.new_from_byteslice(bytes);
    const lies = orientation > 4;
    const size = { width: whole.get_width(), height: whole.get_height() };
    const fitted = sizeWithin(size, lies ? { width: box.height, height: box.width } : box);
    const small = resize(whole, fitted.width, fitted.height, SamplingFilter.Triangle);
    return turned({ ...fitted, data: small.get_raw_pixels() }, orientation);
  } catch {
    // The decoder is WebAssembly: whatever is wrong with a picture stops it, and nothing else.
    throw new NotDrawable('it is damaged, or of a kind that cannot be drawn');
  }
}

/** The size inside a box, never larger than the picture is. */
function sizeWithin(
  { width, height }: { width: number; height: number },
  box: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Where a point of the upright picture stands in the one that is not, by Exif's orientation. */
function placeIn({ width, height }: Pixels, orientation: number, x: number, y: number): [number, number] {
  const [right, bottom] = [width - 1, height - 1];
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [y, bottom - x];
    case 7:
      return [right - y, bottom - x];
    case 8:
      return [right - y, x];
    default:
      return [x, y];
  }
}

function turned(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const [width, height] = orientation > 4 ? [pixels.height, pixels.width] : [pixels.width, pixels.height];
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = placeIn(pixels, orientation, x, y);
      const from = (fromY * pixels.width + fromX) * 4;
      data.set(pixels.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}
