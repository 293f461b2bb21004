import { queryByIds, type Session } from '../../db/bulk.ts';
import { refusedError } from '../../errors.ts';

/** The records that have a version. */
export type VersionedRecord = 'account' | 'contact';

/**
 * The versions of records: how many of their changes are on record. No change is without its entry (H1), so nothing has to be
 * kept in step, and nothing can change without the version growing.
 */
export async function versionsOf(
  session: Session,
  record: VersionedRecord,
  ids: readonly number[],
): Promise<Map<number, number>> {
  const rows = await queryByIds<{ id: number; version: number | string }>(
    session,
    `select record_id as id, count(*) as version from audit_entries
     where record = '${record}' and record_id in {ids} group by record_id`,
    ids,
  );
  return new Map(rows.map(({ id, version }) => [id, Number(version)]));
}

/** A record that is to be changed only as its editor has seen it. */
export interface SeenRecord {
  id: number;
  name: string;
  /** The version that was seen; undefined where any will do. */
  ifVersion: number | undefined;
}

/**
 * Refuses records that were changed since somebody looked at them. They have to be held: what others change behind this is
 * changed after it. Throws VERSION_CONFLICT (exit 4) for the first, with the version that it has.
 */
export async function requireVersions(
  session: Session,
  record: VersionedRecord,
  seen: readonly SeenRecord[],
): Promise<void> {
  const expected = seen.filter(({ ifVersion }) => ifVersion !== undefined);
  if (expected.length === 0) return;
  const versions = await versionsOf(
    session,
    record,
    expected.map(({ id }) => id),
  );
  for (const { id, name, ifVersion } of expected) {
    const version = versions.get(id) ?? 0;
    if (version === ifVersion) continue;
    const noun = record === 'account' ? 'Account' : 'Contact';
    throw refusedError(
      'VERSION_CONFLICT',
      `${noun} ${id} "${name}" has version ${version}, not ${ifVersion}: it was changed since.`,
      {
        hint:
          `Look at it again: kontor ${record} show id:${id} --json; what was changed: kontor audit list ` +
          `--${record} id:${id}`,
        details: { id, name, version, ifVersion },
      },
    );
  }
}
