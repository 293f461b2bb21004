import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { authorsOf } from '../activity/authors.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { requireDocuments } from '../document/existing.ts';
import type { DocumentRow } from '../document/repository.ts';
import { notifyClients } from '../notification/operations.ts';
import type { Approval, ApprovalOutcome, Decision } from './model.ts';
import { approvalMissing, showApprovals } from './record.ts';
import {
  type ApprovalRow,
  approvalTable,
  type NamedApprovalRow,
  pendingApprovals,
  readApprovals,
} from './repository.ts';
import { approvalEnded, approvalEntry, isSameDecision } from './rules.ts';

/** A document that a client is to approve of. */
export interface WantedApproval {
  documentId: number;
  /** When it was asked for; now when left out. */
  at?: string | undefined;
}

/**
 * Asks the clients of documents for their approval (O2) and notifies them (T2) unless told not to. A document that waits
 * for a decision already is `unchanged`: it has one open request. Throws DOCUMENT_NOT_FOUND (exit 3), INVALID_TIME (exit
 * 2). Results in input order.
 */
export async function requestApprovals(
  deps: Deps,
  inputs: readonly WantedApproval[],
  { notify = true }: { notify?: boolean } = {},
): Promise<ApprovalOutcome[]> {
  const documents = await requireDocuments(
    deps,
    inputs.map(({ documentId }) => documentId),
    { lock: true },
  );
  const waiting = await pendingApprovals(
    deps,
    documents.map(({ id }) => id),
  );
  const asked = new Map<number, Asked>();
  for (const [index, document] of documents.entries()) {
    if (waiting.has(document.id) || asked.has(document.id)) continue;
    asked.set(document.id, { document, at: inputs[index]?.at });
  }
  const notified = await ask(deps, [...asked.values()], notify, waiting);
  const approvals = await showApprovals(
    deps,
    documents.map(({ id }) => waiting.get(id) ?? 0),
  );
  return approvals.map((approval) => {
    const addresses = notified.get(approval.id);
    notified.delete(approval.id);
    return addresses === undefined
      ? outcomeOf(approval, 'unchanged')
      : outcomeOf(approval, 'created', addresses);
  });
}

interface Asked {
  document: DocumentRow;
  at: string | undefined;
}

/** Stores requests, into `waiting` as well; the addresses notified, by approval. */
async function ask(
  deps: Deps,
  asked: readonly Asked[],
  notify: boolean,
  waiting: Map<number, number>,
): Promise<Map<number, string[]>> {
  if (asked.length === 0) return new Map();
  const times = asked.map(({ document, at }) =>
    momentOf(deps, at, { at: document.addedAt, what: 'the document' }),
  );
  const ids = await deps.dialect.reserveIds(deps.trx, approvalTable.name, asked.length);
  const rows = asked.map(
    ({ document }, index): ApprovalRow => ({
      id: ids[index] ?? 0,
      accountId: document.accountId,
      documentId: document.id,
      state: 'pending',
      requestedAt: times[index] ?? '',
      requestedBy: deps.actor,
      decidedAt: null,
      contactId: null,
      decidedBy: null,
      comment: null,
    }),
  );
  await insertRecords(deps, approvalTable, rows);
  for (const { id, documentId } of rows) waiting.set(documentId, id);
  const occasions = asked.map(({ document: { accountId, name } }) => ({
    accountId,
    kind: 'approvals' as const,
    subjects: [name],
  }));
  const told = notify ? await notifyClients(deps, occasions) : [];
  await recordChanges(
    deps,
    asked.map(({ document, at }, index) =>
      approvalEntry(ids[index] ?? 0, document.name, 'created', {
        document: [null, document.name],
        status: [null, 'pending'],
        ...(at === undefined ? {} : { at: [null, times[index]] }),
        ...(told[index]?.length ? { notified: [null, told[index]] } : {}),
      }),
    ),
  );
  return new Map(ids.map((id, index) => [id, told[index] ?? []]));
}

/** What a contact decides about a document. */
export interface DecisionInput {
  approvalId: number;
  decision: Decision;
  contactId: number;
  /** Nothing said when left out or empty. */
  comment?: string | undefined;
  at?: string | undefined;
}

/**
 * Stores what contacts of the clients decided (O2), also in archived accounts (A9). The same decision by the same contact is
 * `unchanged`. Throws APPROVAL_NOT_FOUND, NOT_LINKED (exit 3), APPROVAL_DECIDED, APPROVAL_CANCELLED (exit 4), INVALID_TIME
 * (exit 2). Results in input order.
 */
export async function decideApprovals(
  deps: Deps,
  inputs: readonly DecisionInput[],
): Promise<ApprovalOutcome[]> {
  const rows = await holdApprovals(deps, inputs);
  const authors = await authorsOf(
    deps,
    inputs.map(({ contactId }, index) => ({ accountId: rows[index]?.accountId ?? 0, contactId })),
  );
  return endApprovals(deps, rows, inputs, {
    isDone: isSameDecision,
    end: ({ decision, contactId, comment }, index) => ({
      state: decision,
      contactId,
      decidedBy: authors[index]?.author ?? '',
      comment: comment || null,
    }),
  });
}

export interface WithdrawnApproval {
  approvalId: number;
  at?: string | undefined;
}

/**
 * Withdraws requests of the firm that wait for a decision (O2); one that was withdrawn before is `unchanged`. Throws
 * APPROVAL_NOT_FOUND (exit 3), APPROVAL_DECIDED (exit 4), INVALID_TIME (exit 2). Results in input order.
 */
export async function cancelApprovals(
  deps: Deps,
  inputs: readonly WithdrawnApproval[],
): Promise<ApprovalOutcome[]> {
  return endApprovals(deps, await holdApprovals(deps, inputs), inputs, {
    isDone: ({ state }) => state === 'cancelled',
    end: () => ({ state: 'cancelled', contactId: null, decidedBy: deps.actor, comment: null }),
  });
}

/** Approvals in input order, held until the transaction ends: of two who decide at once, one is the second. */
async function holdApprovals(deps: Deps, inputs: readonly WithdrawnApproval[]): Promise<NamedApprovalRow[]> {
  const ids = inputs.map(({ approvalId }) => approvalId);
  await readRecords(deps, approvalTable, ids, { lock: true });
  const found = new Map((await readApprovals(deps, ids)).map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (row === undefined) throw approvalMissing(id);
    return row;
  });
}

/** How requests end: whether one ended like that before, and what it becomes else. */
interface Ending<Input> {
  isDone: (row: ApprovalRow, input: Input) => boolean;
  end: (input: Input, index: number) => Pick<ApprovalRow, 'state' | 'contactId' | 'decidedBy' | 'comment'>;
}

async function endApprovals<Input extends WithdrawnApproval>(
  deps: Deps,
  rows: readonly NamedApprovalRow[],
  inputs: readonly Input[],
  { isDone, end }: Ending<Input>,
): Promise<ApprovalOutcome[]> {
  const ended = new Map<number, { row: NamedApprovalRow; at: string | undefined }>();
  const words = inputs.map((input, index) => {
    const row = ended.get(input.approvalId)?.row ?? rows[index];
    if (row === undefined) throw approvalMissing(input.approvalId);
    if (isDone(row, input)) return 'unchanged';
    if (row.state !== 'pending') throw approvalEnded(row);
    const decidedAt = momentOf(deps, input.at, { at: row.requestedAt, what: 'the request' });
    ended.set(row.id, { row: { ...row, ...end(input, index), decidedAt }, at: input.at });
    return 'updated';
  });
  await updateRecords(
    deps,
    approvalTable,
    [...ended.values()].map(({ row }) => row),
  );
  await recordChanges(
    deps,
    [...ended.values()].map(({ row, at }) =>
      approvalEntry(row.id, row.documentName, 'updated', {
        status: ['pending', row.state],
        decidedBy: [null, row.decidedBy],
        ...(row.comment === null ? {} : { comment: [null, row.comment] }),
        ...(at === undefined ? {} : { at: [null, row.decidedAt] }),
      }),
    ),
  );
  const approvals = await showApprovals(
    deps,
    inputs.map(({ approvalId }) => approvalId),
  );
  return approvals.map((approval, index) => outcomeOf(approval, words[index] ?? 'unchanged'));
}

const outcomeOf = (
  approval: Approval,
  outcome: ApprovalOutcome['outcome'],
  notified: string[] = [],
): ApprovalOutcome => ({ outcome, ...approval, name: approval.document.name, notified, warnings: [] });
