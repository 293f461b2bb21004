/** The smallest pictures of each kind, and files that are none although their names may say so. */
export const images = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  otherPng: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
  jpeg: Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
    'base64',
  ),
  gif: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  webp: Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64'),
} as const;

/** By what people call them: files that are no photos. */
export const noImages: Record<string, Buffer> = {
  'an SVG drawing': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'an HTML page': Buffer.from('<!DOCTYPE html>\n<title>x</title><script>alert(1)</script>'),
  'a PDF': Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1'),
  'an XML file': Buffer.from('<?xml version="1.0"?>\n<clients/>'),
  'a text': Buffer.from('Dear Erika,\n'),
  'a file of an unknown kind': Buffer.from([0x00, 0x01, 0x02, 0xff, 0xfe, 0x03]),
  'image/bmp': Buffer.concat([
    Buffer.from('BM'),
    Buffer.from([70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0]),
    Buffer.alloc(60),
  ]),
};
