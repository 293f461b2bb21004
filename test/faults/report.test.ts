import { describe, expect, it } from 'vitest';
import { type FaultPart, note, type Tally, tallyOf } from './part.ts';
import { endedBadly, summary, table } from './report.ts';

const part: FaultPart = { name: 'kill', about: '', run: async () => [] };
const tally = (...tries: ReadonlyArray<readonly [fired: boolean, ...losses: string[]]>): Tally => {
  const made = tallyOf('account create');
  for (const [fired, ...losses] of tries) note(made, fired, losses);
  return made;
};

describe('the table of the fault suite', () => {
  it('counts what was tried, what happened and what held', () => {
    const ran = [[part, [tally([true], [true], [false])]]] as const;
    expect(table(ran)).toEqual([
      'part  what            tried  fired  held  lost',
      '----  --------------  -----  -----  ----  ----',
      'kill  account create      3      2     2     0',
    ]);
    expect(summary(ran, 61_000)).toBe('2 faults, 2 held, 0 losses, in 61 s');
    expect(endedBadly(ran)).toBe(false);
  });

  it('ends badly when something was lost, and says what', () => {
    const ran = [[part, [tally([true], [true, 'it is between'])]]] as const;
    expect(endedBadly(ran)).toBe(true);
    expect(table(ran).at(-1)).toBe('LOST kill, account create: it is between');
  });

  it('ends badly when a fault never happened: then nothing was tried', () => {
    const ran = [[part, [tally([false])]]] as const;
    expect(endedBadly(ran)).toBe(true);
    expect(table(ran).at(-1)).toBe('NEVER FIRED kill, account create: nothing was tried');
  });
});
