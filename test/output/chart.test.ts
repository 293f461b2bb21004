import { describe, expect, it } from 'vitest';
import { cellWidth, loadMeasure, measured } from '../../src/output/cells.ts';
import { drawPage } from '../../src/output/page.ts';
import type { Block } from '../../src/output/view.ts';
import { hostile } from './support.ts';

const draw = (block: Block, columns?: number) =>
  measured(() => drawPage([block], { columns, paint: (text) => text, rule: false }));

const bars = (values: Array<readonly [string, number]>): Block => ({
  kind: 'bars',
  title: 'Accounts by tag',
  facts: [{ text: '12 in all' }],
  bars: values.map(([label, value]) => ({ label, value })),
});

const months = (...values: number[]): Block => ({
  kind: 'columns',
  title: 'Activity',
  facts: [],
  columns: values.map((value, index) => ({ label: `M${String(index + 1).padStart(2, '0')}`, value })),
});

describe('bars', () => {
  it('are as long as the numbers are large, which stand beside them', async () => {
    expect(
      await draw(
        bars([
          ['VIP', 1234],
          ['Monthly', 617],
          ['Rare', 1],
          ['None', 0],
        ]),
        40,
      ),
    ).toBe(
      [
        'Accounts by tag  12 in all',
        'VIP      1,234  ████████████████████████',
        'Monthly    617  ████████████',
        'Rare         1  ▏',
        'None         0',
        '',
      ].join('\n'),
    );
  });

  it.each([20, 40, 80, 120])('fit %i columns, with wide characters and long labels', async (columns) => {
    await loadMeasure();
    const text = await draw(
      bars([
        ['株式会社さくら Deutschland', 7],
        ['Eine sehr lange Bezeichnung, die niemand in eine Zeile bringt', 3],
        ['👨‍👩‍👧 cafe\u0301', 1],
        [hostile, 2],
      ]),
      columns,
    );
    const lines = text.trimEnd().split('\n');
    for (const line of lines) expect(cellWidth(line), line).toBeLessThanOrEqual(columns);
    // Bars begin below each other, also behind wide characters.
    const starts = lines.slice(-4).map((line) => cellWidth(line.slice(0, line.search(/[█▏▎▍▌▋▊▉]/))));
    expect(new Set(starts).size).toBe(1);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('where nothing limits the width, are at most eighty columns wide', async () => {
    const text = await draw(bars([['VIP', 1]]));
    expect(Math.max(...text.split('\n').map(cellWidth))).toBe(80);
  });
});

describe('columns', () => {
  it('have their number and name below', async () => {
    expect(await draw(months(0, 4, 8, 1), 80)).toBe(
      ['Activity', '       ▄▄  ██  ▁▁', '    ·   4   8   1', '   M01 M02 M03 M04', ''].join('\n'),
    );
  });

  it('where not all fit, are the last ones', async () => {
    const text = await draw(months(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 20);
    for (const line of text.split('\n')) expect(cellWidth(line)).toBeLessThanOrEqual(20);
    expect(text).toContain('M12');
    expect(text).not.toContain('M08');
  });

  it('of nothing are flat', async () => {
    expect(await draw(months(0, 0), 80)).not.toMatch(/[▁█]/);
  });
});
