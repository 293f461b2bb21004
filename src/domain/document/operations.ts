import { insertRecords, updateRecords } from '../../db/table.ts';
import { authorsOf, type StoredAuthor } from '../activity/authors.ts';
import { momentOf } from '../activity/moment.ts';
import { namesFor } from '../activity/names.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween, changesOfRemoval } from '../audit/rules.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { keepFiles } from '../file/keep.ts';
import { readFirm } from '../firm/read.ts';
import { notifyClients } from '../notification/operations.ts';
import { goneError } from '../resolve.ts';
import { requireDocuments } from './existing.ts';
import type { AddedDocument, DeletedDocument, DocumentOutcome, TakenDocument } from './model.ts';
import { requireNames } from './names.ts';
import { documentRecords } from './record.ts';
import {
  countDependents,
  type DocumentRow,
  deleteDocumentRows,
  documentTable,
  unseenDocuments,
} from './repository.ts';
import { auditedDocumentFields, isNew, safeFileName } from './rules.ts';
import type { NewDocument } from './schema.ts';

const megabyte = 1024 * 1024;

/**
 * Adds files as documents of accounts (O2). What the firm adds is notified to the people of the account (T2) unless
 * `notify` is false. Throws INVALID_DOCUMENT_NAME, INVALID_TIME, NO_FILE, FILE_TOO_LARGE and what else makes a file none
 * (exit 2), ACCOUNT_NOT_FOUND, NOT_LINKED, FILE_NOT_FOUND (exit 3), STORE_FAILED (exit 6). Results in input order.
 */
export async function addDocuments(
  deps: Deps,
  inputs: readonly NewDocument[],
  { notify = true }: { notify?: boolean | undefined } = {},
): Promise<AddedDocument[]> {
  if (inputs.length === 0) return [];
  const names = requireNames(inputs);
  const times = inputs.map(({ at }) => momentOf(deps, at));
  const authors = await authorsOf(deps, inputs);
  const { account } = await namesFor(deps, inputs);
  for (const { accountId } of inputs)
    if (account(accountId).name === '') throw goneError('account', accountId);
  const { documentLimit } = await readFirm(deps);
  const contents = await keepFiles(
    deps,
    inputs.map(({ file }) => file),
    {
      bytes: documentLimit * megabyte,
      what: 'a document',
      hint: 'kontor config set document-limit sets how many megabytes a document may have.',
    },
  );
  const ids = await deps.dialect.reserveIds(deps.trx, documentTable.name, inputs.length);
  const rows = inputs.map(({ accountId }, index): DocumentRow => {
    const { side, contactId, author } = authors[index] as StoredAuthor;
    return {
      id: ids[index] ?? 0,
      accountId,
      name: names[index] ?? '',
      sha256: contents[index]?.sha256 ?? '',
      bytes: contents[index]?.bytes ?? 0,
      mediaType: contents[index]?.mediaType ?? '',
      side,
      contactId,
      author,
      addedAt: times[index] ?? '',
      seenAt: null,
      seenBy: null,
    };
  });
  await insertRecords(deps, documentTable, rows);
  const notified = notify ? await notifyOf(deps, rows) : new Map<number, string[]>();
  const toldOf = ({ side, accountId }: DocumentRow) =>
    side === 'firm' ? (notified.get(accountId) ?? []) : [];
  await recordChanges(
    deps,
    rows.map((row, index) =>
      documentEntry(row, 'created', {
        ...changesBetween(undefined, row, auditedDocumentFields),
        ...givenTime(inputs[index]?.at, row.addedAt),
        ...(toldOf(row).length === 0 ? {} : { notified: [null, toldOf(row)] }),
      }),
    ),
  );
  return rows.map((row) => ({
    outcome: 'created',
    id: row.id,
    name: row.name,
    account: account(row.accountId),
    mediaType: row.mediaType,
    bytes: row.bytes,
    sha256: row.sha256,
    addedAt: row.addedAt,
    notified: toldOf(row),
    warnings: [],
  }));
}

/** Tells the people of each account once of all that the firm added to it; the addresses, by account. */
async function notifyOf(deps: Deps, rows: readonly DocumentRow[]): Promise<Map<number, string[]>> {
  const added = new Map<number, string[]>();
  for (const { side, accountId, name } of rows) {
    if (side === 'firm') added.set(accountId, [...(added.get(accountId) ?? []), name]);
  }
  const occasions = [...added].map(([accountId, subjects]) => ({
    accountId,
    kind: 'documents' as const,
    subjects,
  }));
  const addresses = await notifyClients(deps, occasions);
  return new Map(occasions.map(({ accountId }, index) => [accountId, addresses[index] ?? []]));
}

/**
 * Says that somebody of the firm has seen documents (O1); those seen before, and the firm's own, are `unchanged`. Throws
 * DOCUMENT_NOT_FOUND (exit 3), INVALID_TIME (exit 2). Each document once, in input order.
 */
export async function seeDocuments(
  deps: Deps,
  ids: readonly number[],
  at?: string | undefined,
): Promise<DocumentOutcome[]> {
  const rows = await requireDocuments(deps, [...new Set(ids)], { lock: true });
  const seen = await markSeen(deps, rows, at);
  const { account } = await namesFor(deps, rows);
  return rows.map((row) => ({
    outcome: seen.has(row.id) ? 'updated' : 'unchanged',
    id: row.id,
    name: row.name,
    account: account(row.accountId),
    warnings: [],
  }));
}

/** The same for all new documents of accounts. */
export const seeDocumentsOf = async (
  deps: Deps,
  accountIds: readonly number[],
  at?: string | undefined,
): Promise<DocumentOutcome[]> => seeDocuments(deps, await unseenDocuments(deps, accountIds), at);

/** Marks those that are new; their rows as they are then, by number. */
async function markSeen(
  deps: Deps,
  rows: readonly DocumentRow[],
  at: string | undefined,
): Promise<Map<number, DocumentRow>> {
  const seen = rows
    .filter(isNew)
    .map((row) => ({ ...row, seenAt: seenAtOf(deps, row, at), seenBy: deps.actor }));
  await updateRecords(deps, documentTable, seen);
  await recordChanges(
    deps,
    seen.map((row) =>
      documentEntry(row, 'updated', {
        seenAt: [null, row.seenAt],
        seenBy: [null, row.seenBy],
        ...givenTime(at, row.seenAt),
      }),
    ),
  );
  return new Map(seen.map((row) => [row.id, row]));
}

const seenAtOf = (deps: Deps, row: DocumentRow, at: string | undefined): string =>
  momentOf(deps, at, { at: row.addedAt, what: `document ${row.id} was added` });

/**
 * Writes the content of a document to a file, by default one of its own name in the working folder; who of the firm has it
 * has seen it (O1). Throws DOCUMENT_NOT_FOUND (exit 3) and what {@link FileStore.copyTo} throws.
 */
export async function takeDocument(
  deps: Deps,
  id: number,
  { file, replace = false }: { file?: string | undefined; replace?: boolean | undefined } = {},
): Promise<TakenDocument> {
  const [row] = await requireDocuments(deps, [id], { lock: true });
  if (row === undefined) throw new Error('requireDocuments gave nothing for one number');
  const target = file ?? safeFileName(row.name);
  await (await deps.files()).copyTo(row.sha256, target, { replace });
  const seen = await markSeen(deps, [row], undefined);
  const [document] = await documentRecords(deps, [seen.get(id) ?? row]);
  if (document === undefined) throw new Error('documentRecords gave nothing for one row');
  return { ...document, file: target };
}

/**
 * Deletes documents with the approvals and signature requests on them; a content goes with its last document. Throws
 * DOCUMENT_NOT_FOUND (exit 3). Each document once, in input order.
 */
export async function deleteDocuments(deps: Deps, ids: readonly number[]): Promise<DeletedDocument[]> {
  const rows = await requireDocuments(deps, [...new Set(ids)], { lock: true });
  // Without the store their contents would stay for ever; better to hear of it now.
  await deps.files();
  const wanted = rows.map(({ id }) => id);
  const approvals = await countDependents(deps, 'approvals', wanted);
  const signatures = await countDependents(deps, 'signature_requests', wanted);
  const { account } = await namesFor(deps, rows);
  await deleteDocumentRows(deps, wanted);
  for (const { sha256 } of rows) deps.contents.dropped.add(sha256);
  const deleted = rows.map((row) => ({
    outcome: 'deleted' as const,
    id: row.id,
    name: row.name,
    account: account(row.accountId),
    approvals: approvals.get(row.id) ?? 0,
    signatures: signatures.get(row.id) ?? 0,
    warnings: [],
  }));
  await recordChanges(
    deps,
    rows.map((row, index) =>
      documentEntry(row, 'deleted', {
        ...changesOfRemoval(row, [...auditedDocumentFields, 'seenAt', 'seenBy']),
        ...goneAlong('approvals', deleted[index]?.approvals),
        ...goneAlong('signatures', deleted[index]?.signatures),
      }),
    ),
  );
  return deleted;
}

const goneAlong = (what: string, count = 0): Changes => (count === 0 ? {} : { [what]: [count, 0] });

/** A time that a script gave is recorded as given (O2). */
const givenTime = (given: string | undefined, at: string): Changes =>
  given === undefined ? {} : { at: [null, at] };

const documentEntry = (
  row: DocumentRow,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({ record: 'document', recordId: row.id, label: row.name, action, changes });
