import { usageError } from '../../errors.ts';
import { type Deps, timestamp } from '../deps.ts';

/** A day, or a moment with or without its zone; without one it is UTC. */
const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** Something that happened before, as refusals call it. */
export interface Earlier {
  at: string;
  /** `the request` */
  what: string;
}

/**
 * When something happened, as it is stored: the time given by a script or fixture (O2), else now. Throws INVALID_TIME
 * (exit 2) for what is no time, lies in the future, or before what it follows.
 */
export function momentOf(deps: Deps, given: string | undefined, earlier?: Earlier): string {
  const now = timestamp(deps);
  const at = given === undefined ? now : parseMoment(given);
  if (at > now) throw invalidTime(given, `lies in the future (it is ${now})`);
  if (earlier !== undefined && at < earlier.at) {
    throw invalidTime(given ?? at, `lies before ${earlier.what} (${earlier.at})`);
  }
  return at;
}

function parseMoment(given: string): string {
  const [, day, clock = '00:00', zone = 'Z'] = moment.exec(given.trim()) ?? [];
  const time = new Date(`${day}T${clock}${zone}`);
  // JavaScript takes February 30th for a day of March.
  if (day === undefined || Number.isNaN(time.getTime()) || !isDay(day)) {
    throw invalidTime(given, 'is no time');
  }
  return time.toISOString();
}

const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

const invalidTime = (given: string | undefined, problem: string) =>
  usageError('INVALID_TIME', `The time ${JSON.stringify(given ?? '')} ${problem}.`, {
    hint: 'Write it as 2026-03-04 or 2026-03-04T05:06Z; without --at it is now.',
    details: { given },
  });
