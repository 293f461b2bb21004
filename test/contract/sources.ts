import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An import as it stands in a file: what is named, whether only types are taken, whether it is loaded lazily. */
export interface Import {
  specifier: string;
  typesOnly: boolean;
  lazy: boolean;
}

/** A source file of the project, by its path from the root, with `/` in between. */
export interface Source {
  file: string;
  text: string;
  /** Without comments. */
  code: string;
  imports: Import[];
}

const root = path.resolve(import.meta.dirname, '../..');

/** All TypeScript files of these folders. */
export function sources(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file.split(path.sep).join('/')}`),
    )
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const code = withoutComments(text);
      return { file, text, code, imports: importsOf(code) };
    });
}

/** Good enough for formatted sources: comments are whole lines, or stand behind code and a blank. */
const withoutComments = (text: string): string =>
  text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/ .*$/gm, '$1');

function importsOf(code: string): Import[] {
  const found: Import[] = [];
  for (const [, clause = '', specifier = ''] of code.matchAll(
    /^(?:import|export)\s+((?:[^'";]|\n)*?)from\s+'([^']+)'/gm,
  )) {
    const named = /^\{([\s\S]*)\}\s*$/.exec(clause.trim())?.[1];
    const inlineTypes = named
      ?.split(',')
      .filter((part) => part.trim() !== '')
      .every((part) => part.trim().startsWith('type '));
    found.push({ specifier, typesOnly: clause.startsWith('type ') || inlineTypes === true, lazy: false });
  }
  for (const [, specifier = ''] of code.matchAll(/^import\s+'([^']+)'/gm)) {
    found.push({ specifier, typesOnly: false, lazy: false });
  }
  for (const [, specifier = ''] of code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)) {
    found.push({ specifier, typesOnly: false, lazy: true });
  }
  return found;
}

/** The file that an import leads to, from the root; undefined for a package. */
export const target = (file: string, { specifier }: Import): string | undefined =>
  specifier.startsWith('.')
    ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
    : undefined;

/** The package that an import leads to; undefined for a file. */
export const packageOf = ({ specifier }: Import): string | undefined =>
  specifier.startsWith('.')
    ? undefined
    : specifier.startsWith('node:')
      ? specifier
      : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
