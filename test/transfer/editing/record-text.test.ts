import { describe, expect, it } from 'vitest';
import { type Entry, readRecordText, recordText } from '../../../src/transfer/editing/record-text.ts';

const entries: Entry[] = [
  { key: 'name', value: 'Weiß: "GmbH" # 1', isNeeded: true, comments: ['what it is called'] },
  { key: 'key', value: '' },
  {
    key: 'address',
    value: [
      { key: 'postalCode', value: '01067' },
      { key: 'country', value: 'NO' },
    ],
  },
  { key: 'tags', value: ['VIP', 'yes', '2026'] },
  { key: 'none', value: [] },
  { key: 'notes', value: ' two\nlines: \n\n- and \u001b[31m more\r\n' },
];
const text = recordText(['A record'], entries);
const changedBy = (from: string, to: string) => readRecordText(text.replace(from, to), entries);

describe('the text of a record', () => {
  it('says what is there, and what may be, and comes back as the same', () => {
    expect(text).toContain('# A record\n\n# what it is called\nname: ');
    expect(text).toMatch(/^key:$/m);
    expect(text).toContain('  postalCode: "01067"\n');
    expect(text).not.toContain('\u001b');
    expect(readRecordText(text, entries)).toMatchObject({ changed: {}, differences: [] });
    expect(readRecordText(text.replaceAll('\n', '\r\n'), entries).differences).toEqual([]);
  });

  it('what is taken out stays, what is emptied is cleared, what is always there is not', () => {
    expect(changedBy('key:\n', '').changed).toEqual({});
    expect(changedBy('postalCode: "01067"', 'postalCode:').changed).toEqual({
      address: { postalCode: null },
    });
    expect(changedBy('name: ', 'name: #').changed).toEqual({ name: '' });
    expect(readRecordText('', entries).changed).toEqual({});
  });

  it('values are texts: nothing is taken for a number, a day, or yes and no', () => {
    expect(changedBy('key:', 'key: 007').changed).toEqual({ key: '007' });
    expect(changedBy('country: NO', 'country: true').changed).toEqual({ address: { country: 'true' } });
    expect(changedBy('none: []', 'none: [1.10, 2026-01-01]').changed).toEqual({
      none: ['1.10', '2026-01-01'],
    });
  });

  it('differences say field by field what was and what is to be', () => {
    expect(changedBy('  - VIP\n', '').differences).toEqual([
      { field: 'tags', from: 'VIP, yes, 2026', to: 'yes, 2026' },
    ]);
    expect(changedBy('key:', 'key: K-1').differences).toEqual([
      { field: 'key', from: '(nothing)', to: 'K-1' },
    ]);
  });

  it.each([
    ['no YAML', 'key:', 'key: "open', /^Line \d+: .*/],
    ['a key that is not known', 'key:', 'kee: 1', 'Line 5: "kee" is not known here; did you mean "key"?.'],
    ['a key given twice', 'key:', 'key: 1\nkey: 2', 'Line 6: Map keys must be unique.'],
    ['a list for a text', 'key:', 'key: [1]', 'Line 5: key takes one text.'],
    ['a text for a list', 'none: []', 'none: VIP', /takes a list: one a line, each behind a -/],
    [
      'a text for what has parts',
      /address:\n.*\n.*\n/,
      'address: Berlin\n',
      /address must be keys with values/,
    ],
    ['an alias', 'key:', 'key: *all', /^Line 5: /],
    [
      'what nests so deep that the parser would take the process along',
      'key:',
      `key: ${'['.repeat(20_000)}`,
      'Line 5: it is nested more than 100 levels deep.',
    ],
  ])('%s is refused by its line', (_, from, to, said) => {
    expect(() => readRecordText(text.replace(from, to), entries)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        code: 'INVALID_TEXT',
        message: typeof said === 'string' ? said : expect.stringMatching(said),
      }),
    );
  });
});
