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
