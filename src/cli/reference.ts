import { formatNotes, formats } from '../output/settings.ts';
import type { AnyCommand, GroupEntry, OptionSpec } from './define-command.ts';
import { exitCodes } from './exit-codes.ts';
import { globalOptions } from './global-options.ts';
import { argumentTerm, optionText, usage } from './help.ts';

/** The reference of all commands as Markdown, made from their definitions: the text of commands/README.md. */
export async function renderReference(groups: readonly GroupEntry[]): Promise<string> {
  const chapters = await Promise.all(groups.map(chapter));
  return `${[introduction(groups), ...chapters].join('\n\n')}\n`;
}

const introduction = (groups: readonly GroupEntry[]): string =>
  [
    '# Reference',
    'Generated from the definitions of the commands by `npm run docs`; a test fails when it is stale.',
    '`kontor <noun> <verb> [arguments] [options]`',
    table(
      ['Command', 'What it is about'],
      groups.map(({ name, summary }) => [`[\`${name}\`](#kontor-${name})`, summary]),
    ),
    '`ls` is short for `list`, `rm` for `delete` (for `remove` where a noun has no `delete`).',
    '## Global options',
    'Accepted before or after the command. Given twice, the last one counts.',
    optionTable(globalOptions),
    'Values come from the option, else from the environment (`KONTOR_DB`, `KONTOR_OUTPUT`, `KONTOR_ACTOR`, `NO_COLOR` ' +
      'before `FORCE_COLOR`, `KONTOR_LOCK_TIMEOUT`, `KONTOR_SMTP_URL`, `KONTOR_SMTP_TLS`, `KONTOR_MAIL_FOLDER`), else from ' +
      '`kontor.config.json` found upward from the working folder (keys `db`, `output`, `actor`, `color`, ' +
      '`lock-timeout`, `smtp-url`, `smtp-tls`, `mail-folder`), else from a default. `kontor config list --origin` shows which it was.',
    '## Output formats',
    table(
      ['Format', 'What is printed'],
      formats.map((format) => [`\`${format}\``, formatNotes[format]]),
    ),
    'With any format but `table` an error is one object on standard error: ' +
      '`{"error": {"code", "exitCode", "message", "hint", "details"}}`.',
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
    ),
  ].join('\n\n');

const chapter = async (entry: GroupEntry): Promise<string> => {
  const loaded = await entry.load();
  const head = [`## kontor ${entry.name}`, sentence(entry.summary)];
  if ('run' in loaded) return [...head, ...body(loaded, entry.name)].join('\n\n');
  const self = await loaded.self?.();
  const verbs = await Promise.all(
    loaded.verbs.map(async ({ name, summary, load }) => [
      `### kontor ${entry.name} ${name}`,
      sentence(summary),
      ...body(await load(), `${entry.name} ${name}`),
    ]),
  );
  return [...head, ...(self ? body(self, entry.name) : []), ...verbs.flat()].join('\n\n');
};

const body = (command: AnyCommand, path: string): string[] => [
  fenced([usage(path, command)]),
  ...(command.description ? [command.description] : []),
  ...(command.arguments?.length
    ? [
        table(
          ['Argument', 'Meaning'],
          command.arguments.map((spec) => [code(argumentTerm(spec)), spec.summary]),
        ),
      ]
    : []),
  ...(command.options?.length ? [optionTable(command.options)] : []),
  'Examples:',
  fenced(command.examples),
];

const optionTable = (options: readonly OptionSpec[]): string =>
  table(
    ['Option', 'Meaning'],
    options.map((option) => [code(option.flags), optionText(option)]),
  );

/** Columns are padded as the formatter of the project wants them, so that it finds nothing to change. */
const table = (headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string => {
  const escaped = [headings, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = headings.map((_, at) => Math.max(3, ...escaped.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = escaped;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
};

const code = (text: string): string => `\`${text}\``;

const fenced = (lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
