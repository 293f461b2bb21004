import { type KontorError, usageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { type AddressBook, addressBookOf, isWithoutPlace, leavingOf } from './headings/address-books.ts';
import { type FieldColumn, fieldsCalled, fieldTarget, isFieldReference } from './headings/fields.ts';
import { foldHeader } from './headings/fold-header.ts';
import type { Target } from './headings/headings.ts';
import { headingMeaning, knownHeadings } from './headings/known-headings.ts';
import { fieldMeant, readMappings } from './map-option.ts';
import type { MappingFile } from './mapping-file.ts';
import { isRejectColumn } from './reject-columns.ts';

export interface MappingOptions {
  /** `Column=target`, as typed. */
  map: readonly string[];
  /** What a mapping file says; `map` counts more. */
  file?: MappingFile | undefined;
  ignoreUnknown: boolean;
  /** The firm's custom fields; a heading `field:LABEL`, or one that is a label or key, fills one. */
  fields?: readonly FieldColumn[];
  /** The headings are keys, of which any may be missing. */
  isKeyed?: boolean;
}

export interface PlannedColumn {
  /** Place in the record, from 0. */
  index: number;
  /** The heading as it stands in the file. */
  header: string;
  target: Target;
  /** What a cell may be besides a text: a list, or a number that must not be taken for thousands. */
  takes?: 'list' | 'number' | undefined;
  /** What all rows say whose own cell is blank; a column that the file does not have is at -1. */
  constant?: string;
  /** What an address book puts between several values of one cell, of which the first is taken. */
  between?: string;
  /** Columns of an address book that step in where this one is blank, best first. */
  instead?: readonly number[];
}

/** A column that fills nothing. */
export interface UnusedColumn {
  index: number;
  header: string;
  /** What messages call it. */
  name: string;
  /** Nobody knows it, the mapping file leaves it out, or an address book has it that has no place for it here. */
  why: 'unknown' | 'left out' | 'fact' | 'aside';
  /** A known heading that it may have been meant to be. */
  near?: string | undefined;
  /** The column that fills what this one would. */
  filledBy?: PlannedColumn | undefined;
}

/** What each column of a file is taken for. */
export interface ColumnChoice {
  columns: readonly PlannedColumn[];
  unused: readonly UnusedColumn[];
  /** Two columns that are equally good for one target; the first such pair. */
  conflict: KontorError | undefined;
  addressBook: AddressBook | undefined;
}

/**
 * Chooses what each column fills, without judging the file by it. Throws AMBIGUOUS_FIELD, UNKNOWN_FIELD and the errors of
 * reading `--map`.
 */
export const chooseColumns = (headers: readonly string[], options: MappingOptions): ColumnChoice => {
  const { fields = [] } = options;
  const addressBook = options.isKeyed ? undefined : addressBookOf(headers);
  const hand = readMappings(headers, options);
  const columns: PlannedColumn[] = [];
  const planned = (index: number, target: Target): PlannedColumn => {
    const takes = takesOf(target, fields);
    return { index, header: headers[index] ?? '', target, ...(takes === undefined ? {} : { takes }) };
  };
  for (const { index, target } of hand.mappings) {
    if (index !== undefined) columns.push(planned(index, target));
  }
  const byHand = new Set([...columns.map(({ index }) => index), ...hand.leftOut]);
  const filled = new Set(hand.mappings.map(({ target }) => target));
  const twice = conflictAmong(columns, 'give only one --map for it');

  const candidates = knownColumns(headers, fields).filter(
    ({ index, header, target }) =>
      !byHand.has(index) && !filled.has(target) && !isWithoutPlace(addressBook, header),
  );
  const best = candidates.filter(
    (one) => !candidates.some(({ target, rank }) => target === one.target && rank < one.rank),
  );
  for (const { index, target } of best) {
    const instead = addressBook && mayStepIn.has(target) ? lesser(candidates, best, target) : [];
    const { between } = addressBook ?? {};
    columns.push({
      ...planned(index, target),
      ...(between === undefined ? {} : { between }),
      ...(instead.length === 0 ? {} : { instead }),
    });
  }
  columns.sort((one, other) => one.index - other.index);

  const used = new Set(columns.map(({ index }) => index));
  const unused = headers.flatMap((header, index): UnusedColumn[] => {
    if (used.has(index) || isRejectColumn(header)) return [];
    const column = { index, header, name: header === '' ? `column ${index + 1}` : header };
    if (hand.leftOut.has(index)) return [{ ...column, why: 'left out' }];
    const leaving = addressBook && leavingOf(addressBook, header);
    const unknown = asUnknown(header, columns, fields);
    const why = leaving ?? (addressBook && unknown.filledBy ? 'fact' : 'unknown');
    return [{ ...column, why, ...unknown }];
  });
  const hint = 'choose one with --map, and leave out the other with --ignore-unknown';
  return { columns, unused, conflict: twice ?? conflictAmong(best, hint), addressBook };
};

/** What a heading that appears late fills, if no other column does; else why it fills nothing. */
export const chooseLater = (
  header: string,
  index: number,
  columns: readonly PlannedColumn[],
  options: MappingOptions,
): readonly PlannedColumn[] | UnusedColumn => {
  const { fields = [] } = options;
  const hand = readMappings([header], { ...options, isKeyed: true });
  const mapped = hand.mappings.filter((mapping) => mapping.index === 0).map(({ target }) => target);
  const [known] = mapped.length > 0 || hand.leftOut.has(0) ? [] : knownColumns([header], fields);
  const filled = new Set([
    ...columns.map(({ target }) => target),
    ...hand.mappings.map(({ target }) => target),
  ]);
  const meant = known && !filled.has(known.target) ? [...mapped, known.target] : mapped;
  if (meant.length === 0) {
    const why = hand.leftOut.has(0) || isRejectColumn(header) ? 'left out' : 'unknown';
    return { index, header, name: header, why, ...asUnknown(header, columns, fields) };
  }
  return meant.map((target) => ({ index, header, target, takes: takesOf(target, fields) }));
};

/** What an address book has several of; the others are of use where the first is blank. */
const mayStepIn: ReadonlySet<Target> = new Set(['contact.phone', 'contact.email']);

const lesser = (candidates: readonly KnownColumn[], best: readonly KnownColumn[], target: Target): number[] =>
  candidates
    .filter((column) => column.target === target && !best.includes(column))
    .sort((one, other) => one.rank - other.rank)
    .map(({ index }) => index);

const takesOf = (target: Target, fields: readonly FieldColumn[]): PlannedColumn['takes'] => {
  if (target === 'account.tags') return 'list';
  const type = fields.find((field) => fieldTarget(field) === target)?.type;
  return type === 'multi-dropdown' ? 'list' : type === 'number' ? 'number' : undefined;
};

interface KnownColumn {
  index: number;
  header: string;
  target: Target;
  rank: number;
}

const knownColumns = (headers: readonly string[], fields: readonly FieldColumn[]): KnownColumn[] => {
  const known = headers.flatMap((header, index): KnownColumn[] => {
    if (isFieldReference(header)) return [{ index, header, target: fieldMeant(header, fields), rank: 0 }];
    const meaning = headingMeaning(header);
    if (meaning) return [{ index, header, target: meaning.target, rank: meaning.rank }];
    const [field, other] = fieldsCalled(header, fields);
    if (field === undefined) return [];
    return [
      { index, header, target: other ? fieldMeant(`field:${header}`, fields) : fieldTarget(field), rank: 0 },
    ];
  });
  // "Vorname, Name" is how German lists head first and last name; alone, "Name" is the whole name.
  const fills = (target: Target) => known.some((column) => column.target === target);
  if (!fills('contact.firstName') || fills('contact.lastName')) return known;
  return known.map((column) =>
    foldHeader(column.header)[0] === 'name' ? { ...column, target: 'contact.lastName', rank: 0 } : column,
  );
};

const conflictAmong = (
  columns: ReadonlyArray<Pick<PlannedColumn, 'header' | 'target'>>,
  hint: string,
): KontorError | undefined => {
  for (const { target } of columns) {
    const same = columns.filter((column) => column.target === target).map(({ header }) => header);
    if (same.length < 2) continue;
    const named = same.map((header) => `"${header}"`).join(' and ');
    return usageError('COLUMN_CONFLICT', `two columns fill ${target}: ${named}`, {
      hint,
      details: { target, columns: same },
    });
  }
  return undefined;
};

/** Why a heading fills nothing: another one does, or nobody knows it; then the known one that is nearest. */
const asUnknown = (
  header: string,
  columns: readonly PlannedColumn[],
  fields: readonly FieldColumn[],
): Pick<UnusedColumn, 'near' | 'filledBy'> => {
  const meaning = headingMeaning(header);
  const filledBy = columns.find(({ target }) => target === meaning?.target);
  if (filledBy) return { filledBy };
  const close = nearest(foldHeader(header)[0] ?? '', knownHeadings.keys());
  const known = close === undefined ? undefined : knownHeadings.get(close)?.heading;
  const labels = fields.map(({ label }) => label);
  return { near: known ?? nearest(header, labels) };
};
