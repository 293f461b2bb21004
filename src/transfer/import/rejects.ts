import { stat } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../errors.ts';
import { requireFree, type WholeFile, type Write, writeWhole } from '../../whole-file.ts';
import type { RowProblem } from '../reading/client-row.ts';
import type { TableRecord } from '../reading/records.ts';
import { isRejectColumn, rejectColumns } from '../reading/reject-columns.ts';
import type { Table } from '../reading/table.ts';

/** Where the rejected rows of a file are written. */
export interface RejectsPlace {
  /** As named by the user; beside the input where it is not. */
  file: string | undefined;
  /** Replaces a file that exists. */
  replace: boolean;
  cwd: string;
}

/** A file of rejected rows that is being written. */
export interface Rejects {
  add(refused: readonly RowProblem[][], records: ReadonlyMap<number, TableRecord>): Promise<void>;
  /** Gives the file its name, which it answers; undefined, and no file, where no row was rejected or one could not be written. */
  end(): Promise<string | undefined>;
  /** Leaves no file. */
  discard(): Promise<void>;
}

/**
 * Begins the file of rejected rows beside its place, so that what stands in its way is known before anything is imported.
 * It has the format, the delimiter and the encoding of the input: it is imported again just like that. Throws
 * FILE_EXISTS (exit 4), FILE_UNWRITABLE and SAME_FILE (exit 2).
 */
export async function openRejects(input: string, table: Table, place: RejectsPlace): Promise<Rejects> {
  const name = place.file ?? `${input === '-' ? '' : `${input}.`}rejects.${table.isKeyed ? 'jsonl' : 'csv'}`;
  const target: WholeFile = { path: path.resolve(place.cwd, name), name, replace: place.replace };
  await requireOther(input, target, place.cwd);
  await requireFree(target);
  const file = await begun(target);
  const encode = await encoderOf(table);
  let isEmpty = true;
  let isWhole = true;
  return {
    add: async (refused, records) => {
      if (refused.length === 0) return;
      const byLine = [...refused].sort(([one], [other]) => (one?.line ?? 0) - (other?.line ?? 0));
      const rows = byLine.map((problems) => rejectedRow(problems, records));
      const head = isEmpty ? headOf(table) : '';
      isEmpty = false;
      isWhole = false;
      await file.write(encode(head + rows.map((row) => lineOf(row, table)).join('')));
      isWhole = true;
    },
    end: async () => {
      if (isEmpty || !isWhole) {
        await file.discard();
        return undefined;
      }
      await file.end();
      return name;
    },
    discard: file.discard,
  };
}

/** The input would be gone with its good rows. */
async function requireOther(input: string, { path: place, name }: WholeFile, cwd: string): Promise<void> {
  if (input === '-') return;
  const [one, other] = await Promise.all(
    [path.resolve(cwd, input), place].map((file) => stat(file).catch(() => undefined)),
  );
  if (one === undefined || other === undefined || one.ino !== other.ino || one.dev !== other.dev) return;
  throw usageError('SAME_FILE', `${name} is the file that is imported.`, {
    hint: 'Name another file with --rejects.',
  });
}

/** A whole file that is filled from outside. */
async function begun(target: WholeFile) {
  const discarded = new Error('the file is not needed');
  let settle: { end: () => void; fail: (error: unknown) => void } | undefined;
  let opened: (write: Write) => void = () => {};
  const opening = new Promise<Write>((resolve) => {
    opened = resolve;
  });
  const done = writeWhole(
    target,
    (write) =>
      new Promise<void>((end, fail) => {
        settle = { end, fail };
        opened(write);
      }),
  );
  // Whoever ends or discards the file hears of what went wrong.
  done.catch(() => {});
  const write = await Promise.race([opening, done.then(() => opening)]);
  return {
    write,
    end: async () => {
      settle?.end();
      await done;
    },
    discard: async () => {
      settle?.fail(discarded);
      await done.catch((error) => {
        if (error !== discarded) throw error;
      });
    },
  };
}

interface RejectedRow {
  /** In the order of {@link rejectColumns}. */
  why: [line: number, field: string, code: string, reason: string];
  record: TableRecord;
}

const rejectedRow = (
  problems: readonly RowProblem[],
  records: ReadonlyMap<number, TableRecord>,
): RejectedRow => {
  const line = problems[0]?.line ?? 0;
  const joined = (part: (problem: RowProblem) => string | undefined) =>
    problems.map((problem) => part(problem) ?? '').join('; ');
  return {
    why: [
      line,
      joined(({ column, field }) => field ?? column),
      joined(({ code }) => code),
      joined(({ reason }) => reason),
    ],
    record: records.get(line) ?? { line, cells: [] },
  };
};

const headOf = (table: Table): string =>
  table.isKeyed ? '' : csvLine([...rejectColumns, ...table.headers.filter(isOwn)], table.delimiter);

/** A file of rejected rows that is imported has had these columns before. */
const isOwn = (header: string): boolean => !isRejectColumn(header);

/** The columns stand first: a row with too few or too many cells keeps them, and is not right by being filled up. */
const lineOf = ({ why, record }: RejectedRow, { isKeyed, headers, delimiter }: Table): string => {
  if (!isKeyed) {
    const cells = record.cells.filter((_, index) => isOwn(headers[index] ?? ''));
    return csvLine([...why.map(String), ...cells], delimiter);
  }
  const own = Object.entries(record.entry ?? {}).filter(([key]) => isOwn(key));
  const told = rejectColumns.map((column, place) => [column, why[place]]);
  return `${JSON.stringify(Object.fromEntries([...told, ...own]))}\n`;
};

const csvLine = (cells: readonly string[], delimiter: string | null): string =>
  `${cells.map((cell) => quoted(cell, delimiter ?? ',')).join(delimiter ?? ',')}\r\n`;

/** Cells as they are: what a spreadsheet would run stood in the input as well, and comes back unchanged. */
const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

async function encoderOf({ encoding }: Table): Promise<(text: string) => Buffer> {
  if (encoding === 'utf-8') return (text) => Buffer.from(text);
  const { default: iconv } = await import('iconv-lite');
  let isFirst = encoding.startsWith('utf-16');
  return (text) => {
    const bytes = iconv.encode(text, encoding, { addBOM: isFirst });
    isFirst = false;
    return bytes;
  };
}
