import { type Deps, timestamp } from '../deps.ts';
import type { RunKind } from './model.ts';

/** What begins: of what kind, and the name of the file or of what else it is made from. */
export interface NewRun {
  kind: RunKind;
  source: string;
}

/** Deps whose changes belong to a run. */
export type RunDeps = Deps & { readonly run: number };

/** Begins a run: every entry of the record of changes that is written with these deps belongs to it (H1). */
export async function beginRun(deps: Deps, { kind, source }: NewRun): Promise<RunDeps> {
  const [row] = (await deps
    .trx('runs')
    .insert({ kind, source, actor: deps.actor, started_at: timestamp(deps) })
    .returning('id')) as Array<{ id: number }>;
  if (row === undefined) throw new Error('a new run has no number');
  return { ...deps, run: row.id };
}

/**
 * Ends a run with the counts of what it did. A run that changed nothing leaves nothing behind: the second run of
 * a file changes nothing at all (B2). Returns whether the run stays.
 */
export async function endRun(deps: RunDeps, counts: object): Promise<boolean> {
  const own = deps.trx('runs').where('id', deps.run);
  const entry = await deps.trx('audit_entries').where('run', deps.run).first('id');
  if (entry === undefined) {
    await own.delete();
    return false;
  }
  await own.update({ ended_at: timestamp(deps), counts: JSON.stringify(counts) });
  return true;
}
