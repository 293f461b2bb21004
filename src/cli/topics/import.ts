import type { Passage } from './topic.ts';

export const importTopic: readonly Passage[] = [
  'kontor import FILE reads a client list: CSV (with comma, semicolon, tab or pipe), JSON or JSON Lines, in UTF-8, UTF-16 or ' +
    'Windows-1252, with English or German headings or those of Google, Outlook and TaxDome. A row is an account with one of its ' +
    'contacts; rows of one account name or key share the account.',
  {
    lines: [
      'kontor import inspect clients.csv',
      'kontor import clients.csv --dry-run --create-tags --create-fields',
      'kontor import clients.csv --create-tags --create-fields',
    ],
  },
  'A column that is not known is an error which names the nearest known one. --map "Kundennummer=account.key" says what it fills, ' +
    '--ignore-unknown leaves it out, --create-fields makes a custom field of it. kontor import template prints a list to fill in, with ' +
    'every heading.',
  'Accounts are found by key, then by name; contacts by key, then by e-mail, then by name within the account. The same file again ' +
    'changes nothing, and a blank cell never erases. A name that was generated never joins two clients who only share it.',
  'All rows are taken or none. With --keep-going the good ones are taken (exit code 5), and the others are left in a file beside yours, ' +
    'each with its line, column and reason: mend that file and import it. A dry run is the real run, rolled back.',
  'What an import did can be taken back as long as nobody has changed its records since:',
  { lines: ['kontor import runs', 'kontor import undo 1'] },
];
