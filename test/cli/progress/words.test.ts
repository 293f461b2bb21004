import { describe, expect, it } from 'vitest';
import { watchPace } from '../../../src/cli/progress/pace.ts';
import { progressBar, progressSentence } from '../../../src/cli/progress/words.ts';

const unknown = { rate: undefined, share: undefined, left: undefined };

describe('the pace', () => {
  it('is what was done since the beginning, and at most in the last ten seconds', () => {
    const pace = watchPace(1_000);
    expect(pace({ unit: 'rows', done: 100, total: 1000 }, 1_200)).toEqual({ ...unknown, share: 0.1 });
    expect(pace({ unit: 'rows', done: 200, total: 1000 }, 2_000)).toEqual({ rate: 200, share: 0.2, left: 4 });
    for (let second = 3; second <= 30; second += 1)
      pace({ unit: 'rows', done: 200, total: 1000 }, second * 1_000);
    expect(pace({ unit: 'rows', done: 300, total: 1000 }, 31_000).rate).toBe(10);
  });

  it('follows the part of a file where the number of rows is not known', () => {
    const pace = watchPace(0);
    expect(pace({ unit: 'rows', done: 500, part: 0.25 }, 10_000)).toEqual({
      rate: 50,
      share: 0.25,
      left: 30,
    });
    expect(watchPace(0)({ unit: 'rows', done: 500 }, 10_000)).toEqual({
      rate: 50,
      share: undefined,
      left: undefined,
    });
  });

  it('begins anew where something else is counted, and knows no end of what stands still', () => {
    const pace = watchPace(0);
    pace({ unit: 'contacts', done: 1_000_000 }, 1_000);
    expect(pace({ unit: 'pairs', done: 50 }, 2_000).rate).toBe(50);
    const still = watchPace(0);
    expect(still({ unit: 'rows', done: 0, total: 10 }, 5_000)).toEqual({
      rate: 0,
      share: 0,
      left: undefined,
    });
    expect(watchPace(0)({ unit: 'rows', done: 0, total: 0 }, 5_000).share).toBe(1);
  });
});

describe('in words', () => {
  it.each([
    [
      { unit: 'rows', done: 30_000, total: 100_000 },
      { rate: 12_345, share: 0.3, left: 5.6 },
      '30,000 of 100,000 rows, 12,300/s, about 6 s left',
    ],
    [
      { unit: 'rows', done: 30_000, part: 0.4 },
      { rate: 0.26, share: 0.4, left: 125 },
      '30,000 rows (40%), 0.3/s, about 2 min 5 s left',
    ],
    [{ unit: 'pairs', done: 1_234_567 }, { ...unknown, rate: 99.5 }, '1,234,567 pairs, 99.5/s'],
    [
      { unit: 'mails', done: 1, total: 3, note: 'stopping' },
      { rate: 1, share: 1 / 3, left: 7200 },
      '1 of 3 mails, 1/s, about 2 h 0 min left, stopping',
    ],
    [{ unit: 'rows', done: 0 }, unknown, '0 rows'],
  ])('%j', (progress, pace, text) => {
    expect(progressSentence('import', progress, pace)).toBe(`import: ${text}`);
  });
});

describe('the bar', () => {
  const progress = { unit: 'rows', done: 30_000, total: 100_000 };
  const pace = { rate: 12_345, share: 0.3, left: 6 };

  it('fits terminals of every width, with what matters most', () => {
    for (let cells = 0; cells <= 200; cells += 1) {
      expect(progressBar('contact duplicates', progress, pace, cells).length).toBeLessThanOrEqual(cells);
      expect(progressBar('import', { unit: 'rows', done: 5 }, unknown, cells).length).toBeLessThanOrEqual(
        cells,
      );
    }
    const whole = progressBar('import', progress, pace, 79);
    expect(whole).toMatch(/^import {2}\[=+> +\] {3}30% {2}30,000 of 100,000 rows {2}12,300\/s {2}6 s left$/);
    expect(whole).toHaveLength(79);
    expect(progressBar('import', progress, pace, 24)).toBe('import   30%  6 s left');
    expect(progressBar('import', progress, pace, 5)).toBe(' 30%');
  });

  it('is full when all is done, and there is none where the end is not known', () => {
    expect(
      progressBar('import', { ...progress, done: 100_000 }, { ...pace, share: 1, left: 0 }, 200),
    ).toContain(`[${'='.repeat(40)}]  100%`);
    expect(progressBar('import', { unit: 'rows', done: 5 }, { ...unknown, rate: 5 }, 80)).toBe(
      'import  5 rows  5/s',
    );
  });
});
