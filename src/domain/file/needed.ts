import { query, type Session } from '../../db/bulk.ts';

/** The SHA-256 of all contents that records need, ascending. */
export async function neededContents(session: Session): Promise<string[]> {
  const rows = await query<{ sha256: string }>(
    session,
    'select sha256 from documents union select sha256 from account_photos order by sha256',
  );
  return rows.map(({ sha256 }) => sha256);
}
