import { readRecords } from '../../db/table.ts';
import { notFoundError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { type DocumentRow, documentTable } from './repository.ts';

/** Documents by number, in input order. With `lock` they are held until the transaction ends. Throws DOCUMENT_NOT_FOUND (exit 3). */
export async function requireDocuments(
  deps: Deps,
  ids: readonly number[],
  { lock = false }: { lock?: boolean } = {},
): Promise<DocumentRow[]> {
  const found = await readRecords<DocumentRow>(deps, documentTable, ids, { lock });
  return ids.map((id) => {
    const row = found.get(id);
    if (row !== undefined) return row;
    throw notFoundError('DOCUMENT_NOT_FOUND', `There is no document ${id}.`, {
      hint: 'kontor document list',
      details: { id },
    });
  });
}
