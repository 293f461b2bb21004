import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../src/transfer/import/read-ahead.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Gives the numbers up to a last one, and notes what it did. */
async function* numbers(last: number, did: string[], failsAt?: number) {
  try {
    for (let number = 1; number <= last; number += 1) {
      if (number === failsAt) throw new Error(`no ${number}`);
      did.push(`made ${number}`);
      yield number;
    }
  } finally {
    did.push('closed');
  }
}

describe('reading ahead', () => {
  it('makes one item more while the one before is worked on, and no second one', async () => {
    const did: string[] = [];
    for await (const number of readAhead(numbers(3, did))) {
      await turn();
      did.push(`took ${number}`);
    }
    expect(did).toEqual(['made 1', 'made 2', 'took 1', 'made 3', 'took 2', 'closed', 'took 3']);
  });

  it('throws an error of the source where its item is due, after the items before it', async () => {
    const taken: number[] = [];
    const reading = async () => {
      for await (const number of readAhead(numbers(3, [], 3))) {
        await turn();
        taken.push(number);
      }
    };
    await expect(reading()).rejects.toThrow('no 3');
    expect(taken).toEqual([1, 2]);
  });

  it('closes the source when its taker stops early', async () => {
    const did: string[] = [];
    for await (const number of readAhead(numbers(9, did))) if (number === 2) break;
    expect(did.at(-1)).toBe('closed');
  });
});
