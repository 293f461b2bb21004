import fc from 'fast-check';
import type { AnyCommand, OptionSpec } from '../../../src/cli/define-command.ts';
import { argumentName, parseFlags } from '../../../src/cli/flags.ts';
import { globalOptions } from '../../../src/cli/global-options.ts';
import { words } from '../../commands/words.ts';
import type { SurfaceCommand } from '../../contract/surface.ts';
import { content, fileNames } from './files.ts';
import { anyText, databases, mailServers, numbers } from './values.ts';

/** One case: a command line and all around it. */
export interface Line {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** The text of the configuration file, if there is one. */
  readonly config: string | undefined;
  /** What stands in the file `given`. */
  readonly given: string;
  /** The format that the line asks for, as it is written there. */
  readonly format: string | undefined;
  /** Whether the streams are a terminal, and how wide it is. */
  readonly columns: number | undefined;
}

/** Words that are never made by chance: what they do to the rest of a line is for tests of their own. */
const apart = new Set(['--json', '--output', '--help', '--version', '--debug']);

/** A value for what the definition calls by this name: `file`, `n`, `key=value`. */
function valueFor(
  name: string,
  choices: readonly string[] | undefined,
  there: readonly string[],
): fc.Arbitrary<string> {
  const fitting: fc.Arbitrary<string>[] = [];
  if (choices !== undefined) fitting.push(fc.constantFrom(...choices), fc.constantFrom(...choices));
  if (/file|folder/.test(name)) fitting.push(fc.constantFrom(...fileNames));
  if (name === 'n') fitting.push(numbers);
  if (name === 'location') fitting.push(databases);
  if (/=/.test(name)) fitting.push(fc.tuple(anyText(there), anyText(there)).map((parts) => parts.join('=')));
  const isPath = /file|folder|location/.test(name);
  // Where a path is meant, one that leads elsewhere is obeyed, and rightly.
  const text = anyText(there).filter((one) => !apart.has(one) && !(isPath && /^[/~]|\.\./.test(one)));
  if (isPath) return fc.oneof({ weight: 6, arbitrary: fitting[0] ?? text }, { weight: 1, arbitrary: text });
  return fc.oneof(...fitting.map((arbitrary) => ({ weight: 3, arbitrary })), { weight: 2, arbitrary: text });
}

const placeholder = (flags: string): string =>
  /[<[]([^>\]]*)[>\]]/.exec(flags)?.[1]?.replace('...', '') ?? '';

/** An option as it may stand on a command line, with or without its value. */
function optionWords({ flags, choices }: OptionSpec, there: readonly string[]): fc.Arbitrary<string[]> {
  const { short, long, takesValue, valueIsOptional } = parseFlags(flags);
  const flag = fc.constantFrom(long, ...(short === undefined ? [] : [short]));
  if (!takesValue) return flag.map((word): string[] => [word]);
  const value = valueFor(placeholder(flags), choices, there);
  const written = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(flag, value).map(([word, given]): string[] => [word, given]) },
    { weight: 1, arbitrary: value.map((given): string[] => [`${long}=${given}`]) },
  );
  return valueIsOptional ? fc.oneof(written, fc.constant<string[]>([long])) : written;
}

const others = globalOptions.filter(({ flags }) => !apart.has(parseFlags(flags).long));
const formats = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  { weight: 12, arbitrary: fc.constantFrom('json', 'jsonl', 'csv', 'ids', 'count', 'table') },
  { weight: 1, arbitrary: anyText() },
);

/** The words of a line of the command by its definition: each option, argument and global option by chance. */
function byDefinition(
  { path, definition }: SurfaceCommand,
  there: readonly string[],
): fc.Arbitrary<string[]> {
  const options = (definition.options ?? []).map((spec) => optionWords(spec, there));
  const args = fc
    .tuple(
      ...(definition.arguments ?? []).map((spec) => {
        const value = valueFor(argumentName(spec.name), undefined, there);
        const several = spec.several === true || spec.name.endsWith('...');
        return several ? fc.array(value, { maxLength: 4 }) : fc.array(value, { minLength: 1, maxLength: 1 });
      }),
    )
    .map((given) => given.flat());
  const global = fc.oneof(...others.map((spec) => optionWords(spec, there)));
  return fc
    .record({
      options: options.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...options), { maxLength: 5 }),
      globals: fc.oneof(
        { weight: 7, arbitrary: fc.constant<string[][]>([]) },
        { weight: 3, arbitrary: fc.array(global, { minLength: 1, maxLength: 2 }) },
      ),
      args,
      more: fc.oneof(
        { weight: 9, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(anyText(there), { maxLength: 3 }) },
      ),
      ending: fc.constantFrom('', '', '', '', '', '', '--', 'cut'),
      front: fc.boolean(),
    })
    .map(({ options, globals, args, more, ending, front }) => {
      const given = [...args, ...more];
      const line = [...options.flat(), ...globals.flat()];
      const all =
        ending === '--' ? [...line, '--', ...given] : front ? [...given, ...line] : [...line, ...given];
      return [...path.split(' '), ...(ending === 'cut' ? all.slice(0, -1) : all)];
    });
}

/** The words of an example of the command, some of them exchanged for others, left out or doubled. */
function byExample({ path, definition }: SurfaceCommand, there: readonly string[]): fc.Arbitrary<string[]> {
  const examples = examplesOf(path, definition);
  if (examples.length === 0) return byDefinition({ path, definition, summary: '' }, there);
  const first = path.split(' ').length;
  const text = anyText(there).filter((word) => !apart.has(word));
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('exchange', 'exchange', 'exchange', 'leave out', 'double'),
    text,
  );
  return fc
    .tuple(
      fc.constantFrom(...examples),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 5, arbitrary: fc.tuple(change) },
        { weight: 2, arbitrary: fc.array(change, { maxLength: 3 }) },
      ),
    )
    .map(([example, changes]) => {
      const line = [...example];
      for (const [where, kind, word] of changes) {
        const at = first + (where % Math.max(1, line.length - first));
        // What leads elsewhere stands behind no option that takes a path.
        const fits = !/^--(out|rejects|emit-ids|db)/.test(line[at - 1] ?? '') || !/^[/~]|\.\./.test(word);
        if (kind === 'exchange' && fits) line[at] = word;
        if (kind === 'leave out') line.splice(at, 1);
        if (kind === 'double') line.splice(at, 0, line[at] ?? '');
      }
      return line;
    });
}

/** The words of the examples: what a shell would make of the last program of each line. */
function examplesOf(path: string, { examples }: AnyCommand): string[][] {
  return examples
    .map((line) => words((line.split(' | ').at(-1) ?? '').split(' < ')[0] ?? '').slice(1))
    .filter((argv) => argv.slice(0, path.split(' ').length).join(' ') === path);
}

/** Variables of the environment that the program reads. */
const variables: Record<string, fc.Arbitrary<string>> = {
  KONTOR_OUTPUT: fc.oneof(fc.constantFrom('json', 'csv', 'table', ''), anyText()),
  KONTOR_ACTOR: anyText(),
  KONTOR_SMTP_URL: mailServers,
  KONTOR_SMTP_TLS: fc.oneof(fc.constantFrom('off', 'required'), anyText()),
  KONTOR_MAIL_FOLDER: fc.constantFrom('mails', 'other mails', 'clients.csv', 'no/such', 'm\u202e'),
  KONTOR_FILES: fc.constantFrom('store', 'clients.csv', 'no/such'),
  KONTOR_DB: databases,
  FORCE_COLOR: anyText(),
  NO_COLOR: anyText(),
  CI: anyText(),
  TERM: fc.constantFrom('dumb', 'xterm', '', '\u001b[2J'),
  LANG: anyText(),
  LC_ALL: anyText(),
  XDG_DATA_HOME: fc.constantFrom('', 'relative', 'x\u202ey'),
  PAGER: anyText(),
  EDITOR: anyText(),
  VISUAL: anyText(),
};
const variable = fc
  .constantFrom(...Object.keys(variables))
  // No system passes these on.
  .chain((name) =>
    (variables[name] ?? anyText())
      .filter((value) => !value.includes('\0') && value.isWellFormed())
      .map((value) => [name, value] as const),
  );
const environment: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 7, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.array(variable, { minLength: 1, maxLength: 3 }).map((given) => Object.fromEntries(given)),
  },
);

/** Settings of a configuration file, and what is none. */
const setting = fc.oneof(
  fc.tuple(fc.constant('db'), databases),
  fc.tuple(fc.constant('smtp-url'), mailServers),
  fc.tuple(
    fc.constantFrom(
      'output',
      'actor',
      'color',
      'smtp-tls',
      'mail-folder',
      'files',
      '__proto__',
      'constructor',
    ),
    anyText().filter((text) => !/^[/~]|\.\./.test(text)),
  ),
);
/** A configuration file; now and then broken: what is said of that is no place for passwords either. */
const configuration = fc.oneof(
  { weight: 20, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: content.filter((text) => !text.includes('files') && !text.includes('"db"')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(setting, { maxLength: 2 }), fc.constantFrom('}', '}', ',}', ' x}', ''))
      .map(([entries, end]) => JSON.stringify(Object.fromEntries(entries)).replace(/}$/, end)),
  },
);

/** Case by case of one command. */
export function linesOf(command: SurfaceCommand): fc.Arbitrary<Line> {
  const there = examplesOf(command.path, command.definition)
    .flatMap((argv) => argv.slice(command.path.split(' ').length))
    .filter((word) => !word.startsWith('-'));
  return fc
    .record({
      words: fc.oneof(
        { weight: 2, arbitrary: byDefinition(command, there) },
        { weight: 3, arbitrary: byExample(command, there) },
      ),
      env: environment,
      config: configuration,
      format: formats,
      stdin: fc.oneof(fc.constant(''), content),
      given: content,
      consent: fc.boolean(),
      columns: fc.oneof(
        { weight: 12, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(0, 1, 7, 39, 80, 300) },
      ),
    })
    .map(({ words: given, format, consent, ...around }) => ({
      ...around,
      format,
      // In front, where nothing takes them for its value.
      argv: [...(format === undefined ? [] : ['-o', format]), ...(consent ? ['-y'] : []), ...given],
    }));
}
