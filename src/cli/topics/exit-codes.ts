import { exitCodes } from '../exit-codes.ts';
import type { Passage } from './topic.ts';

export const exitCodesTopic: readonly Passage[] = [
  'The exit code says what kind of end a run came to; a script needs nothing else to decide.',
  { terms: Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]) },
  'What went wrong is one line on standard error, with a hint behind it. With any format but table it is one object instead, ' +
    'and standard output stays empty. Its "code" is a stable word and its "exitCode" one of these numbers.',
  {
    lines: [
      'kontor account exists K-1001 || kontor account create --key K-1001 --name "Nora Kern" --new-contact "Nora Kern"',
      'kontor contact unlink 5 5 -o json 2> error.json || jq -r .error.code error.json',
    ],
  },
  'A batch never takes its code from its last line: 5 says that some of its lines failed. Ctrl-C ends with 130: what was ' +
    'committed stays, the rest was rolled back.',
];
