import { query } from '../../db/bulk.ts';
import { usageError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Changes } from '../audit/schema.ts';
import { rederiveNames } from '../contact/rename.ts';
import { type Deps, timestamp } from '../deps.ts';
import { type Batch, batchOf, type OutcomeWord } from '../outcome.ts';
import { readFirm } from './read.ts';
import { firmSettings } from './schema.ts';

export { readFirm } from './read.ts';

export interface SettingChange {
  key: string;
  value: string;
}

export interface SettingOutcome {
  key: string;
  value: string;
  outcome: OutcomeWord;
}

/**
 * Sets settings of the firm. Throws UNKNOWN_SETTING or INVALID_SETTING (exit 2). A new name format puts the display
 * names of all contacts together anew (C1); the names of accounts stay (A3).
 */
export async function changeFirm(
  deps: Deps,
  changes: readonly SettingChange[],
): Promise<Batch<SettingOutcome>> {
  const results: SettingOutcome[] = [];
  for (const { key, value } of changes) {
    const setting = firmSettings.find((candidate) => candidate.key === key);
    if (setting === undefined) {
      throw usageError('UNKNOWN_SETTING', `"${key}" is no setting of the firm.`, {
        hint: `Settings: ${firmSettings.map((known) => known.key).join(', ')}.`,
      });
    }
    const checked = setting.check().safeParse(value);
    if (!checked.success) {
      throw usageError('INVALID_SETTING', `${key} "${value}": ${checked.error.issues[0]?.message}.`);
    }
    const stored = value.trim();
    const before = String((await readFirm(deps))[setting.field]);
    if (before === stored && (await isStored(deps, key))) {
      results.push({ key, value: stored, outcome: 'unchanged' });
      continue;
    }
    await query(
      deps,
      `insert into settings (key, value, updated_at) values (?, ?, ?)
       on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
      [key, stored, timestamp(deps)],
    );
    const entry: Changes = { [key]: [before, stored] };
    await recordChanges(deps, [
      { record: 'setting', recordId: null, label: key, action: 'updated', changes: entry },
    ]);
    if (setting.field === 'nameFormat' && before !== stored) await rederiveNames(deps);
    results.push({ key, value: stored, outcome: 'updated' });
  }
  return batchOf(results);
}

const isStored = async (deps: Deps, key: string): Promise<boolean> =>
  (await query(deps, 'select key from settings where key = ?', [key])).length > 0;
