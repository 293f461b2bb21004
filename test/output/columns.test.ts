import { expect, test } from 'vitest';
import { fitColumns } from '../../src/output/columns.ts';

const text = (widest: number) => ({ widest, whole: false });
const whole = (widest: number) => ({ widest, whole: true });

test('what fits stays as wide as it is', () => {
  expect(fitColumns([whole(4), text(20), text(10)], 38)).toEqual([4, 20, 10]);
});

test('the widest text gives way first, then the next widest with it', () => {
  expect(fitColumns([whole(4), text(20), text(10)], 30)).toEqual([4, 12, 10]);
  expect(fitColumns([whole(4), text(20), text(10)], 24)).toEqual([4, 8, 8]);
});

test('numbers and ids stay whole even when they are the widest', () => {
  expect(fitColumns([whole(30), text(20)], 40)).toEqual([30, 8]);
});

test('no table rather than one that nobody can read', () => {
  expect(fitColumns([whole(30), text(20)], 36)).toBeUndefined();
  expect(
    fitColumns(
      Array.from({ length: 12 }, () => text(10)),
      80,
    ),
  ).toBeUndefined();
});
