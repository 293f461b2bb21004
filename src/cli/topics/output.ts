import { formatNotes, formats } from '../../output/settings.ts';
import type { Passage } from './topic.ts';

export const outputTopic: readonly Passage[] = [
  'Standard output carries the data that was asked for and nothing else. What was done, warnings, questions and progress go to ' +
    'standard error. --output (short -o) chooses the format, --json is short for -o json:',
  { terms: formats.map((format) => [format, formatNotes[format]]) },
  'Keys of JSON are stable and only ever added to; times are ISO 8601 in UTC. An outcome is one of created, updated, unchanged, ' +
    'skipped, failed.',
  '--fields a,b shows these fields in this order, in every format; an unknown one is answered with those there are. Tables fit the ' +
    'terminal and are cut there with …; --wide, or a file or pipe in place of the terminal, cuts nothing. --quiet leaves out what is ' +
    'neither data nor an error.',
  {
    lines: [
      'kontor account list --fields id,name,tags -o csv',
      "kontor account show K-1001 -o json | jq -r '.contacts[].emails[].address'",
      'kontor account list --type company -o ids | kontor tag add Monthly --ids-from -',
    ],
  },
  'Text from the database is never trusted: control characters and others that deceive are shown as visible escapes. In JSON they ' +
    'are escapes that mean the same. CSV guards cells that a spreadsheet would run.',
];
