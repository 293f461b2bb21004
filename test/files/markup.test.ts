import { describe, expect, it } from 'vitest';
import { markupTypeOf } from '../../src/files/markup.ts';
import { mediaTypeOf } from '../../src/files/media-type.ts';
import { images, noImages } from '../domain/photo/images.ts';

const typeOf = (content: Buffer): Promise<string> =>
  mediaTypeOf({
    bytes: content.length,
    read: async (from, to) => new Uint8Array(content.subarray(from, to)),
  });

describe('drawings and pages are told by their first element', () => {
  it.each([
    ['<svg xmlns="x">', 'image/svg+xml'],
    ['\n <SVG>', 'image/svg+xml'],
    [
      '<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<!DOCTYPE svg PUBLIC "x" "y">\n<svg\n width="1">',
      'image/svg+xml',
    ],
    ['<html lang="de">', 'text/html'],
    ['<!-- saved --> <HTML>', 'text/html'],
    ['<!doctype html><title>x', 'text/html'],
    ['<svgish>', undefined],
    ['<clients><svg/></clients>', undefined],
    ['Write <svg> or <html>.', undefined],
    ['<!-- never ends <svg>', undefined],
    ['', undefined],
  ])('%j is %s', (text, type) => {
    expect(markupTypeOf(text)).toBe(type);
  });

  it('takes no long time, whatever stands before it', () => {
    const started = performance.now();
    for (const piece of ['<!-- -->', '<!--', '<?', '<!doctype', ' ', '<!-- --> x']) {
      expect(markupTypeOf(piece.repeat(8_000))).toBeUndefined();
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('A6: what the kinds of photos, and what is none, are taken for', async () => {
    const types = await Promise.all(
      Object.entries({ ...images, ...noImages }).map(async ([name, content]) => [
        name,
        await typeOf(content),
      ]),
    );
    expect(Object.fromEntries(types)).toEqual({
      png: 'image/png',
      otherPng: 'image/png',
      jpeg: 'image/jpeg',
      gif: 'image/gif',
      webp: 'image/webp',
      'an SVG drawing': 'image/svg+xml',
      'an HTML page': 'text/html',
      'a PDF': 'application/pdf',
      'an XML file': 'application/xml',
      'a text': 'text/plain',
      'a file of an unknown kind': 'application/octet-stream',
      'image/bmp': 'image/bmp',
    });
  });

  it('a byte order mark stands in the way of nobody', async () => {
    expect(await typeOf(Buffer.from('\ufeff<?xml version="1.0"?><svg/>'))).toBe('image/svg+xml');
  });
});
