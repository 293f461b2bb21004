import type { AnyCommand, ArgumentSpec, CommandGroup, GroupEntry, OptionSpec } from './define-command.ts';
import { argumentName, parseFlags } from './flags.ts';
import { globalOptions } from './global-options.ts';
import { helpTopics } from './topics/index.ts';
import type { HelpTopic, Passage } from './topics/topic.ts';

type Row = readonly [term: string, text: string];

/** The help of the program itself. `width` in cells. */
export const rootHelp = (groups: readonly GroupEntry[], width: number): string =>
  page([
    'Client administration for firms that do taxes, books and legal work.',
    'Usage: kontor <noun> <verb> [arguments] [options]',
    section(
      'Commands:',
      groups.map(({ name, summary }) => [name, summary]),
      width,
    ),
    section(
      'Topics, with kontor help TOPIC:',
      helpTopics.map(({ name, summary }) => [name, summary]),
      width,
    ),
    section('Global options, before or after the command:', globalOptions.map(optionRow), width),
    section(
      'Examples:',
      [
        ['kontor init', 'make the database'],
        ['kontor account --help', 'what can be done with accounts'],
        ['kontor search müller', 'find a client'],
      ],
      width,
    ),
  ]);

/** The help of a noun: its verbs, and what it does by itself. */
export const groupHelp = (
  noun: Pick<GroupEntry, 'name' | 'summary'>,
  group: CommandGroup,
  self: AnyCommand | undefined,
  width: number,
): string =>
  page([
    wrap(sentence(noun.summary), width).join('\n'),
    [
      ...(self ? [`Usage: ${usage(noun.name, self)}`] : []),
      `${self ? '      ' : 'Usage:'} kontor ${noun.name} <verb> [arguments] [options]`,
    ].join('\n'),
    ...(self?.description ? [wrap(self.description, width).join('\n')] : []),
    section(
      'Verbs:',
      group.verbs.map(({ name, summary }) => [name, summary]),
      width,
    ),
    ...(self
      ? [...commandSections(self, width), section('Global options:', globalOptions.map(optionRow), width)]
      : []),
    `kontor ${noun.name} <verb> --help shows the options of a verb.`,
  ]);

/** The help of one command. `path` is how it is called: `account create`. */
export const commandHelp = (summary: string, definition: AnyCommand, path: string, width: number): string =>
  page([
    wrap(sentence(summary), width).join('\n'),
    `Usage: ${usage(path, definition)}`,
    ...(definition.description ? [wrap(definition.description, width).join('\n')] : []),
    ...commandSections(definition, width),
    section('Global options:', globalOptions.map(optionRow), width),
  ]);

/** A topic of `kontor help`. */
export const topicHelp = (
  { name, summary }: Pick<HelpTopic, 'name' | 'summary'>,
  passages: readonly Passage[],
  width: number,
): string =>
  page([
    wrap(`${name}: ${summary}`, width).join('\n'),
    ...passages.map((passage) => {
      if (typeof passage === 'string') return wrap(passage, width).join('\n');
      if ('text' in passage) return passage.text.trimEnd();
      if ('lines' in passage) return passage.lines.map((line) => `  ${line}`).join('\n');
      return rowsOf(passage.terms, width).join('\n');
    }),
  ]);

/** A command line with its arguments: `kontor contact link <contact> <account> [options]`. */
export const usage = (path: string, definition: AnyCommand): string =>
  ['kontor', path, ...(definition.arguments ?? []).map(argumentTerm), '[options]'].join(' ');

/** `<account>`, `[account]`, `<account...>` */
export const argumentTerm = (spec: ArgumentSpec): string => {
  const name = `${argumentName(spec.name)}${isSeveral(spec) ? '...' : ''}`;
  return isOptional(spec) ? `[${name}]` : `<${name}>`;
};

export const isSeveral = (spec: ArgumentSpec): boolean => spec.several === true || spec.name.includes('...');

export const isOptional = (spec: ArgumentSpec): boolean =>
  spec.optional === true || spec.name.startsWith('[');

/** What an option means, with the values allowed and whether it may be repeated. */
export const optionText = ({ summary, choices, repeatable }: OptionSpec): string =>
  [
    summary,
    ...(choices ? [`(one of: ${choices.join(', ')})`] : []),
    ...(repeatable ? ['(repeatable)'] : []),
  ].join(' ');

const commandSections = (definition: AnyCommand, width: number): string[] => [
  section(
    'Arguments:',
    (definition.arguments ?? []).map((spec) => [argumentTerm(spec), spec.summary]),
    width,
  ),
  section('Options:', (definition.options ?? []).map(optionRow), width),
  ['Examples:', ...definition.examples.map((line) => `  ${line}`)].join('\n'),
];

const optionRow = (spec: OptionSpec): Row => {
  const short = parseFlags(spec.flags).short !== undefined;
  return [short ? spec.flags : `    ${spec.flags}`, optionText(spec)];
};

const page = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

const sentence = (summary: string): string => {
  const text = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

/** Two columns; where the terminal is too narrow for two, the text goes under its term. */
const section = (title: string, rows: readonly Row[], width: number): string => {
  return rows.length === 0 ? '' : [title, ...rowsOf(rows, width)].join('\n');
};

const rowsOf = (rows: readonly Row[], width: number): string[] => {
  const left = Math.max(...rows.map(([term]) => term.length)) + 4;
  const stacked = width - left < 24;
  return rows.flatMap(([term, text]) => {
    if (stacked) return [`  ${term}`, ...wrap(text, width - 6).map((line) => `      ${line}`)];
    const [first = '', ...rest] = wrap(text, width - left);
    return [`  ${term.padEnd(left - 2)}${first}`, ...rest.map((line) => `${' '.repeat(left)}${line}`)];
  });
};

/** Lines of at most so many letters, broken between words. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};
