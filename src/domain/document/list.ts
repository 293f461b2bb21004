import type { Deps } from '../deps.ts';
import { type Listing, listing, type SortColumn } from '../listing.ts';
import type { Document, DocumentQuery, DocumentSort } from './model.ts';
import { documentRecords } from './record.ts';
import { type DocumentRow, documentTable } from './repository.ts';

const sortColumns: Record<DocumentSort, SortColumn> = {
  added: { column: 'added_at' },
  name: { column: 'name' },
  size: { column: 'bytes' },
  id: { column: 'id' },
};

/** Documents under a filter, newest first unless said otherwise. */
export function listDocuments(deps: Deps, query: DocumentQuery): Listing<Document> {
  const { accountId, unseen, from, sort } = query;
  const filtered = () => {
    const documents = deps.trx('documents');
    if (accountId !== undefined) documents.where('documents.account_id', accountId);
    // Written out: only so the databases take the indexes of the clients' documents.
    if (unseen === true) documents.whereRaw(`documents.side = 'client' and documents.seen_at is null`);
    if (from === 'client') documents.whereRaw(`documents.side = 'client'`);
    if (from === 'firm') documents.whereRaw(`documents.side = 'firm'`);
    return documents;
  };
  return listing<DocumentRow, Document>(deps, {
    filtered,
    columns: documentTable.select('documents'),
    table: 'documents',
    sort: sortColumns[sort ?? 'added'],
    descending: query.descending ?? sort === undefined,
    paging: query,
    finish: (rows) => documentRecords(deps, rows),
  });
}
