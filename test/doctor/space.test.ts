import { describe, expect, it } from 'vitest';
import { judgeSpace } from '../../src/doctor/space.ts';

const megabyte = 1024 * 1024;

describe('room on disks', () => {
  const told = (free: number, size = 0) =>
    judgeSpace([{ what: 'the database', free: free * megabyte }], size * megabyte).findings.map(
      ({ severity, message }) => [severity, message],
    );

  it('is an error where hardly anything can be written, a warning where it gets scarce or a copy finds no place', () => {
    expect(told(10_000, 500)).toEqual([]);
    expect(told(19)).toEqual([['error', 'only 19 MB are left on the disk of the database']]);
    expect(told(100)).toEqual([['warning', 'only 100 MB are left on the disk of the database']]);
    expect(told(900, 1_000)).toEqual([
      ['warning', expect.stringContaining('900 MB are left on the disk of the database, too few for a copy')],
    ]);
  });
});
