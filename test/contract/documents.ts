import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** A fenced block of a document that shows commands. */
export interface Block {
  /** Where it begins in the document. */
  line: number;
  /** `sh`: a script. `console`: what was typed after `$ `, each with what was printed. `yaml`: may hold lines of scripts. */
  kind: 'sh' | 'console' | 'yaml';
  text: string;
}

/** A command of a `console` block. */
export interface Typed {
  command: string;
  /** What is shown to have been printed. */
  printed: string;
}

const root = path.resolve(import.meta.dirname, '../..');

/** The text of a document of the project. */
export const documentText = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/**
 * The blocks of a document that can be run, in order. One under `<!-- not run: REASON -->` is left out: it needs something that
 * only the reader has.
 */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  let open: Block | 'left out' | undefined;
  for (const [index, line] of lines.entries()) {
    const [, language] = /^```(\w*)$/.exec(line) ?? [];
    if (open === undefined) {
      if (language === undefined) continue;
      const isRun = ['sh', 'console', 'yaml'].includes(language) && !isLeftOut(lines, index);
      open = isRun ? { line: index + 2, kind: language as Block['kind'], text: '' } : 'left out';
    } else if (language !== undefined) {
      if (open !== 'left out') blocks.push(open);
      open = undefined;
    } else if (open !== 'left out') {
      open.text += `${line}\n`;
    }
  }
  if (open !== undefined) throw new Error('a block does not end');
  return blocks;
}

/** Whether the last line with text in front of a block says that it is not run. */
const isLeftOut = (lines: readonly string[], index: number): boolean => {
  const before = lines.slice(0, index).findLast((line) => line.trim() !== '');
  return before !== undefined && /^<!-- not run: .+ -->$/.test(before);
};

/** The commands of a `console` block. Lines that end in `\` go on in the next one. */
export function typedIn({ text }: Block): Typed[] {
  const typed: Typed[] = [];
  let goesOn = false;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const last = typed.at(-1);
    if (line.startsWith('$ ')) typed.push({ command: line.slice(2), printed: '' });
    else if (last === undefined) throw new Error(`what was printed before anything was typed? ${line}`);
    else if (goesOn) last.command += `\n${line.replace(/^> /, '')}`;
    else last.printed += `${line}\n`;
    goesOn = (line.startsWith('$ ') || goesOn) && line.endsWith('\\');
  }
  return typed.map(({ command, printed }) => ({ command, printed: printed.trimEnd() }));
}

/** The lines with kontor in the jobs of a `yaml` block. */
export function jobLines({ text }: Block): string[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return value.split('\n');
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  return texts(parse(text)).filter((line) => line.startsWith('kontor '));
}

/** What is different in each run and on each machine: days, ages and folders. */
export const withoutMoments = (text: string, folder: string): string =>
  text
    .replaceAll(folder, '~')
    .replaceAll('/home/erika', '~')
    .replace(/\d{4}-\d{2}-\d{2}( \d{2}:\d{2}( UTC)?|T[\d:.]+Z)?/g, 'DAY')
    .replace(/(today \d{2}:\d{2}|yesterday( \d{2}:\d{2})?|\d+ (days?|weeks?|months?|years?) ago)/g, 'WHEN')
    // The months of a chart end with this one.
    .replace(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, 'MON')
    .replace(/ +$/gm, '')
    .trimEnd();
