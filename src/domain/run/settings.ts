import { query } from '../../db/bulk.ts';
import type { Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { changeFirm } from '../firm/operations.ts';
import { readFirm } from '../firm/read.ts';
import { firmSettings } from '../firm/schema.ts';

/** Settings get back what they were, as far as nothing else changed them since; their keys. */
export async function restoreSettings(
  deps: Deps,
  runs: readonly number[],
  lastEntry: number,
): Promise<string[]> {
  const entries = await query<{ key: string; changes: string }>(
    deps,
    `select label as key, changes from audit_entries
     where run in (${runs.join()}) and record = 'setting' and id <= ? order by id desc`,
    [lastEntry],
  );
  if (entries.length === 0) return [];
  const firm = await readFirm(deps);
  const present = new Map(firmSettings.map(({ key, field }) => [key, String(firm[field])]));
  const wanted = new Map(present);
  for (const { key, changes } of entries) {
    const [from, to] = (JSON.parse(changes) as Changes)[key] ?? [];
    if (wanted.get(key) === String(to)) wanted.set(key, String(from));
  }
  const changed = [...wanted].filter(([key, value]) => present.get(key) !== value);
  await changeFirm(
    deps,
    changed.map(([key, value]) => ({ key, value })),
  );
  return changed.map(([key]) => key);
}
