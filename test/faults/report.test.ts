import { describe, expect, it } from 'vitest';
import { note, type Tally, tallyOf } from './part.ts';
import { endedBadly, missedGoals, type Ran, report, summary } from './report.ts';

const tally = (...tries: ReadonlyArray<readonly [fired: boolean, ...losses: string[]]>): Tally => {
  const made = tallyOf('account create', 'kills');
  for (const [fired, ...losses] of tries) note(made, fired, losses);
  return made;
};
const ranWith = (...tallies: Tally[]): Ran[] => [
  { part: { name: 'kill' }, tallies, ms: 61_000, computingMs: 98_760 },
];

describe('the report of the fault suite', () => {
  it('counts what was tried, what happened and what held, and how long it took', () => {
    const ran = ranWith(tally([true], [true], [false]), tallyOf('control'));
    note(ran[0]?.tallies[1] as Tally, true, []);
    expect(report(ran, 0.005)).toEqual([
      'part  what            tried  fired  held  lost',
      '----  --------------  -----  -----  ----  ----',
      'kill  account create      3      2     2     0',
      'kill  control             1      1     1     0',
      '',
      'part  seconds  computing',
      '----  -------  ---------',
      'kill       61         99',
      '',
      'sum    tried  fired  held  lost  wanted',
      '-----  -----  -----  ----  ----  ------',
      'kills      3      2     2     0       2',
    ]);
    expect(summary(ran, 61_000)).toBe('3 faults, 3 held, 0 losses, in 61 s');
    expect(endedBadly(ran)).toBe(false);
  });

  it('a whole run that tried less than it should says so', () => {
    const ran = ranWith(tally([true], [true], [false]));
    expect(missedGoals(ran, 0.005)).toEqual([]);
    expect(missedGoals(ran, 1)).toEqual(['TOO FEW kills: 2 of 400']);
  });

  it('ends badly when something was lost, and says what', () => {
    const ran = ranWith(tally([true], [true, 'it is between']));
    expect(endedBadly(ran)).toBe(true);
    expect(report(ran, 1).at(-1)).toBe('LOST kill, account create: it is between');
  });

  it('ends badly when a fault never happened: then nothing was tried', () => {
    const ran = ranWith(tally([false]));
    expect(endedBadly(ran)).toBe(true);
    expect(report(ran, 1).at(-1)).toBe('NEVER FIRED kill, account create: nothing was tried');
  });

  it('ends badly when the suite itself is broken', () => {
    const ran: Ran[] = [{ part: { name: 'kill' }, tallies: [], ms: 5, broken: 'it ended with 1' }];
    expect(endedBadly(ran)).toBe(true);
    expect(report(ran, 1).at(-1)).toBe('BROKEN kill: it ended with 1');
  });
});
