import { query, queryByIds, type Session, updateRows } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { SignatureStatus, SignerStatus } from './model.ts';

export interface RequestRow {
  id: number;
  accountId: number;
  documentId: number;
  inOrder: number;
  /** Whether signers are told that it is their turn (T2). */
  notify: number;
  state: SignatureStatus;
  requestedAt: string;
  requestedBy: string;
  endedAt: string | null;
}

export const requestTable = defineTable<RequestRow>('signature_requests', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  documentId: ['document_id', 'integer'],
  inOrder: ['in_order', 'integer'],
  notify: ['notify', 'integer'],
  state: ['state', 'text'],
  requestedAt: ['requested_at', 'text'],
  requestedBy: ['requested_by', 'text'],
  endedAt: ['ended_at', 'text'],
});

export interface SignerRow {
  id: number;
  requestId: number;
  position: number;
  contactId: number | null;
  name: string;
  state: SignerStatus;
  at: string | null;
  reason: string | null;
}

export const signerTable = defineTable<SignerRow>('signature_signers', {
  id: ['id', 'integer'],
  requestId: ['request_id', 'integer'],
  position: ['position', 'integer'],
  contactId: ['contact_id', 'integer'],
  name: ['name', 'text'],
  state: ['state', 'text'],
  at: ['at', 'text'],
  reason: ['reason', 'text'],
});

/** With the names of what it is about. */
export interface NamedRequestRow extends RequestRow {
  accountName: string;
  documentName: string;
}

export const namedColumns = `${requestTable.select('signature_requests')}, accounts.name as "accountName",
  documents.name as "documentName"`;

// Left joins, so that no planner begins elsewhere than with the requests and their order.
const namedRequests = `select ${namedColumns} from signature_requests
  left join accounts on accounts.id = signature_requests.account_id
  left join documents on documents.id = signature_requests.document_id`;

/** Requests by id, in no particular order. */
export const readRequests = (session: Session, ids: readonly number[]): Promise<NamedRequestRow[]> =>
  queryByIds<NamedRequestRow>(session, `${namedRequests} where signature_requests.id in {ids}`, ids);

/** The requests of an account, the newest first; all without a limit. */
export const newestRequests = (
  session: Session,
  accountId: number,
  limit: number | undefined,
): Promise<NamedRequestRow[]> =>
  query<NamedRequestRow>(
    session,
    `${namedRequests} where signature_requests.account_id = ?
     order by signature_requests.requested_at desc, signature_requests.id desc ${limit === undefined ? '' : 'limit ?'}`,
    limit === undefined ? [accountId] : [accountId, limit],
  );

/** How many requests an account has, and how many of them are open. */
export async function countRequests(
  session: Session,
  accountId: number,
): Promise<{ total: number; open: number }> {
  // The state is written out: only so the databases take the index of the open ones.
  const [counts] = await query<{ total: number | string; open: number | string }>(
    session,
    `select (select count(*) from signature_requests where account_id = ?) as total,
       (select count(*) from signature_requests where account_id = ? and state = 'open') as open`,
    [accountId, accountId],
  );
  return { total: Number(counts?.total ?? 0), open: Number(counts?.open ?? 0) };
}

/** The open requests, by the id of their document. */
export async function openRequests(
  session: Session,
  documentIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await queryByIds<{ id: number; documentId: number }>(
    session,
    `select id, document_id as "documentId" from signature_requests where state = 'open' and document_id in {ids}`,
    documentIds,
  );
  return new Map(rows.map(({ id, documentId }) => [documentId, id]));
}

/** With the name that the contact has today. */
export interface NamedSignerRow extends SignerRow {
  contactName: string | null;
}

/** The signers of requests, in their order, by the request's id. */
export async function signersOfRequests(
  session: Session,
  requestIds: readonly number[],
): Promise<Map<number, NamedSignerRow[]>> {
  const byRequest = new Map<number, NamedSignerRow[]>();
  const rows = await queryByIds<NamedSignerRow>(
    session,
    `select ${signerTable.select('s')}, c.display_name as "contactName"
     from signature_signers s left join contacts c on c.id = s.contact_id
     where s.request_id in {ids} order by s.request_id, s.position`,
    requestIds,
  );
  for (const row of rows) {
    const list = byRequest.get(row.requestId);
    if (list === undefined) byRequest.set(row.requestId, [row]);
    else list.push(row);
  }
  return byRequest;
}

/** Stores what signers said, and nothing else of them: their contact may be deleted at this moment. */
export const updateAnswers = (
  session: Session,
  signers: ReadonlyArray<Pick<SignerRow, 'id' | 'state' | 'at' | 'reason'>>,
): Promise<void> =>
  updateRows(
    session,
    signerTable.name,
    { id: 'integer', state: 'text', at: 'text', reason: 'text' },
    signers.map(({ id, state, at, reason }) => [id, state, at, reason]),
  );
