import { usageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { MappingOptions } from './column-choice.ts';
import {
  type FieldColumn,
  fieldsReferenced,
  fieldTarget,
  isFieldReference,
  referencedName,
} from './headings/fields.ts';
import { foldHeader, sameHeader } from './headings/fold-header.ts';
import { type Target, targets } from './headings/headings.ts';

/** A column that was mapped by hand: its place in the file and what it fills. */
export interface HandMapping {
  /** Undefined for a key that no entry has had so far. */
  index: number | undefined;
  target: Target;
}

/** What was said by hand about the columns of a file. */
export interface HandMappings {
  mappings: readonly HandMapping[];
  /** Columns that are to be left out. */
  leftOut: ReadonlySet<number>;
}

/** Who says something about columns, and whether a column that is not there is a mistake. */
interface Said {
  headers: readonly string[];
  /** `--map`, or the name of the mapping file. */
  by: string;
  mayBeMissing: boolean;
}

/**
 * Reads the values of `--map "Column=target"` and the mapping file, where `--map` says nothing about the same column or
 * target. Throws INVALID_MAPPING, UNKNOWN_SOURCE_COLUMN, AMBIGUOUS_SOURCE_COLUMN, UNKNOWN_TARGET, UNKNOWN_FIELD and
 * AMBIGUOUS_FIELD.
 */
export const readMappings = (
  headers: readonly string[],
  { map, file, fields = [], isKeyed: mayBeMissing = false }: Omit<MappingOptions, 'ignoreUnknown'>,
): HandMappings => {
  const typed = map.flatMap((value): HandMapping[] => {
    const { source, wanted } = dividedMapping(value);
    const index = columnOf(source, { headers, by: '--map', mayBeMissing });
    return [{ index, target: targetMeant(wanted, fields) }];
  });
  const columns = new Set(typed.map(({ index }) => index));
  const filled = new Set(typed.map(({ target }) => target));
  const leftOut = new Set<number>();
  const written = [...(file?.columns ?? [])].flatMap(([source, wanted]): HandMapping[] => {
    const isLeftOut = wanted.length === 0;
    const said = { headers, by: file?.name ?? '', mayBeMissing: mayBeMissing || isLeftOut };
    const index = columnOf(source, said);
    const meant = wanted.map((target) => targetMeant(target, fields));
    if (index !== undefined && columns.has(index)) return [];
    if (isLeftOut && index !== undefined) leftOut.add(index);
    return meant.filter((target) => !filled.has(target)).map((target) => ({ index, target }));
  });
  return { mappings: distinct([...typed, ...written]), leftOut };
};

const distinct = (mappings: readonly HandMapping[]): HandMapping[] =>
  mappings.filter(
    ({ index, target }, place) =>
      place === mappings.findIndex((mapping) => mapping.index === index && mapping.target === target),
  );

/** `Column=target`; the last `=` divides, since no target holds one. */
const dividedMapping = (value: string): { source: string; wanted: string } => {
  const divide = value.lastIndexOf('=');
  const source = value.slice(0, Math.max(divide, 0)).trim();
  const wanted = value.slice(divide + 1).trim();
  if (source !== '' && wanted !== '') return { source, wanted };
  throw usageError('INVALID_MAPPING', `--map "${value}" does not say which column fills what`, {
    hint: '--map "Kundennummer=account.key": the heading in the file, =, what it fills',
  });
};

/** The column meant by a heading as typed: the very same heading before one that is only the same after folding. */
const columnOf = (source: string, { headers, by, mayBeMissing }: Said): number | undefined => {
  const exact = headers.indexOf(source);
  if (exact !== -1) return exact;
  const same = headers.flatMap((header, index) => (sameHeader(header, source) ? [index] : []));
  const [only] = same;
  if (only !== undefined && same.length === 1) return only;
  if (same.length > 1) {
    const columns = same.map((index) => `"${headers[index] ?? ''}"`);
    throw usageError(
      'AMBIGUOUS_SOURCE_COLUMN',
      `${by} "${source}=…" fits several columns: ${columns.join(', ')}`,
      {
        hint: 'write the heading exactly as it stands in the file',
      },
    );
  }
  if (mayBeMissing) return undefined;
  const folded = new Map(
    headers.flatMap((header) => foldHeader(header).map((spelling) => [spelling, header])),
  );
  const near = nearest(foldHeader(source)[0] ?? '', folded.keys());
  const meant = near === undefined ? undefined : folded.get(near);
  throw usageError('UNKNOWN_SOURCE_COLUMN', `${by} names a column that the file does not have: "${source}"`, {
    hint:
      meant === undefined
        ? `the columns of the file are: ${headers.filter((header) => header !== '').join(', ')}`
        : `did you mean "${meant}"?`,
    details: { column: source, columns: headers },
  });
};

const plain = (target: string) => target.toLowerCase().replace(/[-_\s]/g, '');

/**
 * The field that a reference such as `field:Tax number` means. Throws UNKNOWN_FIELD, naming the nearest, and AMBIGUOUS_FIELD
 * where accounts and contacts both have it.
 */
export const fieldMeant = (reference: string, fields: readonly FieldColumn[]): Target => {
  const [field, other] = fieldsReferenced(reference, fields);
  if (field !== undefined && other === undefined) return fieldTarget(field);
  if (field !== undefined && other !== undefined) {
    throw usageError('AMBIGUOUS_FIELD', `"${reference}" is a field of accounts and one of contacts`, {
      hint: `write ${fieldTarget(field)} or ${fieldTarget(other)}`,
      details: { field: reference, candidates: [fieldTarget(field), fieldTarget(other)] },
    });
  }
  const name = referencedName(reference);
  const near = nearest(name, [...fields.map(({ label }) => label), ...fields.map(({ key }) => key)]);
  throw usageError('UNKNOWN_FIELD', `there is no field "${name}"`, {
    hint:
      near === undefined
        ? 'kontor field list shows the fields; kontor field create makes one'
        : `did you mean field:${near}? kontor field list shows the fields`,
    details: { field: reference, nearest: near ?? null },
  });
};

/** A target in any of its spellings: `account.companyName`, `account.company-name`, `field:Tax number`. */
export const targetMeant = (wanted: string, fields: readonly FieldColumn[]): Target => {
  if (isFieldReference(wanted)) return fieldMeant(wanted, fields);
  const spelling = plain(wanted);
  const found = targets.find((target) => plain(target) === spelling);
  if (found) return found;
  const near = nearest(spelling, targets.map(plain));
  const meant = targets.find((target) => plain(target) === near);
  const list = `a column fills one of: ${targets.join(', ')}, field:LABEL`;
  throw usageError('UNKNOWN_TARGET', `"${wanted}" is nothing that a column can fill`, {
    hint: meant === undefined ? list : `did you mean ${meant}? ${list}`,
    details: { target: wanted, allowed: targets },
  });
};
