import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';

type Asked = (...given: unknown[]) => unknown;
const buildFile: string = path.resolve('esbuild.lodash.mjs');
const { leanLodash }: { leanLodash: Record<string, () => Asked> } = await import(buildFile);
// As knex finds it.
const knexRequire = createRequire(path.resolve('node_modules/knex/lib/client.js'));
const both = (name: string): readonly [Asked, Asked] => {
  const lean = leanLodash[name];
  if (lean === undefined) throw new Error(`${name} is not among them`);
  return [lean(), knexRequire(`lodash/${name}`) as Asked];
};

class Something {
  kept = 1;
}
const values = [
  undefined,
  null,
  0,
  1,
  true,
  '',
  'text',
  [],
  [1],
  {},
  { a: 1 },
  Object.create(null),
  new Something(),
  new Date(0),
  new Map(),
  new Map([[1, 2]]),
  new Set([1]),
  Buffer.alloc(0),
  Buffer.from('a'),
  new DataView(new ArrayBuffer(1)),
  new Uint8Array(1),
  () => 1,
  Symbol('s'),
  10n,
];
const rows = [{ kind: 'a', n: 1 }, { kind: 'b' }, { kind: 'a', n: 2 }];
const classesAsTheyAre = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.constructor !== Object
    ? value
    : undefined;

const cases: ReadonlyArray<readonly [name: string, given: ReadonlyArray<readonly unknown[]>]> = [
  ...['isEmpty', 'isPlainObject', 'isTypedArray'].map(
    (name) => [name, values.map((value) => [value])] as const,
  ),
  ['compact', [[[0, 'a', '', null, undefined, 'b']], [[]], [undefined]]],
  ['assign', [[{ a: 1 }, { b: 2 }, undefined, { a: 3 }]]],
  [
    'defaults',
    [
      [{}, { a: 1, b: undefined }, { a: 2, b: 3, c: 4 }],
      [{ a: null }, { a: 1 }, undefined],
    ],
  ],
  [
    'groupBy',
    [
      [rows, 'kind'],
      [rows, (row: { n?: number }) => row.n],
      [[], 'kind'],
      [undefined, 'kind'],
    ],
  ],
  [
    'has',
    [
      [{ a: undefined }, 'a'],
      [{}, 'a'],
      [{}, 'constructor'],
      [undefined, 'a'],
      [null, 'a'],
      [{ 'a.b': 1 }, 'a.b'],
    ],
  ],
  [
    'reduce',
    [
      [[{ a: 1 }, { b: 2 }], (sum: object, value: object) => ({ ...sum, ...value }), {}],
      [['x', 'y'], (sum: string, value: string, at: number) => `${sum}${value}${at + 1}`, ''],
      [{ a: 1, b: 2 }, (sum: string, value: number, key: string) => `${sum}${key}${value}`, ''],
      [undefined, () => 1, 'nothing'],
    ],
  ],
  ['cloneDeepWith', [[{ a: { b: [1, { c: new Something() }] }, d: undefined, e: null }, classesAsTheyAre]]],
];

describe('what knex asks of lodash, in the built program', () => {
  it.each(cases)('%s answers the same', (name, given) => {
    const [lean, lodash] = both(name);
    for (const words of given) expect(lean(...words), inspect(words)).toEqual(lodash(...words));
  });

  it('reduce with assign, as knex joins its options', () => {
    const [lean, lodash] = both('reduce');
    const [leanAssign, assign] = both('assign');
    const options = [{ timeout: 1 }, { nested: true, timeout: 2 }];
    expect(lean(options, leanAssign, {})).toEqual(lodash(options, assign, {}));
  });

  it('transform makes the table of operators', () => {
    const add = (result: Record<string, string>, sign: string | [string, string]) => {
      if (Array.isArray(sign)) result[sign[0]] = sign[1];
      else result[sign] = sign;
    };
    const [lean, lodash] = both('transform');
    const signs = ['=', ['?', '\\?'], 'like'];
    expect(lean(signs, add, {})).toEqual(lodash(signs, add, {}));
  });

  it('clones are no longer what they were made of, and instances of classes still are', () => {
    const [clone] = both('cloneDeepWith');
    const given = { inner: { a: 1 }, one: new Something() };
    const made = clone(given, classesAsTheyAre) as typeof given;
    expect(made.inner).not.toBe(given.inner);
    expect(made.one).toBe(given.one);
  });

  it('uniqueId never gives the same twice', () => {
    const [unique] = both('uniqueId');
    expect(new Set(Array.from({ length: 50 }, () => unique('trx'))).size).toBe(50);
    expect(unique('__knexUid')).toMatch(/^__knexUid\d+$/);
  });
});
