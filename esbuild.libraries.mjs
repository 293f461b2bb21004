/**
 * Plugins of the bundler that leave out of libraries, or put off, what no run of this program needs, or most do not.
 */
import { readFile } from 'node:fs/promises';

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

/** Half of knex is for schemas, migrations and seeds; a class that is only made on request is loaded then. */
const knexOnRequest = {
  name: 'knex-on-request',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]knex[\\/]lib[\\/].*\.js$/ }, async ({ path: file }) => ({
      contents: withClassesOnRequest(await readFile(file, 'utf8')),
    }));
  },
};

function withClassesOnRequest(code) {
  let changed = code;
  const declarations = code.matchAll(/^const (?:(\w+)|\{ (\w+) \}) = (require\('\.[^']+'\));\n/gm);
  for (const [declaration, whole, part, required] of declarations) {
    const name = whole ?? part;
    const rest = code.replace(declaration, '');
    const uses = [...rest.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length;
    const request = new RegExp(`\\bnew ${name}\\(|(?<!new )\\b${name}(?=\\.extend\\()`, 'g');
    if ([...rest.matchAll(request)].length !== uses) continue;
    const found = part === undefined ? required : `${required}.${part}`;
    changed = changed
      .replace(declaration, '')
      .replace(request, (use) => (use.startsWith('new') ? `new (${found})(` : found));
  }
  return changed;
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
  sqliteAtOnce,
  measureOfTables,
];
