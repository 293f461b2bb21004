const day = 86_400_000;

const midnight = (time: string): number => Date.parse(`${time.slice(0, 10)}T00:00:00Z`);

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`;

/**
 * When something was, seen from another time; both ISO 8601 in UTC: `today 05:06`, `yesterday 23:10`,
 * `3 days ago (2026-03-01)`. Days are those of the calendar, so that the word agrees with the date beside it.
 */
export function relativeTime(time: string, asOf: string): string {
  const days = Math.round((midnight(asOf) - midnight(time)) / day);
  const clock = time.slice(11, 16);
  if (days === 0) return `today ${clock}`;
  if (days === 1) return `yesterday ${clock}`;
  if (days === -1) return `tomorrow ${clock}`;
  const distance = days > 0 ? between(time, asOf, days) : between(asOf, time, -days);
  return `${days > 0 ? `${distance} ago` : `in ${distance}`} (${time.slice(0, 10)})`;
}

/** The largest unit of which one has passed. */
function between(earlier: string, later: string, days: number): string {
  if (days < 7) return count(days, 'day');
  const months = monthsBetween(earlier, later);
  if (months === 0) return count(Math.floor(days / 7), 'week');
  return months < 12 ? count(months, 'month') : count(Math.floor(months / 12), 'year');
}

/** Whole months of the calendar: from the 31st of January to the 28th of February there is none. */
function monthsBetween(earlier: string, later: string): number {
  const part = (time: string, from: number, to: number) => Number(time.slice(from, to));
  const months = (part(later, 0, 4) - part(earlier, 0, 4)) * 12 + part(later, 5, 7) - part(earlier, 5, 7);
  return part(later, 8, 10) < part(earlier, 8, 10) ? months - 1 : months;
}
