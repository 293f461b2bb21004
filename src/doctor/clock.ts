import type { Look } from '../domain/check/model.ts';
import { finding } from '../domain/check/rules.ts';

export const clockCheck = { name: 'clock', summary: 'the clock goes right, as far as that can be told' };

const minute = 60_000;
/** So far clocks of two machines may differ. */
const tolerance = 5 * minute;
/** When this program was written: it cannot be earlier. */
const written = '2026-01-01T00:00:00.000Z';

/** Compares our clock with the time that the database knows of: of its newest entry, and of its server. */
export function lookAtClock(
  now: Date,
  { newest, server }: { newest: string | undefined; server: string | null },
): Look {
  const findings: Look['findings'] = [];
  const behind = newest === undefined ? 0 : Date.parse(newest) - now.getTime();
  if (now.toISOString() < written) {
    findings.push(
      finding({
        message: `the clock says ${now.toISOString()}, which is before this program was written`,
        count: 1,
        hint: 'Set the clock of this machine.',
      }),
    );
  } else if (behind > tolerance) {
    findings.push(
      finding({
        message: `the clock says ${now.toISOString()}, but the newest change was recorded ${spanOf(behind)} later`,
        count: 1,
        hint: 'Set the clock of this machine; if it is right, the change was made by one whose clock is wrong.',
      }),
    );
  }
  const apart = server === null ? 0 : Math.abs(Date.parse(server) - now.getTime());
  if (apart > tolerance) {
    findings.push(
      finding({
        severity: 'warning',
        message: `the clocks of this machine and of the database server are ${spanOf(apart)} apart`,
        count: 1,
        hint: 'Let both keep time by the network (NTP).',
      }),
    );
  }
  return { findings };
}

/** `7 minutes`, `3 hours`, `12 days` */
function spanOf(milliseconds: number): string {
  const minutes = Math.round(milliseconds / minute);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 60 / 24)} days`;
}
