import { describe, expect, test } from 'vitest';
import { scan, scanFormat } from '../../src/cli/scan.ts';

const words = (line: string) => (line === '' ? [] : line.split(' '));

describe('scan finds the noun', () => {
  test.each([
    ['account list', 'account'],
    ['--db x account list', 'account'],
    ['--db=x account', 'account'],
    ['-o json account', 'account'],
    ['-ojson account', 'account'],
    ['-qo json account', 'account'],
    ['-qnoy account', 'account'],
    ['--fields account list', 'list'],
    ['-', '-'],
    ['', undefined],
    ['--json', undefined],
    ['-- account', undefined],
    ['--unknown account', undefined],
    ['-qx account', undefined],
  ])('%s', (line, noun) => {
    expect(scan(words(line)).noun).toBe(noun);
  });

  test('and a wish for help before it', () => {
    expect(scan(['--json', '-h'])).toEqual({ noun: undefined, nounAt: -1, helpAsked: true });
    expect(scan(['account', '-h'])).toEqual({ noun: 'account', nounAt: 0, helpAsked: false });
  });
});

describe('scanFormat finds the format', () => {
  test.each([
    ['x --json', 'json'],
    ['x -o csv', 'csv'],
    ['x -ocsv', 'csv'],
    ['x -qo csv', 'csv'],
    ['x --output csv', 'csv'],
    ['x --output=csv', 'csv'],
    ['x --json -o csv', 'csv'],
    ['x -o csv --json', 'json'],
    ['x -o', undefined],
    ['x -- --json', undefined],
    ['x', undefined],
  ])('%s', (line, format) => {
    expect(scanFormat(words(line))).toBe(format);
  });
});
