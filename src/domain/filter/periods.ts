/** A stretch of time, from its beginning to what is no longer part of it: ISO 8601, UTC. */
export interface Period {
  from: string;
  to: string;
}

const units = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;

/** The ways in which a time can be written, for messages and the help. */
export const periodForms =
  'a day as 2026-01-31, a month as 2026-01, a year as 2026, a time as 2026-01-31T09:30, or today, yesterday, -30d, -2w, -6m, -1y';

/**
 * The stretch of time that a text means, or undefined: a year, month, day or time (UTC unless it says otherwise), `today`, or a
 * day so many days, weeks, months or years from today.
 */
export function readPeriod(text: string, now: Date): Period | undefined {
  const word = text.trim().toLowerCase();
  const named = { yesterday: -1, today: 0, tomorrow: 1 }[word];
  if (named !== undefined) return day(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + named);
  const relative = /^([+-])(\d{1,4})([dwmy])$/.exec(word);
  if (relative !== null) {
    const [, sign, count, unit] = relative;
    return awayFrom(now, Number(`${sign}${count}`), unit as keyof typeof units);
  }
  const date = /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(word);
  if (date !== null) return dated(Number(date[1]), date[2], date[3]);
  return timed(text.trim());
}

function dated(year: number, month: string | undefined, dayOfMonth: string | undefined): Period | undefined {
  if (month === undefined) return between(utc(year, 0, 1), utc(year + 1, 0, 1));
  const index = Number(month) - 1;
  if (index < 0 || index > 11) return undefined;
  if (dayOfMonth === undefined) return between(utc(year, index, 1), utc(year, index + 1, 1));
  const number = Number(dayOfMonth);
  return number < 1 || number > lastDay(year, index) ? undefined : day(year, index, number);
}

/** The day that is so far from today; where a month is too short its last one. */
function awayFrom(now: Date, count: number, unit: keyof typeof units): Period {
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (unit === 'd' || unit === 'w') return day(year, month, date + count * (unit === 'w' ? 7 : 1));
  const months = month + count * (unit === 'y' ? 12 : 1);
  const there = utc(year, months, 1);
  const [y, m] = [there.getUTCFullYear(), there.getUTCMonth()];
  return day(y, m, Math.min(date, lastDay(y, m)));
}

/** A time of a day: the minute, second or thousandth that is named. */
function timed(text: string): Period | undefined {
  const match =
    /^([1-9]\d{3})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [, year, month, dayOfMonth, hour, minute, second, fraction, zone = 'Z'] = match;
  if (dated(Number(year), month, dayOfMonth) === undefined) return undefined;
  const start = Date.parse(
    `${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second ?? '00'}${fraction ?? ''}${zone.toUpperCase()}`,
  );
  if (Number.isNaN(start)) return undefined;
  const length = second === undefined ? 60_000 : fraction === undefined ? 1_000 : 1;
  return between(new Date(start), new Date(start + length));
}

const lastDay = (year: number, month: number): number => utc(year, month + 1, 0).getUTCDate();

const day = (year: number, month: number, date: number): Period =>
  between(utc(year, month, date), utc(year, month, date + 1));

const utc = (year: number, month: number, date: number): Date => new Date(Date.UTC(year, month, date));

const between = (from: Date, to: Date): Period => ({ from: stored(from), to: stored(to) });

/** Years of five digits are written with a sign, which would sort them before all others. */
const stored = (date: Date): string => (date.getUTCFullYear() > 9999 ? '~' : date.toISOString());
