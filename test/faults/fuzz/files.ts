import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { anyText } from './values.ts';

/** Names that every object of JavaScript has already. */
const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

/** Files that are there for every line: the examples', and hostile ones. */
export const fileNames = [
  ...[
    'clients.csv',
    'fixtures.yaml',
    'changes.txt',
    'changes.jsonl',
    'letter.txt',
    'comment.txt',
    'note.txt',
    'return.pdf',
    'receipts.txt',
  ],
  ...[
    'portrait.png',
    'logo.png',
    'kunden.csv',
    'link.txt',
    'reset.txt',
    'session.txt',
    'password.txt',
    'nightly.backup',
  ],
  ...Object.keys(hostileFiles()),
  ...[
    '-',
    'new.out',
    'folder',
    'no-such-file',
    'no/such/file',
    '/dev/null',
    '',
    'given',
    'a\0b',
    'x'.repeat(300),
    'n\u202eew.csv',
  ],
];

function hostileFiles(): Record<string, string | Buffer> {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 9; at += 1) {
    const [name, last] = [String.fromCharCode(97 + at), String.fromCharCode(96 + at)];
    bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(', ')}]`);
  }
  return {
    'empty.csv': '',
    'bomb.yaml': `${bomb.join('\n')}\ntags: *i\n`,
    'loop.yaml': 'tags: &a [*a]\naccounts: &b { b: *b }\n',
    'merge.yaml':
      'x: &x { name: VIP }\ntags: [{ <<: *x, __proto__: { color: red } }]\n__proto__: { tags: [] }\n',
    'odd.yaml': '!!js/function "x": 1\n? [a, b]\n: c\n---\ntags: []\n',
    'deep.json': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    'deep.yaml': `tags: ${'['.repeat(3_000)}${']'.repeat(3_000)}\n`,
    'deep-object.json': `[${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}]`,
    'proto.json': `[{ "__proto__": { "account.name": "x" }, "constructor": "y", "account.name": "Proto GmbH", "E-mail": "p@proto.example" }]`,
    'proto.csv': `${inherited.join(',')},account.name\n1,2,3,4,5,6,Proto OHG\n`,
    'proto-map.json': `{ "__proto__": "account.name", "constructor": "account.key", "Name": "__proto__", "X": "toString" }`,
    'proto.jsonl': inherited
      .map((word) => JSON.stringify({ command: word, args: [word], [word]: word }))
      .join('\n'),
    'broken.bin': Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 131 + (at >> 3)) % 256)),
    'utf16.csv': Buffer.from(`\ufeffFirst name;E-mail\nÄ;a@b.example\nx;\ud800\n`, 'utf16le'),
    'long-line.csv': `First name,E-mail\n${'x'.repeat(300_000)},a@b.example\n`,
    'quote.csv': `First name,E-mail\n"${'never closed\n'.repeat(500)}`,
    'many-columns.csv': `${Array.from({ length: 3_000 }, (_, at) => `c${at}`).join(',')}\n`,
    'archive.zip': Buffer.from('504b0304140000000800', 'hex'),
    'ids.txt': ['1', '__proto__', '', '-1', '\u001b[2J', 'id:2', 'x'.repeat(5_000)].join('\n'),
  };
}

/** Puts the hostile files into a folder. */
export async function layOutHostileFiles(folder: string): Promise<void> {
  for (const [name, content] of Object.entries(hostileFiles()))
    await writeFile(path.join(folder, name), content);
}

/** Headings of client lists, and what is none. */
const headings = [
  ...[
    'account.key',
    'account.name',
    'account.type',
    'First name',
    'Last name',
    'E-mail',
    'Street',
    'City',
    'Tags',
    'Phone',
    'Login',
  ],
  ...[
    'Company name',
    'link.description',
    'account.field:tax-number',
    'contact.field:second-email',
    'Kundennummer',
    'contact.ref',
  ],
  ...inherited,
];

/** Keys of fixtures, of lines of a batch, of configurations. */
const keys = [
  ...[
    'tags',
    'accounts',
    'contacts',
    'fields',
    'documents',
    'notes',
    'firm',
    'name',
    'color',
    'ref',
    'key',
    'email',
    'links',
    'contact',
  ],
  ...[
    'command',
    'args',
    'argv',
    'options',
    'db',
    'output',
    'actor',
    'files',
    'text',
    'at',
    'account',
    'type',
    'set',
    'portal',
    'password',
  ],
  ...inherited,
];

const cell = anyText();
const table = fc
  .tuple(
    fc.array(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...headings) }, { weight: 1, arbitrary: cell }),
      { minLength: 1, maxLength: 6 },
    ),
    fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 5 }),
    fc.constantFrom(',', ';', '\t', '|'),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([first, rows, delimiter, end, quoted]) =>
    [first, ...rows]
      .map((row) => row.map((text) => (quoted ? `"${text.replaceAll('"', '""')}"` : text)).join(delimiter))
      .join(end),
  );

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    { weight: 4, arbitrary: cell },
    { weight: 1, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1e308, 2 ** 53) },
    { weight: 3, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
    {
      weight: 3,
      // Of entries, not by assigning: `__proto__` is a key like any other.
      arbitrary: fc
        .array(
          fc.tuple(
            fc.oneof(
              { weight: 8, arbitrary: fc.constantFrom(...keys, ...headings) },
              { weight: 1, arbitrary: cell },
            ),
            tie('tree'),
          ),
          {
            maxLength: 4,
          },
        )
        .map((entries) => Object.fromEntries(entries)),
    },
  ),
}));
const json = tree.map((value) => JSON.stringify(value));

/** Texts as files and standard input have them: tables, JSON, fixtures, command lines, and noise. */
export const content: fc.Arbitrary<string> = fc.oneof(
  table,
  json,
  fc.array(json, { maxLength: 4 }).map((lines) => lines.join('\n')),
  fc
    .array(fc.tuple(fc.constantFrom(...keys), json), { maxLength: 4 })
    .map((entries) => entries.map(([key, value]) => `${key}: ${value}`).join('\n')),
  fc
    .array(fc.array(cell, { maxLength: 4 }), { maxLength: 4 })
    .map((lines) => lines.map((words) => words.join(' ')).join('\n')),
  cell,
);
