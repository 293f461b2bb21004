import { type KontorError, refusedError, usageError } from '../../errors.ts';
import type { Earlier } from '../activity/moment.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { SignerStatus } from './model.ts';
import type { NamedRequestRow, RequestRow, SignerRow } from './repository.ts';

/** A request with its signers, in their order. */
export interface HeldRequest {
  row: NamedRequestRow;
  signers: readonly SignerRow[];
}

/** Those who have still to sign, in their order; nobody once a request has ended. */
export const missingSigners = (
  request: Pick<RequestRow, 'state'>,
  signers: readonly SignerRow[],
): SignerRow[] => (request.state === 'open' ? signers.filter(({ state }) => state === 'pending') : []);

/** Those who are asked at the moment: all who have still to sign, or, where the order counts, the first of them. */
export const askedSigners = ({
  row,
  signers,
}: {
  row: Pick<RequestRow, 'state' | 'inOrder'>;
  signers: readonly SignerRow[];
}): SignerRow[] => missingSigners(row, signers).slice(0, row.inOrder === 1 ? 1 : undefined);

/** The place of a contact among signers; one merged of several has several places, then the first that is open. */
export const placeOf = (signers: readonly SignerRow[], contactId: number): SignerRow | undefined => {
  const places = signers.filter((signer) => signer.contactId === contactId);
  return places.find(({ state }) => state === 'pending') ?? places[0];
};

/** Whether a signer says again what they said before; another reason is another thing to say. */
export const isSameAnswer = (
  { state, reason }: SignerRow,
  said: { state: SignerStatus; reason?: string | undefined },
): boolean => state === said.state && (said.reason || reason) === reason;

/** Throws SIGNATURE_ENDED, ALREADY_SIGNED, NOT_THEIR_TURN (exit 4) where a signer has nothing to say now. */
export function requireAnswerable(request: HeldRequest, signer: SignerRow, answer: SignerStatus): void {
  if (request.row.state !== 'open') throw requestEnded(request.row);
  if (signer.state !== 'pending' && answer === 'declined') throw signedAlready(request.row, signer);
  const asked = askedSigners(request);
  if (!asked.includes(signer)) throw notTheirTurn(request.row, signer, asked[0]);
}

/** A request with the answer of a signer: complete when all have signed, ended when one declined. */
export function afterAnswer({ row, signers }: HeldRequest, answered: SignerRow): HeldRequest {
  const after = signers.map((signer) => (signer.id === answered.id ? answered : signer));
  const state =
    answered.state === 'declined'
      ? 'declined'
      : after.every((signer) => signer.state === 'signed')
        ? 'complete'
        : 'open';
  const endedAt = state === 'open' ? null : lastEvent({ row, signers: after }).at;
  return { row: { ...row, state, endedAt }, signers: after };
}

/** The latest that happened to a request: somebody signed or declined, or else it was made. */
export const lastEvent = ({ row, signers }: HeldRequest): Earlier =>
  signers.reduce<Earlier>(
    (last, { at, name }) => (at !== null && at > last.at ? { at, what: `the signature of ${name}` } : last),
    { at: row.requestedAt, what: 'the request' },
  );

/** What an answer cannot come before: the request, and where the order counts, the signatures so far. */
export const answerFollows = (request: HeldRequest): Earlier =>
  lastEvent(request.row.inOrder === 1 ? request : { ...request, signers: [] });

const about = ({ id, documentName }: NamedRequestRow): string =>
  `Signature request ${id} for "${documentName}"`;

/** The refusal of a second request while one is open. */
export const requestOpen = (id: number, document: { id: number; name: string }): KontorError =>
  refusedError(
    'SIGNATURE_OPEN',
    `Document ${document.id} "${document.name}" is waiting for signatures already: request ${id}.`,
    {
      hint: `To ask anew, withdraw it first: kontor signature cancel ${id}`,
      details: { id, documentId: document.id },
    },
  );

/** The refusal of two requests for a document at once. */
export const documentTwice = ({ id, name }: { id: number; name: string }): KontorError =>
  usageError('DOCUMENT_TWICE', `Document ${id} "${name}" is named twice; it has one open request.`, {
    hint: 'Name each document once.',
    details: { documentId: id },
  });

/** The refusal of what only an open request allows. */
export const requestEnded = (request: NamedRequestRow): KontorError =>
  refusedError(
    'SIGNATURE_ENDED',
    `${about(request)} is ${request.state} since ${request.endedAt?.slice(0, 10)}.`,
    {
      hint: `To ask again: kontor signature request ${request.documentId}`,
      details: { id: request.id, status: request.state },
    },
  );

/** The refusal of a contact who was not asked to sign. */
export const notAsked = ({ row, signers }: HeldRequest, contactId: number): KontorError =>
  refusedError(
    'NOT_A_SIGNER',
    `${about(row)} does not ask contact ${contactId}; its signers are ${signers.map(({ name }) => name).join(', ')}.`,
    {
      hint: `kontor signature list ${row.accountId} shows who is asked.`,
      details: { id: row.id, contactId },
    },
  );

/** The refusal of a signer whose turn has not come. */
export const notTheirTurn = (
  request: NamedRequestRow,
  signer: SignerRow,
  turn: SignerRow | undefined,
): KontorError =>
  refusedError(
    'NOT_THEIR_TURN',
    `${about(request)} goes in order: before ${signer.name} it is the turn of ${turn?.name}.`,
    {
      hint: `If the order is to change: kontor signature cancel ${request.id}, then ask again with --signers.`,
      details: { id: request.id, contactId: signer.contactId, turn: turn?.contactId ?? null },
    },
  );

/** The refusal to decline what one has signed. */
export const signedAlready = (request: NamedRequestRow, signer: SignerRow): KontorError =>
  refusedError('ALREADY_SIGNED', `${signer.name} has signed "${request.documentName}" already.`, {
    hint: `The firm can withdraw the request: kontor signature cancel ${request.id}`,
    details: { id: request.id, contactId: signer.contactId },
  });

/** The refusal of signers that name nobody. */
export const nobodyNamed = (): KontorError =>
  usageError('NOBODY_NAMED', 'No signer is named.', {
    hint: 'Leave --signers out for the order of the account (kontor account signers), or name at least one contact.',
  });

/** The refusal to ask in an account where nobody can sign (L4). */
export const nobodyCanSign = (accountId: number): KontorError =>
  refusedError('NOBODY_CAN_SIGN', `Nobody has login in account ${accountId}, so nobody can sign.`, {
    hint: `Switch login on for one of its contacts: kontor contact access CONTACT ${accountId} --login on`,
    details: { accountId },
  });

/** The audit entry about a request for signatures. */
export const signatureEntry = (
  id: number,
  documentName: string,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({ record: 'signature', recordId: id, label: documentName, action, changes });
