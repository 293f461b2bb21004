import {
  Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { type KontorError, usageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { lineOfDeepNesting } from '../../yaml-nesting.ts';

/** Something of a record that may be changed: a text, several of them, or further entries below it. */
export interface Entry {
  key: string;
  value: string | readonly string[] | readonly Entry[];
  /** Lines in front of it: what it is, what is allowed. */
  comments?: readonly string[];
  /** There is always something. */
  isNeeded?: boolean;
}

/** What is different in one entry. */
export interface Difference {
  field: string;
  from: string;
  to: string;
}

/** Values by key, only those that are different; null clears. */
export type Changed = { [key: string]: string | string[] | null | Changed };

/** What somebody made of a record's text. */
export interface EditedText {
  changed: Changed;
  differences: Difference[];
  /** The refusal of what stands at a path. */
  wrong: (path: readonly PropertyKey[], what: string) => KontorError;
}

const isInner = (value: Entry['value']): value is readonly Entry[] =>
  typeof value !== 'string' && value.some((part) => typeof part !== 'string');

/** A record as YAML, with comments in front of its entries. */
export function recordText(head: readonly string[], entries: readonly Entry[]): string {
  const document = new Document(mapOf(entries));
  document.commentBefore = commentOf(head);
  comment(document.contents as YAMLMap, entries);
  return document.toString({ lineWidth: 0, nullStr: '', indentSeq: true }).replace(/^( *[\w-]+:) +$/gm, '$1');
}

const mapOf = (entries: readonly Entry[]): Record<string, unknown> =>
  Object.fromEntries(entries.map(({ key, value }) => [key, isInner(value) ? mapOf(value) : plain(value)]));

const plain = (value: string | readonly string[]): unknown => (value === '' ? null : value);

const commentOf = (lines: readonly string[]): string => lines.map((line) => ` ${line}`).join('\n');

function comment(map: YAMLMap, entries: readonly Entry[]): void {
  for (const [at, { comments = [], value }] of entries.entries()) {
    const pair = map.items[at] as Pair<Scalar, unknown>;
    if (comments.length > 0) {
      if (!isScalar(pair.key)) pair.key = new Scalar(pair.key);
      pair.key.commentBefore = commentOf(comments);
    }
    if (isInner(value) && isMap(pair.value)) comment(pair.value, value);
  }
}

/**
 * What a text that was made by {@link recordText} says now, in comparison with these entries. An entry that was taken out
 * stays as it is. Throws INVALID_TEXT (exit 2), naming the line.
 */
export function readRecordText(text: string, entries: readonly Entry[]): EditedText {
  const deepLine = lineOfDeepNesting(text);
  if (deepLine !== undefined) throw invalid(deepLine, 'it is nested more than 100 levels deep');
  const lines = new LineCounter();
  // Without types: a postal code keeps its zeros, and "no" is a word.
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe' });
  const lineAt = (offset = 0): number => lines.linePos(offset).line;
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    throw invalid(lineAt(error.pos[0]), error.message.split(/ at line \d+|\n/, 1)[0] ?? error.message);
  }
  const places = new Map<string, number>();
  const differences: Difference[] = [];

  const read = (node: unknown, known: readonly Entry[], path: readonly string[]): Changed => {
    const line = places.get(path.join('.')) ?? 1;
    if (node === null || (isScalar(node) && emptyText(node))) return {};
    if (!isMap(node)) throw invalid(line, `${path.join('.') || 'the record'} must be keys with values`);
    const changed: Changed = {};
    for (const { key: name, value } of node.items) {
      const key = isScalar(name) ? String(name.value) : '';
      const at = lineAt((name as Scalar | null)?.range?.[0]);
      const entry = known.find((other) => other.key === key);
      if (entry === undefined) throw unknownKey(at, key, known);
      const inner = [...path, key];
      places.set(inner.join('.'), at);
      if (isInner(entry.value)) {
        const below = read(value, entry.value, inner);
        if (Object.keys(below).length > 0) changed[key] = below;
        continue;
      }
      const said = typeof entry.value === 'string' ? oneText(value, at, key) : texts(value, at, key);
      if (isSame(said, entry.value)) continue;
      differences.push({ field: inner.join('.'), from: shown(entry.value), to: shown(said) });
      changed[key] = said.length === 0 && !entry.isNeeded ? null : said;
    }
    return changed;
  };

  const changed = read(document.contents, entries, []);
  return {
    changed,
    differences,
    wrong: (path, what) => invalid(lineOf(places, path), what),
  };
}

const emptyText = ({ value }: Scalar): boolean => value === null || value === '';

/** The line of what a path leads to, or of what is around it. */
function lineOf(places: ReadonlyMap<string, number>, path: readonly PropertyKey[]): number {
  for (let end = path.length; end > 0; end -= 1) {
    const line = places.get(path.slice(0, end).map(String).join('.'));
    if (line !== undefined) return line;
  }
  return 1;
}

function oneText(node: unknown, line: number, key: string): string {
  if (node === null) return '';
  if (!isScalar(node)) throw invalid(line, `${key} takes one text`);
  return String(node.value ?? '');
}

function texts(node: unknown, line: number, key: string): string[] {
  if (node === null || (isScalar(node) && emptyText(node))) return [];
  if (!isSeq(node)) throw invalid(line, `${key} takes a list: one a line, each behind a -`);
  return node.items.map((item) => oneText(item, line, key)).filter((text) => text !== '');
}

const isSame = (said: string | readonly string[], was: string | readonly string[]): boolean =>
  JSON.stringify(said) === JSON.stringify(was);

const shown = (value: string | readonly string[]): string =>
  (typeof value === 'string' ? value : value.join(', ')) || '(nothing)';

const unknownKey = (line: number, key: string, known: readonly Entry[]): KontorError => {
  const keys = known.map((entry) => entry.key);
  const near = nearest(key, keys);
  return invalid(
    line,
    `"${key}" is not known here; ${near === undefined ? `what may stand here: ${keys.join(', ')}` : `did you mean "${near}"?`}`,
  );
};

const invalid = (line: number, what: string): KontorError =>
  usageError('INVALID_TEXT', `Line ${line}: ${what.replace(/\.$/, '')}.`, { details: { line } });
