/** A command line as a shell takes it apart: words by blanks, quotes around those that hold blanks. */
export function words(line: string): string[] {
  const found = [...line.matchAll(/((?:"[^"]*"|'[^']*'|[^\s"'])+)/g)].map(([word]) => word);
  return found.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}
