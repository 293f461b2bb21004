/**
 * Plugins of the bundler that leave out of libraries, or put off, what no run of this program needs, or most do not.
 */
import { readFile } from 'node:fs/promises';
import { leanLodash } from './esbuild.lodash.mjs';

/** We hand knex its dialect classes; its own table of names would bring all ten dialects with it. */
const withoutOtherDialects = {
  name: 'without-other-dialects',
  setup({ onLoad }) {
    onLoad({ filter: /knex[\\/]lib[\\/]dialects[\\/]index\.js$/ }, () => ({
      contents: `exports.getDialectByNameOrAlias = (name) => {
        throw new Error(\`the dialect "\${name}" is not part of this build: hand its class to knex\`);
      };`,
    }));
  },
};

/** Knex says what it does by colours and to who debugs it; we neither show nor read that, and both look at the terminal first. */
const withoutKnexTalk = {
  name: 'without-knex-talk',
  setup({ onLoad, onResolve }) {
    const only = (importer) => /[\\/]node_modules[\\/]knex[\\/]/.test(importer);
    onResolve({ filter: /^(colorette|debug)$/ }, ({ path: name, importer }) =>
      only(importer) ? { path: name, namespace: 'knex-talk' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'knex-talk' }, ({ path: name }) => ({
      contents:
        name === 'debug'
          ? 'const say = () => {}; say.enabled = false; module.exports = () => say;'
          : 'const plain = String; module.exports = { red: plain, green: plain, yellow: plain, cyan: plain };',
    }));
  },
};

/**
 * Half of knex is for schemas, migrations and seeds, and it carries two hundred modules of lodash: a class that is only made on
 * request is loaded then, and a function of lodash when it is called.
 */
const knexOnRequest = {
  name: 'knex-on-request',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]knex[\\/]lib[\\/].*\.js$/ }, async ({ path: file }) => ({
      contents: loadedOnRequest(await readFile(file, 'utf8')),
    }));
  },
};

function loadedOnRequest(code) {
  const declarations = code.matchAll(
    /^const (?:(\w+)|\{ (\w+) \}) = (require\('(?:\.|lodash\/)[^']+'\));\n/gm,
  );
  let changed = code;
  for (const [declaration, whole, part, required] of declarations) {
    const name = whole ?? part;
    const found = part === undefined ? required : `${required}.${part}`;
    const request = required.includes("'lodash/")
      ? `(?<![\\w$.])${name}(?=\\()`
      : `\\bnew ${name}\\(|(?<!new )\\b${name}(?=\\.extend\\()`;
    // A comment, or a method of the same name.
    const isOther = new RegExp(`^\\s*(?://|/?\\*|(?:async )?${name}\\([^()]*\\) \\{$)`);
    const count = (line, pattern) => [...line.matchAll(new RegExp(pattern, 'g'))].length;
    const lines = changed.replace(declaration, '').split('\n');
    const using = lines.filter((line) => !isOther.test(line));
    // What is used in any other way stays as it is.
    if (using.some((line) => count(line, `(?<![\\w$.])${name}\\b`) !== count(line, request))) continue;
    changed = lines
      .map((line) =>
        isOther.test(line)
          ? line
          : line.replace(new RegExp(request, 'g'), (use) =>
              use.startsWith('new ') ? `new (${found})(` : found,
            ),
      )
      .join('\n');
  }
  return changed;
}

/** What of lodash is still needed finds what Node knows of types through `module`, which bundled code has not, and then through what is deprecated. */
const lodashForKnex = {
  name: 'lodash-for-knex',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^lodash\/\w+$/ }, ({ path: name, importer }) =>
      /[\\/]node_modules[\\/]knex[\\/]/.test(importer) && name.replace('lodash/', '') in leanLodash
        ? { path: name, namespace: 'lean-lodash' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lean-lodash' }, ({ path: name }) => ({
      contents: `module.exports = (${leanLodash[name.replace('lodash/', '')]})();`,
    }));
    onLoad({ filter: /[\\/]lodash[\\/]_nodeUtil\.js$/ }, () => ({
      contents: `module.exports = require('util').types;`,
    }));
  },
};

/**
 * Zod makes a hundred classes when it is loaded, of which a command needs ten. Each gets a class for errors, which only errors need, a
 * list of prototypes, filled when it is first made, and the fifty members of all schemas as a getter and a setter each, which
 * here it inherits from one object; and whoever makes a schema looks for what others have added to prototypes. Nobody here does.
 */
const leanZod = {
  name: 'lean-zod',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/ }, async ({ path: file }) => ({
      contents: replaced(await readFile(file, 'utf8'), [
        [
          /const Parent = params\?\.Parent \?\? Object;\s+(class Definition extends) Parent (\{\s+\})\s+(Object\.defineProperty\()Definition(, "name", .*\);)/,
          'const Definition = params?.Parent && $3$1 params.Parent $2$4',
        ],
        [/const initialized = protoMembers && new WeakSet\(\);/, 'let initialized;'],
        [/if \(initialized\) \{/, 'if (protoMembers) { initialized ??= new WeakSet();'],
        [/const proto = _\.prototype;\s+for \(const k in proto\) \{[\s\S]*?\n {8}\}\n/, ''],
      ]),
    }));
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/]util\.js$/ }, async ({ path: file }) => ({
      contents: replaced(await readFile(file, 'utf8'), [
        [
          /export function members\(proto, table\) \{/,
          `${inheritedMembers}\nfunction ownMembers(proto, table) {`,
        ],
      ]),
    }));
  },
};

/** What a class has already of its own is written over, as if it got them itself. */
const inheritedMembers = `
const inherited = new Map();
export function members(proto, table) {
  const names = Object.keys(table);
  if (names.length < 40 || Object.getPrototypeOf(proto) !== Object.prototype) return ownMembers(proto, table);
  if (!inherited.has(table)) {
    inherited.set(table, {});
    ownMembers(inherited.get(table), table);
  }
  const all = inherited.get(table);
  for (const name of names) {
    if (Object.hasOwn(proto, name)) Object.defineProperty(proto, name, Object.getOwnPropertyDescriptor(all, name));
  }
  Object.setPrototypeOf(proto, all);
}`;

/** A text with parts of it exchanged, each of which has to be there. */
function replaced(text, changes) {
  return changes.reduce((changed, [pattern, by]) => {
    if (!pattern.test(changed)) throw new Error(`a library looks different: no ${pattern}`);
    return changed.replace(pattern, by);
  }, text);
}

/** node-sqlite3 asks a library for its binary, which looks in a dozen places; the usual one is tried before. */
const sqliteAtOnce = {
  name: 'sqlite-at-once',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]sqlite3[\\/]lib[\\/]sqlite3-binding\.js$/ }, () => ({
      contents: `
        try {
          module.exports = require('sqlite3/build/Release/node_sqlite3.node');
        } catch (error) {
          if (error.code !== 'MODULE_NOT_FOUND') throw error;
          module.exports = require('sqlite3/lib/sqlite3-binding.js');
        }`,
    }));
  },
};

/** cli-table3 is given stand-ins of letters and lines (src/output/table.ts): what knows emoji would be set up for nothing. */
const measureOfTables = {
  name: 'measure-of-tables',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^string-width$/ }, ({ path: name, importer }) =>
      /[\\/]node_modules[\\/]cli-table3[\\/]/.test(importer)
        ? { path: name, namespace: 'table-measure' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'table-measure' }, () => ({
      contents: 'module.exports = (text) => text.length;',
    }));
  },
};

export const leanLibraries = [
  withoutOtherDialects,
  withoutKnexTalk,
  knexOnRequest,
  lodashForKnex,
  leanZod,
  sqliteAtOnce,
  measureOfTables,
];
