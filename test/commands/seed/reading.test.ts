import { describe, expect, it } from 'vitest';
import type { KontorError } from '../../../src/errors.ts';
import { readBook } from '../../../src/fixtures/read-book.ts';

const read = (text: string) => readBook([{ name: 'f.yaml', folder: '/', text }]);

/** What a text is refused for, as `line path: reason`. */
const refused = (text: string): string[] => {
  try {
    read(text);
  } catch (error) {
    const { code, details } = error as KontorError;
    expect(code).toBe('INVALID_FIXTURES');
    const problems = details?.problems as Array<Record<string, string>>;
    return problems.map(({ line, path, reason }) => `${line} ${path}: ${reason}`);
  }
  throw new Error('it was not refused');
};

const contact = (text: string) => read(text).contacts[0]?.item;

describe('reading fixtures', () => {
  it('numbers are texts, as they are written, in YAML and in JSON', () => {
    const yaml = contact(
      'contacts: [{ ref: 01, lastName: 1e3, key: 0x1F, phone: +49301, address: { postalCode: 01067 }, fields: { n: 1.50 } }]',
    );
    expect(yaml).toEqual({
      ref: '01',
      lastName: '1e3',
      key: '0x1F',
      phone: '+49301',
      address: { postalCode: '01067' },
      fields: { n: '1.50' },
    });
    expect(
      contact('{"contacts":[{"ref":"a","lastName":"A","key":7,"fields":{"n":1.5,"b":true,"c":null}}]}'),
    ).toEqual({
      ref: 'a',
      lastName: 'A',
      key: '7',
      fields: { n: '1.5', b: true, c: null },
    });
    expect(contact('contacts: [{ ref: a, lastName: no, notes: 2026-01-01, sharedEmail: true }]')).toEqual({
      ref: 'a',
      lastName: 'no',
      notes: '2026-01-01',
      sharedEmail: true,
    });
  });

  it('anchors, aliases and merge keys save typing; an empty file says nothing', () => {
    const book = read(`
contacts:
  - &home { ref: a, lastName: A, address: &address { city: Bonn } }
  - { <<: *home, ref: b }
  - { ref: c, lastName: C, address: *address }
`);
    expect(book.contacts.map(({ item }) => item)).toEqual([
      { ref: 'a', lastName: 'A', address: { city: 'Bonn' } },
      { ref: 'b', lastName: 'A', address: { city: 'Bonn' } },
      { ref: 'c', lastName: 'C', address: { city: 'Bonn' } },
    ]);
    for (const text of ['', '# nothing\n', '{}']) expect(read(text).contacts).toEqual([]);
  });

  it('what is no YAML is named with its line', () => {
    expect(refused('contacts:\n  - { ref: a\n  - b\n')[0]).toMatch(/^[23] : /);
    expect(refused('tags: []\ntags: []\n')).toEqual(['2 : Map keys must be unique']);
    expect(refused('tags:\n\t- a\n')[0]).toMatch(/^2 : .*tab/i);
    expect(refused('tags: []\n---\ntags: []\n')[0]).toMatch(/documents/);
    expect(refused('contacts: *none\n')[0]).toMatch(/none/);
    expect(refused('{"tags": [}')[0]).toMatch(/^1 : /);
    expect(refused('tags: !!js/function "x"\n')[0]).toMatch(/^1 : Unresolved tag/);
    expect(refused('- a\n')).toEqual(['1 : must be keys and values, not a list']);
    expect(refused('just text')).toEqual(['1 : must be keys and values, not text']);
  });

  it('a file that grows in memory is refused, and so are names that mean something to JavaScript', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map(([from, to]) => [from, to])) {
      bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`);
    }
    expect(refused(`${bomb.join('\n')}\n`)).toEqual([
      '1 : its aliases cannot be resolved: Excessive alias count indicates a resource exhaustion attack',
    ]);
    expect(refused('contacts: [{ ref: a, lastName: A, __proto__: { email: x@y.example } }]\n')[0]).toMatch(
      /^1 contacts\[0\]\.__proto__: "__proto__" is not known here/,
    );
    expect(refused('{"__proto__": {"tags": []}}')[0]).toMatch(/"__proto__" is not known here/);
    expect(({} as Record<string, unknown>).email).toBeUndefined();
  });

  it('JSON is located by line, too, and secrets are not repeated', () => {
    expect(
      refused(`{
  "accounts": [
    {
      "ref": "a",
      "links": [{ "contact": "c d", "password": 5, "login": "yes" }]
    }
  ]
}`),
    ).toEqual([
      '5 accounts[0].links[0].contact: must be a local name: letters, digits, _ . and -, at most 100 characters (given: "c d")',
      '5 accounts[0].links[0].login: must be true or false, not text',
    ]);
  });
});
