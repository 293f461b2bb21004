import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineOfDeepNesting } from '../src/yaml-nesting.ts';

describe('YAML that nests more than 100 levels deep', () => {
  it.each([
    [`a:\n  b: ${'['.repeat(101)}`, 2],
    ['['.repeat(200_000), 1],
    ['{a: '.repeat(50_000), 1],
    [Array.from({ length: 3_000 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''), 102],
    [`x: 1\n${'- '.repeat(60_000)}a`, 2],
    [`a:\n  - |\n    text\n  - ${'['.repeat(101)}`, 4],
  ])('is found: %#', (text, line) => {
    expect(lineOfDeepNesting(text)).toBe(line);
  });

  it.each([
    `a: ${'['.repeat(100)}`,
    `a: "${'['.repeat(1_000)}"`,
    `a: |\n  ${'['.repeat(1_000)}\n${' '.repeat(500)}x\n`,
    `a: x${'['.repeat(1_000)}\n`,
    `${' '.repeat(1_000)}# ${'['.repeat(1_000)}\na: 1\n`,
    `a:${' '.repeat(1_000)}b\n"a":${' '.repeat(1_000)}"b"\n`,
    '- [a]\n'.repeat(10_000),
    '{"a": [1, {"b": "]"}]}',
    '',
  ])('is not seen where it is not: %#', (text) => {
    expect(lineOfDeepNesting(text)).toBeUndefined();
  });

  it('is not in the demo', async () => {
    expect(
      lineOfDeepNesting(await readFile(path.resolve(import.meta.dirname, 'fixtures/demo-firm.yaml'), 'utf8')),
    ).toBeUndefined();
  });
});
