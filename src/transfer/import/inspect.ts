import type { Deps } from '../../domain/deps.ts';
import { noPhones } from '../../domain/field/phone.ts';
import { knownFields } from '../../domain/field/references.ts';
import { readFirm } from '../../domain/firm/read.ts';
import { KontorError } from '../../errors.ts';
import type { ClientRow, RowProblem } from '../reading/client-row.ts';
import { type ColumnChoice, chooseColumns, type MappingOptions } from '../reading/column-choice.ts';
import { type ColumnPlan, planColumns } from '../reading/mapping.ts';
import type { TableRecord } from '../reading/records.ts';
import { readClientRows } from '../reading/rows.ts';
import type { Table } from '../reading/table.ts';
import { unknownColumns } from '../reading/unknown-columns.ts';
import { draftOf } from './draft.ts';
import { type FilledFields, filledFields } from './field-values.ts';

/** A column of a file, and what an import would make of it. */
export interface InspectedColumn {
  /** Its place, from 1. */
  index: number;
  heading: string;
  /** What it fills; a column may fill several. */
  target: string | null;
  targets: string[];
  status: 'mapped' | 'unknown' | 'ignored';
  /** For an unknown column, the known heading that it may have been meant to be. */
  nearest: string | null;
  /** In how many of the rows that were looked at it holds something. */
  filled: number;
  /** The first values, each once. */
  examples: string[];
}

/** A row as it would be read: what is blank is not there. */
export type InspectedRow = Pick<ClientRow, 'line' | 'account' | 'contact' | 'link' | 'access'>;

/** What is wrong with the file (`line` is null) or with one of its rows. */
export type InspectedProblem = Omit<RowProblem, 'line'> & { line: number | null; hint?: string | undefined };

export interface Inspection {
  file: string;
  format: string;
  encoding: string;
  delimiter: string | null;
  lineEnds: string | null;
  /** What the numbers of rows count. */
  unit: 'line' | 'entry';
  /** The program that it was exported from, where its headings tell. */
  addressBook: string | null;
  /** How many rows were looked at, and whether those are all. */
  looked: { rows: number; isAll: boolean };
  columns: InspectedColumn[];
  rows: InspectedRow[];
  problems: InspectedProblem[];
  /** The mapping as `--mapping` reads it. */
  mapping: Record<string, string | string[] | null>;
}

/** How many rows are looked at for values and problems. */
const lookedAt = 1_000;
const shownExamples = 3;
const shownProblems = 20;

/**
 * Looks at a file without importing it: how it is written, what each column would fill, how the first rows would be read
 * and what is wrong with those looked at. Without a database the firm has no fields. Throws what reading the table
 * and `--map` throw.
 */
export async function inspectTable(
  deps: Deps | undefined,
  table: Table,
  { rows: wanted, ...mapping }: Omit<MappingOptions, 'fields' | 'isKeyed'> & { rows: number },
): Promise<Inspection> {
  const fields = deps === undefined ? [] : await knownFields(deps);
  const options: MappingOptions = { ...mapping, fields, isKeyed: table.isKeyed };
  const choice = chooseColumns(table.headers, options);
  const unknown = choice.unused.filter(({ why }) => why === 'unknown');
  const plan = planOf(table, options);
  const errors = [
    ...(plan instanceof KontorError ? [plan] : []),
    ...(unknown.length > 0 && !mapping.ignoreUnknown ? [unknownColumns(unknown)] : []),
  ];
  const atMost = Math.max(lookedAt, wanted);
  const looked =
    plan instanceof KontorError ? await lookAtCells(table, atMost) : await look(deps, table, plan, atMost);
  return {
    file: table.name,
    format: table.format,
    encoding: table.encoding,
    delimiter: table.delimiter,
    lineEnds: table.lineEnds,
    unit: table.unit,
    addressBook: choice.addressBook?.name ?? null,
    looked: { rows: looked.records.length, isAll: looked.isAll },
    columns: columnsOf(table, choice, mapping.ignoreUnknown, looked.records),
    rows: looked.rows
      .slice(0, wanted)
      .map(({ line, account, contact, link, access }) => ({ line, account, contact, link, access })),
    problems: [...errors.map(fileProblem), ...looked.problems].slice(0, shownProblems),
    mapping: mappingOf(table.headers, choice),
  };
}

/** The plan of an import that leaves out what is unknown, so that there is something to show; else why there is none. */
function planOf(table: Table, options: MappingOptions): ColumnPlan | KontorError {
  try {
    return planColumns(table.headers, { ...options, ignoreUnknown: true });
  } catch (error) {
    if (error instanceof KontorError) return error;
    throw error;
  }
}

const fileProblem = ({ code, message, hint }: KontorError): InspectedProblem => ({
  line: null,
  code,
  reason: message,
  hint,
});

interface Looked {
  records: readonly TableRecord[];
  /** The same as they would be read. */
  rows: ClientRow[];
  isAll: boolean;
  problems: RowProblem[];
}

/** Where nothing says what columns fill, there are only cells to show: they tell what is to be said. */
async function lookAtCells(table: Table, atMost: number): Promise<Looked> {
  const records: TableRecord[] = [];
  for await (const batch of table.records()) {
    records.push(...batch);
    if (records.length > atMost) break;
  }
  const isAll = records.length <= atMost;
  return { records: records.slice(0, atMost), rows: [], isAll, problems: [] };
}

const noFields: FilledFields = { account: new Map(), contact: new Map(), readPhone: noPhones };

async function look(deps: Deps | undefined, table: Table, plan: ColumnPlan, atMost: number): Promise<Looked> {
  const nameFormat = deps === undefined ? 'first-last' : (await readFirm(deps)).nameFormat;
  const filled = deps === undefined ? noFields : await filledFields(deps, plan);
  const rows: ClientRow[] = [];
  let isAll = true;
  for await (const batch of readClientRows(table, plan, 100)) {
    isAll = rows.length + batch.length <= atMost;
    rows.push(...batch.slice(0, atMost - rows.length));
    if (!isAll) break;
  }
  const problems = rows.flatMap((row) => {
    const draft = draftOf(row, { plan, nameFormat, filled, kind: 'clients', sharesEmails: false });
    return Array.isArray(draft) ? draft : [];
  });
  return { records: rows.map(({ record }) => record), rows, isAll, problems };
}

function columnsOf(
  { headers }: Table,
  { columns, unused }: ColumnChoice,
  ignoreUnknown: boolean,
  records: readonly TableRecord[],
): InspectedColumn[] {
  return headers.map((heading, index) => {
    const targets = columns.filter((column) => column.index === index).map(({ target }) => target);
    const left = unused.find((column) => column.index === index);
    const isUnknown = left?.why === 'unknown' && !ignoreUnknown;
    const cells = records.map((record) => record.cells[index]?.trim() ?? '').filter((cell) => cell !== '');
    return {
      index: index + 1,
      heading,
      target: targets[0] ?? null,
      targets,
      status: targets.length > 0 ? 'mapped' : isUnknown ? 'unknown' : 'ignored',
      nearest: (isUnknown ? left.near : undefined) ?? null,
      filled: cells.length,
      examples: [...new Set(cells)].slice(0, shownExamples),
    };
  });
}

/** Columns that are unknown are left out: what they fill is for the reader to say. */
const mappingOf = (headers: readonly string[], { columns }: ColumnChoice): Inspection['mapping'] =>
  Object.fromEntries(
    headers.flatMap((header, index) => {
      if (header === '') return [];
      const [first, ...more] = columns.filter((column) => column.index === index).map(({ target }) => target);
      return [[header, first === undefined ? null : more.length === 0 ? first : [first, ...more]]];
    }),
  );
