import { namesFor } from '../activity/names.ts';
import type { Deps } from '../deps.ts';
import { requireDocuments } from './existing.ts';
import type { Document } from './model.ts';
import type { DocumentRow } from './repository.ts';
import { isNew } from './rules.ts';

/** Documents as they are shown, in the order of their rows. */
export async function documentRecords(deps: Deps, rows: readonly DocumentRow[]): Promise<Document[]> {
  const names = await namesFor(deps, rows);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    account: names.account(row.accountId),
    mediaType: row.mediaType,
    bytes: row.bytes,
    sha256: row.sha256,
    from: names.author(row),
    new: isNew(row),
    addedAt: row.addedAt,
    seenAt: row.seenAt,
    seenBy: row.seenBy,
  }));
}

/** One document. Throws DOCUMENT_NOT_FOUND (exit 3). */
export async function showDocument(deps: Deps, id: number): Promise<Document> {
  const [document] = await documentRecords(deps, await requireDocuments(deps, [id]));
  if (document === undefined) throw new Error('requireDocuments gave nothing for one number');
  return document;
}
