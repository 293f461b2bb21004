import type { Readable } from 'node:stream';
import { type Deps, undoable } from '../../domain/deps.ts';
import { knownFields } from '../../domain/field/references.ts';
import type { OnProgress } from '../../domain/progress.ts';
import { beginRun } from '../../domain/run/operations.ts';
import { type ColumnPlan, planColumns } from '../reading/mapping.ts';
import type { MappingFile } from '../reading/mapping-file.ts';
import { openSource } from '../reading/source.ts';
import { openTable, type Table } from '../reading/table.ts';
import { withConstants } from './constants.ts';
import { type ImportOptions, importClients, takingOf } from './import.ts';
import { importGoodRows } from './keep-going.ts';
import { planOfKind } from './kinds.ts';
import type { ImportKind, ImportMode } from './model.ts';
import { createMissingFields, type MadeField } from './new-fields.ts';
import { openRejects } from './rejects.ts';
import type { ImportReport } from './report.ts';
import type { Unit } from './units.ts';
import { RefusedRow } from './write.ts';

/** What is to be imported, and how. */
export interface ImportRequest {
  /** `-` is standard input. */
  file: string;
  map: readonly string[];
  mapping?: MappingFile | undefined;
  ignoreUnknown: boolean;
  createTags: boolean;
  kind: ImportKind;
  mode: ImportMode;
  allowSharedEmail: boolean;
  /** `target=value` for all rows. */
  set: readonly string[];
  addTag: readonly string[];
  /** Columns that nobody knows become text fields. */
  createFields: boolean;
  invite: boolean;
  format?: string | undefined;
  encoding?: string | undefined;
  delimiter?: string | undefined;
  /** Rows that are right are written although others are not (B2). */
  keepGoing: boolean;
  /** Where the others are left. */
  rejects?: string | undefined;
  /** Replaces a file that is there. */
  force: boolean;
  maxErrors?: number | undefined;
}

/** Where an import runs. */
export interface ImportPlace {
  cwd: string;
  stdin: () => Readable;
  signal: AbortSignal;
  progress: OnProgress;
  dryRun: boolean;
  /** A unit of work; in a dry run it is rolled back. */
  write: Unit;
}

/** Imports a client list: all of its rows or none, or, where the request says so, those that are right. */
export const importFile = (place: ImportPlace, request: ImportRequest): Promise<ImportReport> =>
  request.keepGoing ? importRight(place, request) : importAll(place, request);

/** All or nothing, in one unit of work. */
async function importAll(place: ImportPlace, request: ImportRequest): Promise<ImportReport> {
  const attempt = (lateRefusals: 'throw' | 'undo') =>
    place.write((deps) =>
      withTable(place, request, async (table, { isRereadable, ...options }) => {
        const own = await beginRun(deps, { kind: 'import', source: table.name });
        const { plan, createdFields } = await planFor(own, table, request);
        const report = await importClients(own, table, plan, {
          ...options,
          lateRefusals: isRereadable ? lateRefusals : 'check-rest',
        });
        return { ...report, createdFields };
      }),
    );
  try {
    return kept(place, await attempt('throw'));
  } catch (error) {
    if (!(error instanceof RefusedRow)) throw error;
    return kept(place, await attempt('undo'));
  }
}

/** Batch by batch; a dry run in one unit of work, in which each batch can be undone. */
async function importRight(place: ImportPlace, request: ImportRequest): Promise<ImportReport> {
  const through = (unit: Unit) =>
    withTable(place, request, async (table, options) => {
      const { file, rejects: named, force } = request;
      const rejects = place.dryRun
        ? undefined
        : await openRejects(file, table, { file: named, replace: force, cwd: place.cwd });
      try {
        return await importGoodRows(unit, table, {
          ...options,
          rejects,
          prepare: async (deps) => {
            const { plan, createdFields } = await planFor(deps, table, request);
            return { taking: await takingOf(deps, plan, options), createdFields };
          },
        });
      } finally {
        await rejects?.discard();
      }
    });
  if (!place.dryRun) return through(place.write);
  return kept(place, await place.write((deps) => through((work) => undoable(deps, work))));
}

/** A run that was rolled back has no number. */
const kept = ({ dryRun }: ImportPlace, report: ImportReport): ImportReport =>
  dryRun ? { ...report, run: null } : report;

/** Opens the file for `work`, and closes it whatever happens. */
async function withTable<T>(
  { cwd, stdin, signal, progress }: ImportPlace,
  request: ImportRequest,
  work: (table: Table, options: ImportOptions & { isRereadable: boolean }) => Promise<T>,
): Promise<T> {
  const { file, format, encoding, delimiter } = request;
  const { createTags, kind, mode, allowSharedEmail, addTag, invite, maxErrors } = request;
  const source = await openSource(file, { cwd, stdin });
  const table = await openTable(source, { format, encoding, delimiter });
  try {
    return await work(table, {
      ...{ createTags, kind, mode, allowSharedEmail, invite },
      addTags: addTag,
      signal,
      progress: (at) => progress({ ...at, part: source.part?.() }),
      maxErrors,
      unit: table.unit,
      isRereadable: source.reopen !== undefined,
    });
  } finally {
    table.close();
  }
}

/** Which column fills what, and the fields that had to be made for it. */
async function planFor(
  deps: Deps,
  { headers, isKeyed }: Table,
  { map, mapping, set, createFields, kind, ...request }: ImportRequest,
): Promise<{ plan: ColumnPlan; createdFields: MadeField[] }> {
  const { ignoreUnknown } = request;
  const options = { map, file: mapping, ignoreUnknown, isKeyed, fields: await knownFields(deps) };
  const createdFields = createFields
    ? await createMissingFields(deps, headers, options, kind === 'contacts' ? 'contact' : 'account')
    : [];
  const fields = createdFields.length === 0 ? options.fields : await knownFields(deps);
  const plan = withConstants(planColumns(headers, { ...options, fields }), set, fields);
  return { plan: planOfKind(plan, kind, request), createdFields };
}
