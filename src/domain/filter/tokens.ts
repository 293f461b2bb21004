import { filterFault } from './faults.ts';
import type { Span } from './model.ts';

/** A piece of a filter. `word` is a name, a keyword or a value without quotes. */
export interface Token extends Span {
  kind: 'word' | 'quoted' | 'sign' | '(' | ')' | ',' | 'end';
  text: string;
}

/** Whoever writes more means a list: those go through --ids-from. */
const longest = 4_000;

const blank = /\s+/uy;
const sign = /!=|<=|>=|==|<>|!~|&&|\|\||[=<>~!&|]/y;
/** What is neither blank nor of a meaning of its own. A single `&` or `!` inside is part of the word, as in `Weiß&Co`. */
const word = /[^\s()",'=<>~!&|](?:[^\s()",=<>~!&|]|!(?![=~])|&(?!&)|\|(?!\|))*/uy;

/** Takes a filter apart. Throws INVALID_FILTER (exit 2). */
export function tokensOf(source: string): Token[] {
  if (source.length > longest) {
    throw filterFault(
      source,
      { start: longest, end: longest + 1 },
      `The filter has more than ${longest} characters.`,
      { hint: 'Lists of accounts go through --ids-from FILE.', details: { filter: null } },
    );
  }
  const tokens: Token[] = [];
  let start = 0;
  const matching = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = start;
    return pattern.exec(source)?.[0];
  };
  while (start < source.length) {
    const gap = matching(blank);
    if (gap !== undefined) {
      start += gap.length;
      continue;
    }
    const token = quoted(source, start) ?? bracket(source, start) ?? plain(matching, start);
    if (token === undefined) {
      throw filterFault(source, { start, end: start + 1 }, 'This character has no meaning in a filter.');
    }
    tokens.push(token);
    start = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: source.length, end: source.length });
  return tokens;
}

function plain(matching: (pattern: RegExp) => string | undefined, start: number): Token | undefined {
  for (const [kind, pattern] of [
    ['sign', sign],
    ['word', word],
  ] as const) {
    const text = matching(pattern);
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  return undefined;
}

function bracket(source: string, start: number): Token | undefined {
  const text = source[start];
  return text === '(' || text === ')' || text === ','
    ? { kind: text, text, start, end: start + 1 }
    : undefined;
}

/** A text in quotes; inside, a backslash takes the meaning from a quote or a backslash behind it. */
function quoted(source: string, start: number): Token | undefined {
  const quote = source[start];
  if (quote !== '"' && quote !== "'") return undefined;
  let text = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === quote) return { kind: 'quoted', text, start, end: at + 1 };
    const next = source[at + 1];
    if (character === '\\' && (next === quote || next === '\\')) {
      text += next;
      at += 1;
    } else {
      text += character;
    }
  }
  throw filterFault(
    source,
    { start, end: start + 1 },
    `The quote that begins here does not end; put ${quote} behind the value.`,
  );
}
