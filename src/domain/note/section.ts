import { countsOf } from '../activity/counts.ts';
import type { Section } from '../activity/model.ts';
import type { Deps } from '../deps.ts';
import type { Note } from './model.ts';
import { noteOf } from './record.ts';
import { countNotes, readLatestNotes } from './repository.ts';

/** The notes of an account for its overview (O1): the last saved first, at most `limit` of them. */
export async function noteSection(
  deps: Deps,
  accountId: number,
  limit: number | undefined,
): Promise<Section<Note>> {
  const rows = await readLatestNotes(deps, accountId, limit);
  return { items: rows.map(noteOf), total: await countsOf(rows, () => countNotes(deps, accountId), 0) };
}
