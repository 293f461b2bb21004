import { configurationFile, programSettings } from '../../config.ts';
import type { Passage } from './topic.ts';

/** What is looked at beside the settings of the program. */
const others: ReadonlyArray<readonly [string, string]> = [
  ['NO_COLOR', 'set to anything: no colour; it wins over FORCE_COLOR'],
  ['FORCE_COLOR', 'colour also where no terminal is; 0: none'],
  ['TERM', 'dumb: a terminal without colour, bars and pages'],
  ['COLORTERM', 'truecolor: all colours in photos'],
  ['TMUX, STY', 'inside tmux and screen photos are made of blocks'],
  ['TERM_PROGRAM, LC_TERMINAL', 'with those below: how photos are drawn'],
  ['KITTY_WINDOW_ID', 'the terminal is kitty'],
  ['GHOSTTY_RESOURCES_DIR', 'the terminal is Ghostty'],
  ['KONSOLE_VERSION', 'the terminal is Konsole'],
  ['CI', 'set to anything but 0 or false: nothing is ever asked'],
  ['VISUAL, EDITOR', 'the editor in which texts are written'],
  ['PAGER, LESS', 'the program that leafs through long pages, and its options'],
  ['LC_ALL, LC_CTYPE, LANG', 'whether the terminal shows more than ASCII'],
  ['TZ', 'the time zone, which doctor compares'],
  ['PATH', 'where pg_dump and pg_restore are found'],
  [
    'XDG_DATA_HOME',
    "the folder with kontor's own, in which the database is by default (LOCALAPPDATA on Windows)",
  ],
  ['XDG_CACHE_HOME', "the folder with kontor's own, in which compiled code is kept"],
];

export const environmentTopic: readonly Passage[] = [
  'A setting comes from the option, else from the environment, else from the nearest ' +
    `${configurationFile} from the working folder upward, else it is the default. kontor config list --origin shows which it was.`,
  { terms: programSettings.map(({ key, summary, places }) => [key, `${summary} (${places})`]) },
  `The keys of ${configurationFile} are the words on the left. Relative paths in it start from its own folder.`,
  { lines: ['{ "db": "clients.db", "actor": "erika" }'] },
  'Further variables:',
  { terms: others },
  'Settings of the firm, such as its name, sender and portal address, live in the database: kontor config set.',
];
