import { usageError } from '../../errors.ts';

/** How a client list may be written: lines of cells, one array of objects, or one object a line. */
export const formats = ['csv', 'tsv', 'json', 'jsonl'] as const;
export type Format = (typeof formats)[number];

/** What `--format` may force: what is separated by any delimiter is `csv`. */
export type TextKind = 'delimited' | 'json' | 'jsonl';

/** An array that no heading begins like: `[{`, `["`, `[[`, `[1`, `[]`. */
const array = /^\s*\[\s*[[{"\]\d-]/;
/** An object: `{"`, `{}`. */
const object = /^\s*\{\s*["}]/;

/** What kind of text this is, by its beginning and not by the file's name. */
export const kindOf = (text: string): TextKind =>
  array.test(text) ? 'json' : object.test(text) ? 'jsonl' : 'delimited';

/** The format as it is told and asked for. */
export const formatOf = (kind: TextKind, delimiter: string | null): Format =>
  kind === 'delimited' ? (delimiter === '\t' ? 'tsv' : 'csv') : kind;

/** Reads the value of `--format`; throws UNKNOWN_FORMAT. */
export const formatNamed = (name: string): Format => {
  const wanted = name.toLowerCase();
  const found = formats.find((format) => format === wanted) ?? (wanted === 'ndjson' ? 'jsonl' : undefined);
  if (found) return found;
  throw usageError('UNKNOWN_FORMAT', `"${name}" is no format that can be read`, {
    hint: `--format takes one of: ${formats.join(', ')}`,
    details: { format: name, allowed: formats },
  });
};

/** `--format` and `--delimiter` that exclude each other are refused with FORMAT_CONFLICT. */
export const refuseFormatConflict = (format: Format | undefined, delimiter: string | undefined): void => {
  if (format === undefined || delimiter === undefined || format === 'csv') return;
  if (format === 'tsv' && delimiter === '\t') return;
  throw usageError(
    'FORMAT_CONFLICT',
    format === 'tsv'
      ? '--format tsv has tabs between its cells, so --delimiter cannot be another'
      : `--delimiter stands between cells, and ${format} has none`,
    { hint: 'leave out --delimiter, or give --format csv', details: { format, delimiter } },
  );
};
