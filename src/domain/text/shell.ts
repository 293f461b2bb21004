/** A text as one word of a shell's command line, for hints that people paste: nothing in it is run or expanded. */
export const shellWord = (text: string): string =>
  /^[\w.,:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
