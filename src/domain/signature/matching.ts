import { queryByIds, type Session } from '../../db/bulk.ts';
import { type RequestRow, requestTable } from './repository.ts';

/** All signature requests for documents, oldest first. */
export const requestsOfDocuments = (
  session: Session,
  documentIds: readonly number[],
): Promise<RequestRow[]> =>
  queryByIds<RequestRow>(
    session,
    `select ${requestTable.select()} from signature_requests where document_id in {ids} order by requested_at, id`,
    documentIds,
  );
