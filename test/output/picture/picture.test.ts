import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawPicture } from '../../../src/output/picture/draw.ts';
import { NotDrawable, readPixels } from '../../../src/output/picture/pixels.ts';
import { colorDepth, pictureWay } from '../../../src/output/picture/protocol.ts';
import { pictureFacts } from '../../../src/output/picture/size.ts';

const photo = (name: string) => readFileSync(path.join(import.meta.dirname, '../../fixtures/photos', name));
/** Sixteen points by eight: red at the left, blue at the right. */
const kinds = ['two.png', 'two.gif', 'two.jpg', 'two.webp', 'progressive.jpg'];
const box = { width: 44, height: 44 };

const colorAt = ({ data, width }: { data: Uint8Array; width: number }, x: number, y: number) => {
  const [red = 0, , blue = 0] = data.subarray((y * width + x) * 4);
  return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : `${red}/${blue}`;
};

/** The JPEG with an Exif orientation behind its beginning. */
function held(orientation: number): Buffer {
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0MM', 'latin1'),
    Buffer.from([0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
  ]);
  const jpeg = photo('two.jpg');
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** A PNG that says it is so large, with hardly any bytes. */
function bomb(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('pictures', () => {
  it.each(kinds)('%s is decoded', async (name) => {
    expect(pictureFacts(photo(name))).toMatchObject({ width: 16, height: 8, orientation: 1 });
    const pixels = await readPixels(photo(name), box);
    expect([pixels.width, pixels.height, pixels.data.length]).toEqual([16, 8, 16 * 8 * 4]);
    expect([colorAt(pixels, 1, 1), colorAt(pixels, 14, 6)]).toEqual(['red', 'blue']);
  });

  it('are made small enough, and never larger', async () => {
    const small = await readPixels(photo('two.png'), { width: 4, height: 44 });
    expect([small.width, small.height]).toEqual([4, 2]);
    expect(await readPixels(photo('two.png'), { width: 1, height: 1 })).toMatchObject({
      width: 1,
      height: 1,
    });
  });

  it.each([
    [1, [16, 8], 'red', 'red', 'blue'],
    [3, [16, 8], 'blue', 'blue', 'red'],
    [6, [8, 16], 'red', 'red', 'blue'],
    [8, [8, 16], 'blue', 'blue', 'red'],
  ] as const)('a camera that was held like %i: upright', async (orientation, size, first, top, last) => {
    const pixels = await readPixels(held(orientation), box);
    expect([pixels.width, pixels.height]).toEqual(size);
    expect(colorAt(pixels, 1, 1)).toBe(first);
    expect(colorAt(pixels, size[0] > size[1] ? 1 : size[0] - 2, 1)).toBe(top);
    expect(colorAt(pixels, size[0] - 2, size[1] - 2)).toBe(last);
  });

  describe('that are hostile', () => {
    const scans = Buffer.concat([
      photo('progressive.jpg').subarray(0, -2),
      ...Array(50).fill(Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0])),
    ]);
    const wideGif = Buffer.from(photo('two.gif'));
    const place = wideGif.indexOf(0x2c, 13);
    wideGif.writeUInt16LE(65_535, place + 5);
    wideGif.writeUInt16LE(65_535, place + 7);
    const wideWebp = Buffer.from(photo('two.webp'));
    wideWebp.writeUInt32LE(0x0fffffff, wideWebp.indexOf('VP8L') + 9);

    it.each([
      ['a PNG of a billion points', bomb(40_000, 40_000), 'too many'],
      ['a PNG of no points', bomb(0, 10), 'damaged'],
      ['a PNG of less than it says', bomb(4_000, 4_000), 'damaged'],
      ['a GIF whose image is larger than it', wideGif, 'too many'],
      ['a WebP that is larger than it is', wideWebp, 'too many'],
      ['a JPEG of many scans', scans, 'layers'],
      ['nothing', Buffer.alloc(0), 'damaged'],
      ['no picture', Buffer.from('%PDF-1.7'), 'damaged'],
    ])('%s: a word of why, and no more', async (_, bytes, says) => {
      const started = performance.now();
      const result = await drawPicture(bytes, { way: 'blocks', colors: 3, columns: 80 });
      expect(result).toEqual({ reason: expect.stringContaining(says) });
      expect(performance.now() - started).toBeLessThan(5_000);
    });

    it('cut off anywhere, or with a wrong byte anywhere, they are drawn or not, and nothing else happens', async () => {
      for (const name of kinds) {
        const whole = photo(name);
        for (let end = 0; end < whole.length; end += 3) {
          const changed = Buffer.from(whole);
          changed[end] = 255 - (changed[end] ?? 0);
          for (const bytes of [whole.subarray(0, end), changed]) {
            await readPixels(bytes, box).catch((error: unknown) => {
              if (!(error instanceof NotDrawable)) throw error;
            });
          }
        }
      }
      // The decoder is as good as before.
      expect((await readPixels(photo('two.jpg'), box)).width).toBe(16);
    });
  });

  describe('as the terminal can', () => {
    const draw = async (way: 'kitty' | 'iterm2' | 'sixel' | 'blocks', colors: 0 | 1 | 2 | 3 = 3) => {
      const result = await drawPicture(photo('two.png'), { way, colors, columns: 80 });
      return 'drawn' in result ? result.drawn : result.reason;
    };

    it('kitty: points, compressed, in sequences of which none is too long', async () => {
      const text = await draw('kitty');
      const [, about = '', data = ''] = /^\x1b_G([^;]*);([^\x1b]*)\x1b\\\n$/.exec(text) ?? [];
      expect(about).toBe('a=T,f=32,o=z,q=2,s=16,v=8,m=0');
      const pixels = { width: 16, data: new Uint8Array(inflateSync(Buffer.from(data, 'base64'))) };
      expect(pixels.data.length).toBe(16 * 8 * 4);
      expect([colorAt(pixels, 0, 0), colorAt(pixels, 15, 7)]).toEqual(['red', 'blue']);
    });

    it('iTerm2: a PNG of the points, nothing else of the file', async () => {
      const [, size, data = ''] =
        /^\x1b\]1337;File=inline=1;size=(\d+);width=16px;height=8px:([^\x07]*)\x07\n$/.exec(
          await draw('iterm2'),
        ) ?? [];
      const png = Buffer.from(data, 'base64');
      expect(png.length).toBe(Number(size));
      expect(pictureFacts(png)).toMatchObject({ width: 16, height: 8 });
    });

    it('sixel', async () => {
      const text = await draw('sixel');
      expect(text).toMatch(/^\x1bP0;1;?0?q"1;1;16;8/);
      expect(text.endsWith('\x1b\\\n')).toBe(true);
      // Red and blue, in hundredths: a logo keeps its colours.
      expect(text).toContain(';2;100;0;0');
      expect(text).toContain(';2;0;0;100');
    });

    it('blocks: two points in a cell, in all colours, in few, and in none', async () => {
      const lines = (await draw('blocks')).split('\n').slice(0, -1);
      expect(lines).toHaveLength(4);
      for (const line of lines) {
        expect(line.replace(/\x1b\[[0-9;]*m/g, '')).toBe('▀'.repeat(16));
        expect(line.startsWith('\x1b[38;2;255;0;0m\x1b[48;2;255;0;0m▀')).toBe(true);
      }
      expect(await draw('blocks', 2)).toContain('\x1b[38;5;');
      expect(await draw('blocks', 1)).toContain('\x1b[91m');
      const plain = await draw('blocks', 0);
      expect(plain).not.toContain('\x1b');
      expect(plain.split('\n')[0]).toBe(`${'░'.repeat(8)}${' '.repeat(8)}`);
    });
  });

  it.each([
    [{ TERM: 'xterm-kitty' }, 'kitty'],
    [{ TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' }, 'kitty'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'ghostty' }, 'kitty'],
    [{ TERM: 'xterm-256color', KONSOLE_VERSION: '230800' }, 'kitty'],
    [{ TERM: 'xterm-256color', KONSOLE_VERSION: '200800' }, 'blocks'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'iterm2'],
    [{ TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' }, 'iterm2'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 'iterm2'],
    [{ TERM: 'foot' }, 'sixel'],
    [{ TERM: 'mlterm-256color' }, 'sixel'],
    [{ TERM: 'xterm-256color' }, 'blocks'],
    [{ TERM: 'tmux-256color', KITTY_WINDOW_ID: '1' }, 'blocks'],
    [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux-0/default,1,0' }, 'blocks'],
    [{}, 'blocks'],
  ])('a terminal with %j draws %s', (env, way) => {
    expect(pictureWay(env)).toBe(way);
  });

  it('knows how many colours there are', () => {
    expect(colorDepth({ COLORTERM: 'truecolor' })).toBe(3);
    expect(colorDepth({ TERM: 'xterm-256color' })).toBe(2);
    expect(colorDepth({ TERM: 'xterm' })).toBe(1);
  });
});
