import { query, queryByIds } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';
import { endStaleClaims } from '../mail/delivery.ts';
import type { Runs } from '../mail/model.ts';
import { type MailRow, mailTable } from '../mail/repository.ts';
import { trueState } from '../mail/rules.ts';
import type { CheckOptions, Look } from './model.ts';
import { lookOf, mostExamples, some } from './rules.ts';

/** Runs are not known to have ended where nobody says so; their claims lapse all the same. */
const unknownRuns: Runs = { own: '', hasEnded: () => false };

/** Mails that a program was sending when it ended (I6). */
export async function lookAtClaims(deps: Deps, { runs = unknownRuns }: CheckOptions): Promise<Look> {
  const rows = await query<MailRow>(
    deps,
    `select ${mailTable.select()} from mails where state = 'sending' order by id`,
  );
  const now = timestamp(deps);
  const stale = rows.filter((row) => trueState(row, now, runs) === 'uncertain');
  return lookOf(stale.length, (count) => ({
    severity: 'warning',
    message: `${some(count, 'mail was', 'mails were')} being sent when the program ended: nobody knows whether ${count === 1 ? 'it' : 'they'} arrived`,
    examples: stale.slice(0, mostExamples).map(({ id }) => `mail ${id}`),
    fixable: true,
    hint: '--fix marks them as uncertain; then kontor mail resolve MAIL --sent or --again.',
  }));
}

/** Marks those mails as uncertain. Returns how many. */
export async function mendClaims(deps: Deps, options: CheckOptions): Promise<number> {
  const [found] = (await lookAtClaims(deps, options)).findings;
  if (found !== undefined) await endStaleClaims(deps, options.runs ?? unknownRuns);
  return found?.count ?? 0;
}

/** Longer than the longest pause between two entries of an import that is at work. */
const quietMs = 60 * 60 * 1000;

interface OpenRun {
  run: number;
  entries: number | string;
}

/** Imports and seedings that have not ended, and of which nothing was heard for an hour. */
const openRuns = (deps: Deps): Promise<OpenRun[]> =>
  query<OpenRun>(
    deps,
    `select r.id as run, (select count(*) from audit_entries e where e.run = r.id) as entries from runs r
     where r.ended_at is null and r.undone_at is null and coalesce(
       (select max(e.at) from audit_entries e where e.run = r.id), r.started_at) < ? order by r.id`,
    [new Date(deps.clock().getTime() - quietMs).toISOString()],
  );

/** Says which runs were interrupted; one that changed nothing can be forgotten. */
export async function lookAtRuns(deps: Deps): Promise<Look> {
  const open = await openRuns(deps);
  const empty = open.filter(({ entries }) => Number(entries) === 0);
  const begun = open.filter(({ entries }) => Number(entries) > 0);
  const told = (runs: readonly OpenRun[]) => runs.slice(0, mostExamples).map(({ run }) => `run ${run}`);
  return {
    findings: [
      ...lookOf(empty.length, (count) => ({
        severity: 'warning',
        message: `${some(count, 'import or seeding was', 'imports or seedings were')} stopped before ${count === 1 ? 'it' : 'they'} changed anything`,
        examples: told(empty),
        fixable: true,
      })).findings,
      ...lookOf(begun.length, (count) => ({
        severity: 'warning',
        message: `${some(count, 'import or seeding has', 'imports or seedings have')} not ended: the program was stopped`,
        examples: told(begun),
        hint: 'Run the same file again to complete it, then kontor import undo RUN takes the first part back where it is not wanted.',
      })).findings,
    ],
  };
}

/** Forgets runs that were stopped before they changed anything, as a run that changes nothing leaves nothing. Returns how many. */
export async function mendRuns(deps: Deps): Promise<number> {
  const empty = (await openRuns(deps)).filter(({ entries }) => Number(entries) === 0).map(({ run }) => run);
  if (empty.length > 0) await queryByIds(deps, 'delete from runs where id in {ids}', empty);
  return empty.length;
}
