import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parts } from '../faults/parts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rows = readFileSync(path.join(root, 'SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise'));

/** What stands in backquotes in the second cell of a row. */
const named = (row: string): string[] =>
  [...(row.split(' | ').at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

it('SECURITY.md names a test or a part of the fault suite for each promise, and all of them are there', () => {
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const names = named(row);
    expect(names, row).not.toEqual([]);
    let folder = '';
    for (const name of names) {
      if (!name.endsWith('.ts')) {
        expect(parts.map((part) => part.name)).toContain(name);
        continue;
      }
      // A name without a folder stands behind one in the same folder.
      const file = name.includes('/') ? name : path.join(folder, name);
      expect(existsSync(path.join(root, file)), file).toBe(true);
      folder = path.dirname(file);
    }
  }
});
