import { usageError } from '../../errors.ts';

/** Unquoted they would mean something to a shell, so whoever wrote them meant something else than a word. */
const operators = new Set(['|', '&', ';', '<', '>', '(', ')']);
/** What a backslash takes the meaning from inside double quotes. */
const escapable = new Set(['"', '\\', '$', '`']);

/**
 * The words of a command line, taken apart as a POSIX shell does: by blanks, with 'single' and "double" quotes and
 * backslashes. Nothing is expanded: `$HOME`, `*` and `~` are what they are. Throws UNCLOSED_QUOTE, UNQUOTED_OPERATOR and
 * ENDS_IN_BACKSLASH (exit 2).
 */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const quoted = character === "'" ? singleQuoted(line, at) : doubleQuoted(line, at);
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\') {
      at += 1;
      if (at === line.length) throw endsInBackslash();
      word = (word ?? '') + line.charAt(at);
    } else if (operators.has(character)) throw unquotedOperator(character);
    else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** What stands between quotes, and where the closing one is. */
interface Quoted {
  text: string;
  end: number;
}

function singleQuoted(line: string, start: number): Quoted {
  const end = line.indexOf("'", start + 1);
  if (end < 0) throw unclosed("'", start);
  return { text: line.slice(start + 1, end), end };
}

function doubleQuoted(line: string, start: number): Quoted {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"') return { text, end: at };
    const next = line.charAt(at + 1);
    if (character === '\\' && escapable.has(next)) {
      text += next;
      at += 1;
    } else text += character;
  }
  throw unclosed('"', start);
}

const unclosed = (quote: string, start: number) =>
  usageError('UNCLOSED_QUOTE', `The quote ${quote} at character ${start + 1} is not closed.`, {
    hint: `A command stands on one line. Write ${quote === '"' ? '\\"' : '"\'"'} for the character itself.`,
  });

const endsInBackslash = () =>
  usageError('ENDS_IN_BACKSLASH', 'The line ends in a backslash.', {
    hint: 'A command stands on one line; write \\\\ for the character itself.',
  });

const unquotedOperator = (character: string) =>
  usageError('UNQUOTED_OPERATOR', `There is no ${character} between the words of a batch.`, {
    hint: `A line is one command, without pipes and redirections. Quote the word that holds ${character}.`,
  });
