import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { type Firm, firmSettings } from './schema.ts';

/** The firm's settings, with defaults for those never set. */
export async function readFirm(deps: Deps): Promise<Firm> {
  const rows = await query<{ key: string; value: string }>(deps, 'select key, value from settings');
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  return Object.fromEntries(
    firmSettings.map((setting) => [setting.field, stored.get(setting.key) ?? setting.default]),
  ) as unknown as Firm;
}
