import { usageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
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
  index: number;
  target: Target;
}

/**
 * Reads the values of `--map "Column=target"`. The last `=` divides, since no target holds one. Throws INVALID_MAPPING,
 * UNKNOWN_SOURCE_COLUMN, AMBIGUOUS_SOURCE_COLUMN, UNKNOWN_TARGET, UNKNOWN_FIELD and AMBIGUOUS_FIELD.
 */
export const readMappings = (
  headers: readonly string[],
  values: readonly string[],
  fields: readonly FieldColumn[],
): HandMapping[] => {
  const mappings: HandMapping[] = [];
  for (const value of values) {
    const divide = value.lastIndexOf('=');
    const source = value.slice(0, Math.max(divide, 0)).trim();
    const wanted = value.slice(divide + 1).trim();
    if (source === '' || wanted === '') {
      throw usageError('INVALID_MAPPING', `--map "${value}" does not say which column fills what`, {
        hint: '--map "Kundennummer=account.key": the heading in the file, =, what it fills',
      });
    }
    const mapping = { index: columnOf(headers, source), target: targetOf(wanted, fields) };
    const repeated = mappings.some(
      ({ index, target }) => index === mapping.index && target === mapping.target,
    );
    if (!repeated) mappings.push(mapping);
  }
  return mappings;
};

/** The column meant by a heading as typed: the very same heading before one that is only the same after folding. */
const columnOf = (headers: readonly string[], source: string): number => {
  const exact = headers.indexOf(source);
  if (exact !== -1) return exact;
  const same = headers.flatMap((header, index) => (sameHeader(header, source) ? [index] : []));
  const [only] = same;
  if (only !== undefined && same.length === 1) return only;
  if (same.length > 1) {
    const columns = same.map((index) => `"${headers[index] ?? ''}"`);
    throw usageError(
      'AMBIGUOUS_SOURCE_COLUMN',
      `--map "${source}=…" fits several columns: ${columns.join(', ')}`,
      {
        hint: 'write the heading exactly as it stands in the file',
      },
    );
  }
  const folded = new Map(
    headers.flatMap((header) => foldHeader(header).map((spelling) => [spelling, header])),
  );
  const near = nearest(foldHeader(source)[0] ?? '', folded.keys());
  const meant = near === undefined ? undefined : folded.get(near);
  throw usageError('UNKNOWN_SOURCE_COLUMN', `--map names a column that the file does not have: "${source}"`, {
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
const targetOf = (wanted: string, fields: readonly FieldColumn[]): Target => {
  if (isFieldReference(wanted)) return fieldMeant(wanted, fields);
  const spelling = plain(wanted);
  const found = targets.find((target) => plain(target) === spelling);
  if (found) return found;
  const near = nearest(spelling, targets.map(plain));
  const meant = targets.find((target) => plain(target) === near);
  const list = `--map takes one of: ${targets.join(', ')}, field:LABEL`;
  throw usageError('UNKNOWN_TARGET', `"${wanted}" is nothing that a column can fill`, {
    hint: meant === undefined ? list : `did you mean ${meant}? ${list}`,
    details: { target: wanted, allowed: targets },
  });
};
