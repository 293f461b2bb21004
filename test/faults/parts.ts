import { part as diskFull } from './disk-full.ts';
import { part as fuzz, partOnServer as fuzzPostgres } from './fuzz/part.ts';
import { part as interrupt, partOnServer as interruptPostgres } from './interrupt.ts';
import { part as kill } from './kill/part.ts';
import { part as killPostgres } from './kill/postgres.ts';
import { part as mailCrash } from './mail-crash.ts';
import { part as migrate } from './migrate/part.ts';
import type { FaultPart } from './part.ts';
import { part as powerLoss } from './power-loss/part.ts';
import { part as crowd } from './races/crowd.ts';
import { part as races, onPostgres as racesOnPostgres } from './races/part.ts';

/** All parts of the suite, in the order in which they begin: what takes longest is first, or one core would wait for it in the end. */
export const parts: readonly FaultPart[] = [
  fuzz,
  kill,
  crowd,
  fuzzPostgres,
  interrupt,
  interruptPostgres,
  diskFull,
  powerLoss,
  racesOnPostgres,
  races,
  killPostgres,
  migrate,
  mailCrash,
];
