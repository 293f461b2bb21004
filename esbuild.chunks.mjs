/**
 * How the bundler's modules become chunks that bin/chunks.ts loads: CommonJS whose exports are a plain object. The bundler's own
 * CommonJS defines a getter for each export, and copies all getters for each who imports them, which takes longer than
 * most chunks take to run.
 */
import { transform } from 'esbuild';

const common = { platform: 'node', target: 'node20.17', charset: 'ascii' };

/** The text of a chunk, as a function of `exports`, `require` and `module`. */
export async function chunkOf(text) {
  const { code } = await transform(text, {
    ...common,
    format: 'cjs',
    supported: { 'dynamic-import': false },
  });
  const plain = withPlainExports(withPlainImports(code));
  const bare = plain.includes('__toESM(') ? plain : plain.replace(helpers, '');
  const wrapped = `chunk = function (exports, require, module) {${bare}\n}`;
  const { code: small } = await transform(wrapped, { ...common, minify: true });
  return inAscii(small.trim().replace(/^chunk=(.*);$/s, '($1)'));
}

/** The bundler writes texts in ASCII, but patterns as they are; read byte by byte, they would be others. */
const inAscii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const helpers = /^(?:var __\w+ = [\s\S]*?;\n(?=var ))+/;
const exportsOf =
  /^var stdin_exports = \{\};\n__export\(stdin_exports, \{\n([\s\S]*?)\n\}\);\nmodule\.exports = .*;\n/m;

/** What is exported is named behind everything else, when it has its value. */
function withPlainExports(code) {
  const [whole = '', list] = exportsOf.exec(code) ?? [];
  const body = code.replace(whole, '').replace(/^\/\/ Annotate the CommonJS export names[\s\S]*$/m, '');
  if (list === undefined) return body;
  const entries = list.split(',\n').map((line) => {
    const [, name, local] = /^ *(\S+): \(\) => (\S+)$/.exec(line) ?? [];
    if (local === undefined) throw new Error(`an export that is not understood: ${line}`);
    // What gets another value later has to be looked up each time.
    return isAssignedAgain(body, local) ? `get ${name}() { return ${local}; }` : `${name}: ${local}`;
  });
  return `${body}\nmodule.exports = { ${entries.join(', ')} };`;
}

/** Whether it gets a value beside its declaration. Another thing of the same name only makes it a getter for nothing. */
function isAssignedAgain(code, name) {
  const word = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  const assignment = `${word}\\s*(?:[-+*/%&|^?<>]*=(?![=>])|\\+\\+|--)|(?:\\+\\+|--)${word}`;
  const declared = new RegExp(`\\b(?:function\\*?|class) ${word}`).test(code) ? 0 : 1;
  return [...code.matchAll(new RegExp(assignment, 'g'))].length > declared;
}

/** Our own chunks are as they are wanted; of modules of Node only the default export differs. */
function withPlainImports(code) {
  return code
    .replace(/__toESM\((require\("\.\/[^"]+"\))\)/g, '$1')
    .replace(/^var (\w+) = __toESM\((require\("[^"]+"\))(?:, 1)?\);$/gm, (whole, name, required) => {
      const uses = [...code.matchAll(new RegExp(`\\b${name}\\b(?:\\.(\\w+))?`, 'g'))].slice(1);
      return uses.every(([, property]) => property === 'default')
        ? `var ${name} = {default:${required}};`
        : whole;
    });
}
