import { Lexer } from 'yaml';

/** More levels than any fixture or mapping has. */
const mostLevels = 100;
/** The lexer announces by this that what comes next is a scalar. */
const scalarAhead = '\u001f';

/**
 * The line in which a YAML text nests more than 100 levels deep; undefined where it does so nowhere. The parser calls itself
 * for each level: with too many of them it takes the process along, in a way that no `catch` is told of. The lexer does not.
 */
export function lineOfDeepNesting(text: string): number | undefined {
  let line = 1;
  let flow = 0;
  /** Levels that the line opens by blanks and by indicators (`- - a`), up to its first value. */
  let block = 0;
  let isBegin = true;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    const isBlank = /^\s+$|^#/.test(token) && !isScalar;
    if (isScalar) {
      isScalar = false;
    } else if (isBlank || /^[-?:]$/.test(token)) {
      if (isBegin) block += token.length;
    } else {
      if (token === '[' || token === '{') flow += 1;
      if (token === ']' || token === '}') flow -= 1;
      isScalar = token === scalarAhead;
      isBegin = false;
    }
    if (!isBlank && (flow > mostLevels || (flow === 0 && block > mostLevels))) return line;
    const breaks = token.split('\n').length - 1;
    if (breaks === 0) continue;
    line += breaks;
    block = 0;
    isBegin = true;
  }
  return undefined;
}
