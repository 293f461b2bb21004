import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { measured } from '../../src/output/cells.ts';
import { drawPage } from '../../src/output/page.ts';
import { paintFor } from '../../src/output/paint.ts';
import type { Block, Entry } from '../../src/output/view.ts';
import { hostile, hostileShown, unsafe } from './support.ts';

type Entries = Extract<Block, { kind: 'entries' }>;

const draw = async (columns: number | undefined, entries: Entry[], more: Partial<Entries> = {}) => {
  const paint = await paintFor(false);
  const block: Entries = {
    kind: 'entries',
    title: 'Things',
    facts: [{ text: '12 in all' }],
    entries,
    ...more,
  };
  return measured(() => drawPage([block], { columns, paint, rule: false }));
};

const entry = (more: Partial<Entry> = {}): Entry => ({
  id: '7',
  title: 'Tax return',
  at: 'today 05:06',
  ...more,
});

describe('entries of a page', () => {
  it('stand in columns: number, mark, title, what is beside it, time; further lines behind the number', async () => {
    expect(
      await draw(
        60,
        [
          entry({
            id: '12',
            mark: { text: 'NEW' },
            aside: { text: 'Jan Weiß' },
            below: [{ text: 'seen by nobody' }],
          }),
          entry({ title: 'Receipts for the year', aside: { text: 'Ada' } }),
        ],
        { facts: [{ text: '12 in all' }, { text: '1 NEW' }], more: '… and 10 more' },
      ),
    ).toBe(
      [
        'Things  12 in all, 1 NEW',
        '  12  NEW  Tax return             Jan Weiß  today 05:06',
        '           seen by nobody',
        '   7       Receipts for the year  Ada       today 05:06',
        '  … and 10 more',
        '',
      ].join('\n'),
    );
  });

  it('without numbers, marks and what is beside the title there are no columns for them', async () => {
    expect(await draw(60, [entry({ id: '' })])).toBe('Things  12 in all\n  Tax return  today 05:06\n');
    expect(await draw(60, [], { facts: [{ text: 'none yet' }] })).toBe('Things  none yet\n');
  });

  it('a long title is cut, the time never', async () => {
    expect(await draw(40, [entry({ title: 'A title that is far too long', aside: { text: 'Jan' } })])).toBe(
      'Things  12 in all\n  7  A title that is …  Jan  today 05:06\n',
    );
  });

  it('where too little of the title is left, what is beside it goes below', async () => {
    expect(
      await draw(30, [
        entry({ mark: { text: 'NEW' }, title: 'A title that is too long', aside: { text: 'Jan' } }),
      ]),
    ).toBe(
      [
        'Things  12 in all',
        '  7  NEW  A title that is too',
        '          long',
        '          Jan · today 05:06',
        '',
      ].join('\n'),
    );
    expect(await draw(22, [entry({ title: 'Receipts for the year', aside: { text: 'Jan Weiß' } })])).toBe(
      'Things  12 in all\n  7  Receipts for the\n     year\n     Jan Weiß\n     today 05:06\n',
    );
  });

  it('facts that do not fit beside the title stand below it', async () => {
    expect(await draw(20, [], { facts: [{ text: '12 in all' }, { text: '9 NEW' }] })).toBe(
      'Things\n  12 in all, 9 NEW\n',
    );
    expect(await draw(15, [], { facts: [{ text: '12 in all' }, { text: '9 NEW' }] })).toBe(
      'Things\n  12 in all\n  9 NEW\n',
    );
  });

  it('a whole entry shows all of its title, beside which the time stands once; what is below is never cut', async () => {
    const long = 'word '.repeat(60).trim();
    const brief = await draw(40, [entry({ title: long, below: [{ text: long }] })]);
    expect(brief.match(/word/g)?.length).toBeLessThan(70);
    expect(brief).toContain('…');
    const whole = await draw(40, [entry({ isWhole: true, title: long, below: [{ text: long }] })]);
    expect(whole.match(/word/g)).toHaveLength(120);
    expect(whole).not.toContain('…');
    expect(whole.split('\n').filter((line) => line.includes('today'))).toHaveLength(1);
  });

  it('nothing is cut where there is no terminal', async () => {
    const long = 'word '.repeat(60).trim();
    expect(
      await draw(undefined, [entry({ title: long, aside: { text: long }, below: [{ text: long }] })]),
    ).toBe(`Things  12 in all\n  7  ${long}  ${long}  today 05:06\n     ${long}\n`);
  });

  it.each([10, 20, 40, 80, 120])(
    'fits into %i columns, also wide characters and hostile texts, which stay harmless',
    async (columns) => {
      const texts = [
        hostile,
        '漢字'.repeat(40),
        '👩‍👩‍👧 Spielzeug',
        'e\u0301'.repeat(50),
        '\u0301',
        '\n\r\t',
        '',
      ];
      const drawn = await draw(
        columns,
        texts.map((text, index) =>
          entry({
            id: String(index),
            mark: { text: 'NEW' },
            title: text,
            aside: { text },
            below: [{ text }],
            isWhole: index % 2 === 0,
          }),
        ),
        { more: hostile },
      );
      expect(drawn.replaceAll('\n', '')).not.toMatch(unsafe);
      for (const line of drawn.split('\n')) {
        if (columns >= 20) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
        expect(line).toBe(line.trimEnd());
      }
      if (columns === 120) expect(drawn).toContain(hostileShown);
    },
  );

  it('a title of a megabyte is cut before it is measured', async () => {
    const begin = performance.now();
    await draw(80, [entry({ title: '漢'.repeat(1_000_000), aside: { text: 'a\u0301'.repeat(500_000) } })]);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  it('colours what has a tone, and nothing else', async () => {
    const paint = await paintFor(true);
    const drawn = drawPage(
      [
        {
          kind: 'entries',
          title: 'Things',
          facts: [{ text: '12 in all' }, { text: '9 NEW', tone: 'warning' }],
          entries: [entry({ mark: { text: 'NEW', tone: 'warning' }, aside: { text: 'open', tone: 'bad' } })],
        },
      ],
      { columns: 80, paint, rule: false },
    );
    expect(drawn).toBe(
      [
        '\u001b[1mThings\u001b[22m  12 in all, \u001b[33m9 NEW\u001b[39m',
        '  \u001b[2m7\u001b[22m  \u001b[33mNEW\u001b[39m  Tax return  \u001b[31mopen\u001b[39m  today 05:06',
        '',
      ].join('\n'),
    );
  });
});
