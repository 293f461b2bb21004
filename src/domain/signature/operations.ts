import { insertRecords, updateRecords } from '../../db/table.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { requireDocuments } from '../document/existing.ts';
import type { DocumentRow } from '../document/repository.ts';
import { requireLinks } from '../link/existing.ts';
import { notifyClients } from '../notification/operations.ts';
import { signersOf } from '../signer/operations.ts';
import { signerTwice, withoutLogin } from '../signer/rules.ts';
import { holdRequests } from './hold.ts';
import type { SignatureOutcome } from './model.ts';
import { signatureOutcomes } from './outcome.ts';
import {
  type NamedRequestRow,
  openRequests,
  type RequestRow,
  requestTable,
  signerTable,
} from './repository.ts';
import {
  documentTwice,
  lastEvent,
  nobodyCanSign,
  nobodyNamed,
  requestEnded,
  requestOpen,
  signatureEntry,
} from './rules.ts';

/** A document that clients are to sign. */
export interface WantedSignatures {
  documentId: number;
  /** Who is to sign, in this order; all who may sign in the account, in its order, when left out (L4). */
  signerIds?: readonly number[] | undefined;
  /** Each is asked only when all before have signed. */
  inOrder?: boolean | undefined;
  /** When it was asked for; now when left out. */
  at?: string | undefined;
}

/** A request that can be made, with those whom it asks. */
interface Asked {
  input: WantedSignatures;
  document: DocumentRow;
  requestedAt: string;
  contacts: Array<{ id: number; name: string }>;
}

/**
 * Asks clients to sign documents (O2). Their signers are kept as they are now: another order of the account changes no
 * request (L4). Unless told not to, it notifies all signers or, where the order counts, the first and with each signature
 * the next (T2). Throws DOCUMENT_NOT_FOUND, NOT_LINKED (exit 3), SIGNATURE_OPEN for a document with an open request,
 * SIGNER_WITHOUT_LOGIN, NOBODY_CAN_SIGN (exit 4), DOCUMENT_TWICE, SIGNER_TWICE, NOBODY_NAMED, INVALID_TIME (exit 2).
 * Results in input order.
 */
export async function requestSignatures(
  deps: Deps,
  inputs: readonly WantedSignatures[],
  { notify = true }: { notify?: boolean } = {},
): Promise<SignatureOutcome[]> {
  if (inputs.length === 0) return [];
  const asked = await askable(deps, inputs);
  const ids = await deps.dialect.reserveIds(deps.trx, requestTable.name, asked.length);
  const requests = asked.map(
    ({ input, document, requestedAt }, index): RequestRow => ({
      id: ids[index] ?? 0,
      accountId: document.accountId,
      documentId: document.id,
      inOrder: input.inOrder === true ? 1 : 0,
      notify: notify ? 1 : 0,
      state: 'open',
      requestedAt,
      requestedBy: deps.actor,
      endedAt: null,
    }),
  );
  await insertRecords(deps, requestTable, requests);
  await insertSigners(deps, ids, asked);
  const told = notify ? await notifyClients(deps, asked.map(occasionOf)) : [];
  await recordChanges(
    deps,
    asked.map(({ input, document, requestedAt, contacts }, index) =>
      signatureEntry(ids[index] ?? 0, document.name, 'created', {
        document: [null, document.name],
        signers: [null, contacts.map(({ name }) => name)],
        ...(input.inOrder === true ? { inOrder: [null, true] } : {}),
        status: [null, 'open'],
        ...(input.at === undefined ? {} : { at: [null, requestedAt] }),
        ...(told[index]?.length ? { notified: [null, told[index]] } : {}),
      }),
    ),
  );
  return signatureOutcomes(
    deps,
    ids.map((id, index) => ({ id, outcome: 'created', notified: told[index] })),
  );
}

/** Checks what is wanted; the documents are held until the transaction ends, so that each has one open request. */
async function askable(deps: Deps, inputs: readonly WantedSignatures[]): Promise<Asked[]> {
  const documentIds = inputs.map(({ documentId }) => documentId);
  const documents = await requireDocuments(deps, documentIds, { lock: true });
  const open = await openRequests(deps, documentIds);
  const asked: Asked[] = [];
  for (const [index, document] of documents.entries()) {
    const input = inputs[index] ?? { documentId: document.id };
    const other = open.get(document.id);
    if (other !== undefined) throw requestOpen(other, document);
    if (documentIds.indexOf(document.id) !== index) throw documentTwice(document);
    const requestedAt = momentOf(deps, input.at, { at: document.addedAt, what: 'the document' });
    const contacts = await signersFor(deps, document.accountId, input.signerIds);
    asked.push({ input, document, requestedAt, contacts });
  }
  return asked;
}

/** Those whom a request asks, in their order: those named, or all of the account. */
async function signersFor(
  deps: Deps,
  accountId: number,
  named: readonly number[] | undefined,
): Promise<Asked['contacts']> {
  const maySign = (await signersOf(deps, accountId)).map(({ contact }) => contact);
  if (named === undefined) {
    if (maySign.length === 0) throw nobodyCanSign(accountId);
    return maySign;
  }
  if (named.length === 0) throw nobodyNamed();
  const links = await requireLinks(
    deps,
    named.map((contactId) => ({ accountId, contactId })),
  );
  return links.map((link, index) => {
    if (named.indexOf(link.contactId) !== index) throw signerTwice(link);
    if (maySign.every(({ id }) => id !== link.contactId)) throw withoutLogin(link);
    return { id: link.contactId, name: link.contactName };
  });
}

async function insertSigners(
  deps: Deps,
  requestIds: readonly number[],
  asked: readonly Asked[],
): Promise<void> {
  const signers = asked.flatMap(({ contacts }, request) =>
    contacts.map(({ id: contactId, name }, index) => ({
      requestId: requestIds[request] ?? 0,
      position: index + 1,
      contactId,
      name,
      state: 'pending' as const,
      at: null,
      reason: null,
    })),
  );
  const ids = await deps.dialect.reserveIds(deps.trx, signerTable.name, signers.length);
  await insertRecords(
    deps,
    signerTable,
    signers.map((signer, index) => ({ id: ids[index] ?? 0, ...signer })),
  );
}

/** Whom a new request concerns: all signers at once or, where the order counts, the first. */
const occasionOf = ({ input, document, contacts }: Asked) => ({
  accountId: document.accountId,
  kind: 'signatures' as const,
  subjects: [document.name],
  contactIds: contacts.slice(0, input.inOrder === true ? 1 : undefined).map(({ id }) => id),
});

export interface WithdrawnRequest {
  requestId: number;
  at?: string | undefined;
}

/**
 * Withdraws open requests of the firm (O2); one that was withdrawn before is `unchanged`. What was signed stays on record.
 * Throws SIGNATURE_NOT_FOUND (exit 3), SIGNATURE_ENDED (exit 4), INVALID_TIME (exit 2). Results in input order.
 */
export async function cancelSignatures(
  deps: Deps,
  inputs: readonly WithdrawnRequest[],
): Promise<SignatureOutcome[]> {
  const held = await holdRequests(
    deps,
    inputs.map(({ requestId }) => requestId),
  );
  const cancelled = new Map<number, { row: NamedRequestRow; at: string | undefined }>();
  const words = inputs.map(({ requestId: id, at }) => {
    const request = held(id);
    const { row } = request;
    if (row.state === 'cancelled' || cancelled.has(id)) return { id, outcome: 'unchanged' as const };
    if (row.state !== 'open') throw requestEnded(row);
    const endedAt = momentOf(deps, at, lastEvent(request));
    cancelled.set(id, { row: { ...row, state: 'cancelled', endedAt }, at });
    return { id, outcome: 'updated' as const };
  });
  await updateRecords(
    deps,
    requestTable,
    [...cancelled.values()].map(({ row }) => row),
  );
  await recordChanges(
    deps,
    [...cancelled.values()].map(({ row, at }) =>
      signatureEntry(row.id, row.documentName, 'updated', {
        status: ['open', 'cancelled'],
        ...(at === undefined ? {} : { at: [null, row.endedAt] }),
      }),
    ),
  );
  return signatureOutcomes(deps, words);
}
