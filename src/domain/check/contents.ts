import { query } from '../../db/bulk.ts';
import { cancelledError, KontorError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import type { ContentState, FileStore } from '../file/model.ts';
import { sweepFiles, unneededFiles } from '../file/sweep.ts';
import type { CheckOptions, Finding, Look } from './model.ts';
import { finding, mostExamples, some } from './rules.ts';

/** Where the store and the records differ, at the first look: somebody may be storing or deleting just then. */
export interface Survey {
  /** What records need and the store has not. */
  missing: Needed[];
  /** Contents that no record names, by SHA-256. */
  orphans: string[];
  /** Names of files that were to become contents, and whose runs have ended. */
  leftovers: string[];
}

export const noSurvey: Survey = { missing: [], orphans: [], leftovers: [] };

/** A content that some record needs. */
interface Needed {
  sha256: string;
  bytes: number;
  record: string;
}

/**
 * Compares the content store with the documents and photos: what is missing, of another size, or (with `deep`, which reads
 * everything) damaged; and what lies there without a record.
 */
export async function lookAtContents(
  deps: Deps,
  options: CheckOptions,
): Promise<{ look: Look; survey: Survey }> {
  let store: FileStore;
  try {
    store = await deps.files();
  } catch (error) {
    if (!(error instanceof KontorError) || error.code !== 'FILES_NOT_SET') throw error;
    return { look: await withoutStore(deps), survey: noSurvey };
  }
  const { contents, leftovers, foreign } = await surveyOf(store);
  const missing: Needed[] = [];
  const damaged: Needed[] = [];
  let done = 0;
  for await (const needed of neededContents(deps)) {
    const bytes = contents.get(needed.sha256);
    if (bytes === undefined) missing.push(needed);
    else {
      if (options.deep === true) bytes.state ??= await store.verify(needed.sha256);
      if (bytes.state === 'missing') missing.push(needed);
      else if (bytes.state === 'damaged' || bytes.size !== needed.bytes) damaged.push(needed);
      bytes.isNeeded = true;
    }
    if (options.signal?.aborted) throw cancelledError();
    done += 1;
    options.progress?.({ unit: 'contents', done });
  }
  const findings: Look['findings'] = [];
  if (damaged.length > 0) {
    const whose = some(damaged.length, 'document or photo', 'documents or photos');
    findings.push(lost(`the content of ${whose} is not what was stored`, damaged));
  }
  if (foreign > 0) {
    findings.push(
      finding({
        severity: 'warning',
        message: `${some(foreign, 'file', 'files')} in the folder of documents and photos ${foreign === 1 ? 'is' : 'are'} none of ours`,
        count: foreign,
        hint: 'Look at them, and take them away by hand.',
      }),
    );
  }
  return {
    look: {
      findings,
      note:
        options.deep === true ? 'all contents were read' : 'sizes were compared; --deep reads the contents',
    },
    survey: {
      missing,
      orphans: [...contents].flatMap(([sha256, { isNeeded }]) => (isNeeded ? [] : [sha256])),
      leftovers,
    },
  };
}

interface Stored {
  size: number;
  isNeeded: boolean;
  /** What reading it came to. */
  state?: ContentState;
}

async function surveyOf(store: FileStore) {
  const contents = new Map<string, Stored>();
  const leftovers: string[] = [];
  let foreign = 0;
  for await (const { kind, name, bytes, isStale } of store.survey()) {
    if (kind === 'content') contents.set(name, { size: bytes, isNeeded: false });
    else if (kind === 'foreign') foreign += 1;
    else if (isStale) leftovers.push(name);
  }
  return { contents, leftovers, foreign };
}

/** Documents and photos in the order of their contents. */
async function* neededContents(deps: Deps): AsyncGenerator<Needed> {
  for (const [table, id, word] of [
    ['documents', 'id', 'document'],
    ['account_photos', 'account_id', 'photo of account'],
  ]) {
    for (let after = 0; ; ) {
      const rows: Array<{ id: number; sha256: string; bytes: number }> = await query(
        deps,
        `select ${id} as id, sha256, bytes from ${table} where ${id} > ? order by ${id} limit 5000`,
        [after],
      );
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
      for (const row of rows) yield { sha256: row.sha256, bytes: row.bytes, record: `${word} ${row.id}` };
    }
  }
}

const lost = (message: string, needed: readonly Needed[]): Omit<Finding, 'check'> =>
  finding({
    message,
    count: needed.length,
    examples: needed.slice(0, mostExamples).map(({ record }) => record),
    hint: 'Add the same file once more, or bring it back from a backup: kontor db restore FILE',
  });

/** It is not known where contents are: nothing can be said of them, and that is worth knowing only if there are any. */
async function withoutStore(deps: Deps): Promise<Look> {
  const [row] = await query<{ total: number | string }>(
    deps,
    'select (select count(*) from documents) + (select count(*) from account_photos) as total',
  );
  const count = Number(row?.total ?? 0);
  const skipped = 'it is not known where documents and photos are kept (KONTOR_FILES)';
  if (count === 0) return { findings: [], skipped };
  return {
    skipped,
    findings: [
      finding({
        severity: 'warning',
        message: `it is not known where the contents of ${some(count, 'document or photo', 'documents and photos')} are kept`,
        count,
        hint: 'Name the folder that all users of this database share: KONTOR_FILES=/srv/kontor-files',
      }),
    ],
  };
}

/** Looks once more for what is missing, in a unit of work in which nobody can be deleting it. */
export async function lookForMissing(deps: Deps, { missing }: Survey): Promise<Look> {
  const gone = await stillMissing(deps, missing);
  if (gone.length === 0) return { findings: [] };
  const whose = some(gone.length, 'document or photo has', 'documents or photos have');
  return { findings: [lost(`${whose} lost ${gone.length === 1 ? 'its' : 'their'} content`, gone)] };
}

/** Looks once more at what belongs to no record, in a unit of work in which nobody can be about to write one. */
export async function lookForOrphans(deps: Deps, { orphans, leftovers }: Survey): Promise<Look> {
  const findings: Look['findings'] = [];
  const unneeded = await unneededFiles(deps, orphans);
  if (unneeded.length > 0) {
    findings.push(
      finding({
        message: `${some(unneeded.length, 'content', 'contents')} in the folder of documents and photos ${unneeded.length === 1 ? 'belongs' : 'belong'} to no record`,
        count: unneeded.length,
        examples: unneeded.slice(0, mostExamples).map((sha256) => `content ${sha256}`),
        fixable: true,
      }),
    );
  }
  if (leftovers.length > 0) {
    findings.push(
      finding({
        severity: 'warning',
        message: `${some(leftovers.length, 'file', 'files')} of runs that were stopped ${leftovers.length === 1 ? 'lies' : 'lie'} in the folder of documents and photos`,
        count: leftovers.length,
        examples: leftovers.slice(0, mostExamples).map((name) => `incoming/${name}`),
        fixable: true,
      }),
    );
  }
  return { findings };
}

async function stillMissing(deps: Deps, missing: readonly Needed[]): Promise<Needed[]> {
  if (missing.length === 0) return [];
  const contents = missing.map(({ sha256 }) => sha256);
  const unneeded = new Set(await unneededFiles(deps, contents));
  const store = await deps.files();
  const still: Needed[] = [];
  for (const needed of missing) {
    const isNeeded = !unneeded.has(needed.sha256);
    if (isNeeded && (await store.verify(needed.sha256)) === 'missing') still.push(needed);
  }
  return still;
}

/** Takes away contents that no record needs and files that nobody waits for. Returns how many of both. */
export async function mendOrphans(deps: Deps, { orphans, leftovers }: Survey): Promise<number> {
  const unneeded = await unneededFiles(deps, orphans);
  await sweepFiles(deps, unneeded);
  const store = await deps.files();
  for (const name of leftovers) await store.removeLeftover(name);
  return unneeded.length + leftovers.length;
}
