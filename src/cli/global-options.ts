import { formats } from '../output/settings.ts';
import type { OptionSpec } from './define-command.ts';

/** Accepted by every command, before or after it. Given twice, the last one counts (`--json -o csv` is csv). */
export const globalOptions: readonly OptionSpec[] = [
  {
    flags: '--db <location>',
    summary: "database: a path or a postgres:// URL (default: kontor.db in the user's data folder)",
  },
  { flags: '-o, --output <format>', summary: `output format: ${formats.join(', ')}` },
  { flags: '--json', summary: 'same as --output json' },
  { flags: '--fields <list>', summary: 'show only these fields, in this order (comma-separated)' },
  { flags: '--wide', summary: 'never cut table cells' },
  { flags: '-q, --quiet', summary: 'no success lines, warnings or notes' },
  { flags: '-n, --dry-run', summary: 'do everything, then roll it back' },
  { flags: '-y, --yes', summary: 'answer yes to the question before something is destroyed' },
  { flags: '--no-input', summary: 'never ask; a missing value is an error' },
  {
    flags: '--actor <name>',
    summary: 'who is written into the record of changes (default: the system user)',
  },
  { flags: '--no-color', summary: 'no colour' },
  { flags: '--debug', summary: 'show the trace of an error' },
  { flags: '-h, --help', summary: 'show help' },
  { flags: '--version', summary: 'show the version' },
];

/** The global options as they stood on the command line. */
export interface GlobalValues {
  db?: string;
  output?: string;
  fields?: string;
  wide?: boolean;
  quiet?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  input?: boolean;
  actor?: string;
  color?: boolean;
  debug?: boolean;
}
