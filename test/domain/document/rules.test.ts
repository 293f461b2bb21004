import { describe, expect, it } from 'vitest';
import { baseName, documentNameProblem, safeFileName } from '../../../src/domain/document/rules.ts';

describe('names of documents', () => {
  it.each([
    ['a.pdf', 'a.pdf'],
    ['/srv/in/a.pdf', 'a.pdf'],
    ['../in/Größe 1.pdf', 'Größe 1.pdf'],
    ['folder/', 'folder'],
    ['..', '..'],
    ['/', ''],
  ])('the base name of %s is %s', (file, name) => expect(baseName(file)).toBe(name));

  it('may be anything that people can read, but no path', () => {
    for (const name of ['a', '.hidden', '…', 'CON', 'a:b', '-rf', 'x'.repeat(255), 'Ä'.repeat(255)]) {
      expect(documentNameProblem(name), name).toBeUndefined();
    }
    for (const name of ['', '  ', '.', ' .. ', 'a/b', 'a\\b', 'a\nb', '\ud800', 'x'.repeat(256)]) {
      expect(documentNameProblem(name), JSON.stringify(name)).toBeTypeOf('string');
    }
  });

  it.each([
    ['Bescheid 2025.pdf', 'Bescheid 2025.pdf'],
    ['.bashrc', '_bashrc'],
    ['...', '_'],
    ['-rf', '_rf'],
    ['~root', '_root'],
    ['a:b?.pdf', 'a_b_.pdf'],
    ['rechnung\u202efdp.exe', 'rechnung_fdp.exe'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['console.txt', 'console.txt'],
    ['a. ', 'a'],
  ])('%j becomes the file %j', (name, file) => {
    expect(safeFileName(name)).toBe(file);
    expect(safeFileName(file), 'a safe name stays').toBe(file);
  });

  it('files have names of at most 255 bytes, and keep their ending', () => {
    const file = safeFileName(`${'Ä'.repeat(250)}.pdf`);
    expect(file).toBe(`${'Ä'.repeat(125)}.pdf`);
    expect(Buffer.byteLength(safeFileName(`${'😀'.repeat(125)}.p`))).toBeLessThanOrEqual(255);
    expect(safeFileName('😀'.repeat(125))).toBe('😀'.repeat(63));
  });
});
