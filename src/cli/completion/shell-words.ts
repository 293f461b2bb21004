/** A command line as a shell reads it, up to where somebody asks how it goes on. */
export interface Typed {
  /** The words before, without their quotes. */
  before: string[];
  /** What there is of the word in question, without its quotes. */
  current: string;
  /** The same as it stands on the line, from the last character on behind which the shell completes for itself. */
  tail: { isQuotedBy: '' | "'" | '"'; from: number };
}

/**
 * Reads a line of bash. `breaks` are the characters behind which readline completes a new word, though the shell sees one;
 * those within quotes do not count.
 */
export function readBashLine(line: string, breaks: string): Typed {
  const before: string[] = [];
  let word = '';
  let started = false;
  let quote: '' | "'" | '"' = '';
  let from = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (quote === "'") {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '\\' && (quote === '' || '"$`\\'.includes(line[at + 1] ?? ' '))) {
      at += 1;
      word += line[at] ?? '';
      started = true;
    } else if (quote === '"') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      started = true;
      from = word.length;
    } else if (/\s/.test(char)) {
      if (started) before.push(word);
      word = '';
      started = false;
      from = 0;
    } else {
      word += char;
      started = true;
      // Of an e-mail readline takes the @ along.
      if (breaks.includes(char)) from = char === '@' ? word.length - 1 : word.length;
    }
  }
  return { before, current: word, tail: { isQuotedBy: quote, from } };
}

/** A text behind which nothing in it is run or expanded: within the quotes that were begun, or with a backslash in front. */
export function bashWord(text: string, quote: '' | "'" | '"'): string {
  if (quote === "'") return text.replaceAll("'", "'\\''");
  if (quote === '"') return text.replace(/["$`\\]/g, '\\$&').replaceAll('!', '"\\!"');
  return text.replace(/[^\w.,:@%+/=\u0080-\u{10ffff}-]/gu, '\\$&');
}
