import { describe, expect, it } from 'vitest';
import { Disk, type Loss } from './disk.ts';
import type { FileCall } from './file-calls.ts';

const at: FileCall['at'] = { call: 'pwrite64', nth: 1 };
const file = '/data/a';
const write = (offset: number, text: string, path = file): FileCall => ({
  at,
  kind: 'write',
  path,
  offset,
  data: Buffer.from(text),
});
const sync = (path = file): FileCall => ({ at, kind: 'sync', path });
const create: FileCall = { at, kind: 'create', path: file, empties: false };

const everything: Loss = { sector: 4, arrived: () => false, names: () => 0 };
const only = (...sectors: readonly number[]): Loss => {
  let asked = 0;
  return { sector: 4, arrived: () => sectors.includes(asked++), names: (count) => count };
};

const disk = (...calls: readonly FileCall[]) => {
  const made = new Disk(new Map([[file, Buffer.from('........')]]), ['/data']);
  for (const call of calls) made.apply(call);
  return made;
};
const text = (made: Disk, loss: Loss, path = file) => made.after(loss).get(path)?.toString();

describe('the disk on which the power fails', () => {
  it('keeps what was synced, and loses what was not', () => {
    expect(text(disk(write(0, 'abcd')), everything)).toBe('........');
    expect(text(disk(write(0, 'abcd'), sync()), everything)).toBe('abcd....');
    expect(text(disk(write(0, 'abcd'), sync(), write(4, 'efgh')), everything)).toBe('abcd....');
    expect(disk(write(0, 'abcd')).whole().get(file)?.toString()).toBe('abcd....');
  });

  it('tears writes at the borders of sectors, and reorders them', () => {
    expect(text(disk(write(2, 'abcd')), only(1))).toBe('....cd..');
    expect(text(disk(write(0, 'abcd'), write(4, 'efgh')), only(1))).toBe('....efgh');
    expect(text(disk(write(0, 'abcd'), write(8, 'ijkl')), only(1))).toBe('........ijkl');
    // A hole is filled with zeros.
    expect(text(disk(write(12, 'ijkl')), only(0))).toBe('........\0\0\0\0ijkl');
  });

  it('loses the change of a size, or not', () => {
    const truncated = disk({ at, kind: 'truncate', path: file, size: 2 });
    expect(text(truncated, everything)).toBe('........');
    expect(text(truncated, only(0))).toBe('..');
  });

  it('knows a name after a sync of its folder alone', () => {
    const named = (...more: readonly FileCall[]) => {
      const made = new Disk(new Map(), ['/data']);
      for (const call of [create, write(0, 'abcd'), sync(), ...more]) made.apply(call);
      return made;
    };
    expect(text(named(), everything)).toBeUndefined();
    expect(text(named(sync('/data')), everything)).toBe('abcd');
    const renamed: FileCall = { at, kind: 'name', from: file, to: '/data/b', keepsOld: false };
    expect(text(named(sync('/data'), renamed), everything)).toBe('abcd');
    expect(text(named(sync('/data'), renamed, sync('/data')), everything, '/data/b')).toBe('abcd');
    expect(text(named(sync('/data'), { at, kind: 'unname', path: file }), everything)).toBe('abcd');
  });

  it('lies where it is told to', () => {
    const lying = new Disk(new Map([[file, Buffer.from('....')]]), ['/data'], () => false);
    for (const call of [write(0, 'abcd'), sync()]) lying.apply(call);
    expect(text(lying, everything)).toBe('....');
  });
});
