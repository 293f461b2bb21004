import type { Pixels } from './pixels.ts';

type Color = readonly [red: number, green: number, blue: number];

/** Two points above each other in each cell, as the upper half block and its background. */
export async function inColoredBlocks(pixels: Pixels, level: 1 | 2 | 3): Promise<string> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return inCells(pixels, (upper, lower) => {
    if (upper === undefined && lower === undefined) return ' ';
    if (upper === undefined) return chalk.rgb(...(lower as Color))('▄');
    if (lower === undefined) return chalk.rgb(...upper)('▀');
    return chalk.rgb(...upper).bgRgb(...lower)('▀');
  });
}

const shades = [' ', '░', '▒', '▓', '█'];

/** Light and shade alone, for terminals without colours. */
export const inShades = (pixels: Pixels): string =>
  inCells(pixels, (upper, lower) => {
    const lights = [upper, lower].flatMap((color) => (color === undefined ? [] : [light(color)]));
    const mean = lights.reduce((sum, one) => sum + one, 0) / 2;
    return shades[Math.min(shades.length - 1, Math.floor((mean / 256) * shades.length))] ?? ' ';
  });

const light = ([red, green, blue]: Color): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function inCells(
  pixels: Pixels,
  cell: (upper: Color | undefined, lower: Color | undefined) => string,
): string {
  let drawn = '';
  for (let y = 0; y < pixels.height; y += 2) {
    let line = '';
    for (let x = 0; x < pixels.width; x += 1) line += cell(colorAt(pixels, x, y), colorAt(pixels, x, y + 1));
    drawn += `${line}\n`;
  }
  return drawn;
}

/** The colour of a point; undefined where one sees through it, and below the last line. */
function colorAt({ width, height, data }: Pixels, x: number, y: number): Color | undefined {
  const at = (y * width + x) * 4;
  if (y >= height || (data[at + 3] ?? 0) < 128) return undefined;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}
