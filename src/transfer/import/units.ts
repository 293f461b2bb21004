import { ahead, type Deps } from '../../domain/deps.ts';
import { lineOfRefusal } from './report.ts';
import {
  type Checked,
  isRefusal,
  lineOf,
  type Taken,
  type Taking,
  takeRows,
  takeRowsOneByOne,
} from './take.ts';

/** Work in a unit of which nothing is left when it throws. */
export type Unit = <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;

/** So many rows were refused that those behind the line are not to be taken. */
class TooManyRefused extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`too many rows up to line ${line} are refused`);
    this.line = line;
  }
}

/**
 * Takes rows in a unit of its own, first as few sets, and in pieces when an operation refuses a row; those up to the row
 * at which `allowed` are refused.
 */
export async function takenOrUndone(
  unit: Unit,
  rows: readonly Checked[],
  taking: Taking,
  allowed = Number.POSITIVE_INFINITY,
): Promise<Taken> {
  const { journal } = taking.claims;
  journal.begin();
  const inUnit = (take: typeof takeRows) =>
    unit(async (deps) => {
      // A unit that lost a race is done again.
      journal.undo();
      const taken = await take(deps, rows, taking);
      const last = lineOfRefusal(taken, allowed);
      if (last !== undefined && rows.some((row) => lineOf(row) > last)) throw new TooManyRefused(last);
      return taken;
    });
  try {
    return await inUnit((deps, ...rest) => ahead(deps, (own) => takeRows(own, ...rest))).catch((error) => {
      if (!isRefusal(error)) throw error;
      return inUnit(takeRowsOneByOne);
    });
  } catch (error) {
    journal.undo();
    if (!(error instanceof TooManyRefused)) throw error;
    const upTo = rows.filter((row) => lineOf(row) <= error.line);
    return takenOrUndone(unit, upTo, taking, allowed);
  }
}
