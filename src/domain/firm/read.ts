import { query, type Session } from '../../db/bulk.ts';
import { type Firm, firmSettings } from './schema.ts';

const numbers: ReadonlySet<keyof Firm> = new Set(['invitationDays', 'resetHours', 'documentLimit']);

/** The firm's settings, with defaults for those never set. */
export async function readFirm(session: Session): Promise<Firm> {
  const rows = await query<{ key: string; value: string }>(session, 'select key, value from settings');
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  return Object.fromEntries(
    firmSettings.map((setting) => {
      const text = stored.get(setting.key) ?? setting.default;
      return [setting.field, numbers.has(setting.field) ? Number(text) : text];
    }),
  ) as unknown as Firm;
}
