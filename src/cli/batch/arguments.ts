import { usageError } from '../../errors.ts';
import { kebabCase } from '../flags.ts';
import { wordsOf } from './words.ts';

/** What a line may hold that is a JSON object. */
const objectKeys = ['command', 'args', 'options', 'argv'];

/**
 * What a line of a batch would be on a command line. A line is one as a shell takes it apart, or a JSON object:
 * `{"command": "tag add", "args": ["VIP"], "options": {"to": [1, 2], "createTags": true}}`, or
 * `{"argv": ["tag", "add", "VIP", "--to", "1"]}`. Throws INVALID_LINE and what `wordsOf` throws (exit 2).
 */
export function argumentsOf(line: string): string[] {
  if (line.startsWith('{')) return fromObject(parsed(line));
  const words = wordsOf(line);
  // Lines that were copied from a script begin with the name of the program.
  return words[0] === 'kontor' ? words.slice(1) : words;
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw invalid(`The line is not valid JSON: ${(error as Error).message}.`);
  }
}

function fromObject(line: Record<string, unknown>): string[] {
  const unknown = Object.keys(line).find((key) => !objectKeys.includes(key));
  if (unknown !== undefined) throw invalid(`A line has no key "${unknown}".`);
  const { command, args = [], options = {}, argv } = line;
  if (argv !== undefined) {
    if (Object.keys(line).length > 1)
      throw invalid('"argv" is the whole command line: no other key goes with it.');
    return textsOf('argv', argv);
  }
  if (typeof command !== 'string' || command.trim() === '') {
    throw invalid('"command" must be a text, as in "account create".');
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid('"options" must be an object, as in {"name": "Haus am See"}.');
  }
  const flags = Object.entries(options).flatMap(([name, value]) => flagsOf(name, value));
  const behind = textsOf('args', args);
  // Whatever an argument looks like, it is none of the options.
  return [...command.trim().split(/\s+/), ...flags, ...(behind.length === 0 ? [] : ['--', ...behind])];
}

/** An option as it is typed: `true` is the option alone, a list is given once for each, null and false leave it out. */
function flagsOf(name: string, value: unknown): string[] {
  if (!/^[a-z][\w-]*$/i.test(name)) throw invalid(`"${name}" is not the name of an option.`);
  const flag = `--${kebabCase(name)}`;
  if (value === null || value === false) return [];
  if (value === true) return [flag];
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => `${flag}=${textOf(`options.${name}`, one)}`);
}

function textsOf(key: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid(`"${key}" must be a list of texts.`);
  return value.map((one) => textOf(key, one));
}

function textOf(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  // What holds others is not repeated: it may be nested without end.
  const kind = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object' && value !== null
      ? 'an object'
      : String(value);
  throw invalid(`"${key}" must hold texts or numbers, not ${kind}.`);
}

const invalid = (message: string) =>
  usageError('INVALID_LINE', message, {
    hint: 'Like {"command": "tag add", "args": ["VIP"], "options": {"to": [1, 2]}}, or {"argv": ["tag", "add", …]}.',
    details: { allowed: objectKeys },
  });
