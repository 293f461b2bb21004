import { optionText, wrap } from './help.ts';
import type { ArgumentFacts, CommandFacts, OptionFacts, Surface } from './surface.ts';
import type { Passage } from './topics/topic.ts';

/** The manual, kontor(1), in the macros of man(7). `date` is when it was made. */
export function manPage({ version, globalOptions, nouns, topics, exitCodes }: Surface, date: string): string {
  const lines = [
    `.TH KONTOR 1 ${date} "kontor ${escaped(version)}" "User Commands"`,
    '.SH NAME',
    'kontor \\- client administration for firms that do taxes, books and legal work',
    '.SH SYNOPSIS',
    '.B kontor',
    '.I noun verb',
    '.RI [ arguments ]',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    ...paragraph(
      'Client accounts, the contacts behind them, who is what in which account, who may log in to the client portal, ' +
        'invitations, tags, custom fields, search, and the import of client lists, on SQLite or PostgreSQL.',
    ),
    '.SH GLOBAL OPTIONS',
    ...paragraph('Accepted before or after the command. Given twice, the last one counts.'),
    ...globalOptions.flatMap(optionLines),
    '.SH COMMANDS',
    ...paragraph('ls is short for list, rm for delete, or for remove where a noun has no delete.'),
    ...nouns.flatMap(({ name, summary, self, verbs }) => [
      `.SS ${escaped(`kontor ${name}`)}`,
      ...paragraph(sentence(summary)),
      ...(self === null ? [] : commandLines(self)),
      ...verbs.flatMap((verb) => [
        '.PP',
        `.B ${quoted(`kontor ${verb.command}`)}`,
        '.br',
        plain(sentence(verb.summary)),
        ...commandLines(verb),
      ]),
    ]),
    ...topics
      .filter(({ name }) => name !== 'exit-codes')
      .flatMap(({ name, passages }) => [
        `.SH ${escaped(name.replaceAll('-', ' ').toUpperCase())}`,
        ...passages.flatMap(passageLines),
      ]),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(({ code, meaning }) => ['.TP', `.B ${code}`, plain(meaning)]),
  ];
  return `${lines.filter((line, at) => !(line === '.PP' && isHeading(lines[at - 1]))).join('\n')}\n`;
}

/** A paragraph begins behind it anyway. */
const isHeading = (line = ''): boolean => /^\.S[HS] /.test(line);

const commandLines = (command: CommandFacts): string[] => [
  ...example([command.usage]),
  ...(command.description === null ? [] : paragraph(command.description)),
  ...command.arguments.flatMap(argumentLines),
  ...command.options.flatMap(optionLines),
  '.PP',
  'Examples:',
  ...example(command.examples),
];

const argumentLines = ({ name, summary }: ArgumentFacts): string[] => [
  '.TP',
  `.I ${quoted(name)}`,
  plain(summary),
];

const optionLines = ({ flags, summary, choices, repeatable }: OptionFacts): string[] => [
  '.TP',
  `.B ${quoted(flags)}`,
  plain(optionText({ flags, summary, repeatable, ...(choices === null ? {} : { choices }) })),
];

function passageLines(passage: Passage): string[] {
  if (typeof passage === 'string') return paragraph(passage);
  if ('text' in passage) return example(passage.text.trimEnd().split('\n'));
  if ('lines' in passage) return example(passage.lines);
  return passage.terms.flatMap(([term, meaning]) => ['.TP', `.B ${quoted(term)}`, plain(meaning)]);
}

const paragraph = (text: string): string[] => ['.PP', plain(text)];

const example = (lines: readonly string[]): string[] => [
  '.PP',
  '.nf',
  '.RS 4',
  ...lines.map(plain),
  '.RE',
  '.fi',
];

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Characters that roff reads as something else, and those that not every roff has. */
const special: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

/** Text as it is. */
const escaped = (text: string): string =>
  text
    .replace(/[\\\-'`^~"]/g, (char) => special[char] ?? char)
    .replace(
      /[^\x20-\x7e]/gu,
      (char) => `\\[u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    // A dot in the first place would be a macro.
    .replace(/^\./, '\\&.');

/** Text that is filled, in lines that an editor shows whole. */
const plain = (text: string): string => wrap(text, 56).map(escaped).join('\n');

/** An argument of a macro. */
const quoted = (text: string): string => `"${escaped(text)}"`;
