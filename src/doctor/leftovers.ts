import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresUrl } from '../db/location.ts';
import type { Fixed, Look } from '../domain/check/model.ts';
import { lookOf, mostExamples, some } from '../domain/check/rules.ts';
import { staleFiles } from '../whole-file.ts';
import type { Surroundings } from './model.ts';

export const leftoversCheck = {
  name: 'leftovers',
  summary: 'no half-written copy of the database lies beside it',
};

/** Says which files beside the database were left by runs that were killed: they hold client data, too. */
export async function lookAtLeftovers(around: Surroundings): Promise<Look> {
  const left = await leftBeside(around);
  return lookOf(left.length, (count) => ({
    severity: 'warning',
    message: `${some(count, 'file', 'files')} beside the database ${count === 1 ? 'was' : 'were'} left by runs that were stopped`,
    examples: left.slice(0, mostExamples),
    fixable: true,
  }));
}

/** Takes them away. */
export async function mendLeftovers(around: Surroundings, { dryRun }: { dryRun: boolean }): Promise<Fixed[]> {
  const left = await leftBeside(around);
  for (const place of dryRun ? [] : left) await rm(place, { force: true });
  const message = `deleted ${some(left.length, 'file', 'files')} that runs left which were stopped`;
  return left.length === 0 ? [] : [{ check: leftoversCheck.name, message, count: left.length }];
}

const leftBeside = async ({ configuration: { db }, machine }: Surroundings): Promise<string[]> =>
  isPostgresUrl(db.value) ? [] : staleFiles(path.dirname(db.value), machine.clock().getTime());
