import { updateRecords } from '../../db/table.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { requireLinks } from '../link/existing.ts';
import { notifyClients } from '../notification/operations.ts';
import { signersOf } from '../signer/operations.ts';
import { withoutLogin } from '../signer/rules.ts';
import { holdRequests } from './hold.ts';
import type { SignatureOutcome } from './model.ts';
import { type Done, signatureOutcomes } from './outcome.ts';
import { requestTable, type SignerRow, updateAnswers } from './repository.ts';
import {
  afterAnswer,
  answerFollows,
  askedSigners,
  type HeldRequest,
  isSameAnswer,
  notAsked,
  placeOf,
  requireAnswerable,
  signatureEntry,
} from './rules.ts';

/** A contact who signs. */
export interface SigningInput {
  requestId: number;
  contactId: number;
  at?: string | undefined;
}

/** A contact who will not sign. */
export interface DecliningInput extends SigningInput {
  /** Nothing said when left out or empty. */
  reason?: string | undefined;
}

/**
 * Stores that signers signed (O2), also in archived accounts (A9). When all have signed, the request is complete; where the
 * order counts, the next one is notified (T2). Who signed before is `unchanged`. Throws SIGNATURE_NOT_FOUND, NOT_LINKED (exit
 * 3), NOT_A_SIGNER, NOT_THEIR_TURN, SIGNATURE_ENDED, SIGNER_WITHOUT_LOGIN (exit 4), INVALID_TIME (exit 2). Results in input
 * order.
 */
export const signSignatures = (deps: Deps, inputs: readonly SigningInput[]): Promise<SignatureOutcome[]> =>
  answer(
    deps,
    inputs.map((input) => ({ ...input, state: 'signed' })),
  );

/**
 * Stores that signers will not sign, which ends their requests (O2). The same again is `unchanged`. Throws what signing does,
 * and ALREADY_SIGNED (exit 4) for one who has signed. Results in input order.
 */
export const declineSignatures = (
  deps: Deps,
  inputs: readonly DecliningInput[],
): Promise<SignatureOutcome[]> =>
  answer(
    deps,
    inputs.map((input) => ({ ...input, state: 'declined' })),
  );

interface Answer extends DecliningInput {
  state: 'signed' | 'declined';
}

/** An answer that changes a request. */
interface Answered {
  answer: Answer;
  signer: SignerRow;
  before: HeldRequest;
  after: HeldRequest;
}

async function answer(deps: Deps, answers: readonly Answer[]): Promise<SignatureOutcome[]> {
  const held = await holdRequests(
    deps,
    answers.map(({ requestId }) => requestId),
  );
  const answered: Answered[] = [];
  const done: Done[] = [];
  for (const answer of answers) {
    const id = answer.requestId;
    const before = answered.findLast(({ after }) => after.row.id === id)?.after ?? held(id);
    const signer = placeOf(before.signers, answer.contactId);
    if (signer === undefined) throw notAsked(before, answer.contactId);
    const unchanged = isSameAnswer(signer, answer);
    done.push({ id, outcome: unchanged ? 'unchanged' : 'updated' });
    if (!unchanged) answered.push(answeredBy(deps, before, signer, answer));
  }
  await requireLogins(deps, answered);
  await updateAnswers(
    deps,
    answered.map(({ signer }) => signer),
  );
  await updateRecords(
    deps,
    requestTable,
    answered.flatMap(({ after: { row } }) => (row.state === 'open' ? [] : [row])),
  );
  const notified = await notifyNext(deps, answered);
  await recordChanges(
    deps,
    answered.map((one) => entryOf(one, notified.get(one.after))),
  );
  const latest = new Map(answered.map(({ after }) => [after.row.id, after]));
  return signatureOutcomes(
    deps,
    done.map((one) => {
      const after = one.outcome === 'updated' ? latest.get(one.id) : undefined;
      return { ...one, notified: after === undefined ? [] : notified.get(after) };
    }),
  );
}

function answeredBy(deps: Deps, before: HeldRequest, asked: SignerRow, answer: Answer): Answered {
  requireAnswerable(before, asked, answer.state);
  const at = momentOf(deps, answer.at, answerFollows(before));
  const signer = { ...asked, state: answer.state, at, reason: answer.reason || null };
  return { answer, signer, before, after: afterAnswer(before, signer) };
}

/** Who lost the link or login since the request can no longer sign. Throws NOT_LINKED (exit 3), SIGNER_WITHOUT_LOGIN (exit 4). */
async function requireLogins(deps: Deps, answered: readonly Answered[]): Promise<void> {
  const links = await requireLinks(
    deps,
    answered.map(({ answer: { contactId }, after: { row } }) => ({ accountId: row.accountId, contactId })),
  );
  for (const accountId of new Set(links.map((link) => link.accountId))) {
    const maySign = new Set((await signersOf(deps, accountId)).map(({ contact }) => contact.id));
    for (const link of links) {
      if (link.accountId === accountId && !maySign.has(link.contactId)) throw withoutLogin(link);
    }
  }
}

/** Tells those whose turn it is now, unless the request was to notify nobody; their addresses, by the state of requests. */
async function notifyNext(deps: Deps, answered: readonly Answered[]): Promise<Map<HeldRequest, string[]>> {
  const last = new Map(answered.map(({ after }) => [after.row.id, after]));
  const waiting = [...last.values()].filter(
    ({ row }) => row.state === 'open' && row.inOrder === 1 && row.notify === 1,
  );
  const told = await notifyClients(
    deps,
    waiting.map((request) => ({
      accountId: request.row.accountId,
      kind: 'signatures' as const,
      subjects: [request.row.documentName],
      contactIds: askedSigners(request).flatMap(({ contactId }) => contactId ?? []),
    })),
  );
  return new Map(waiting.map((request, index) => [request, told[index] ?? []]));
}

const entryOf = ({ answer, signer, before, after }: Answered, notified: string[] = []): AuditEntryInput =>
  signatureEntry(after.row.id, after.row.documentName, 'updated', {
    [signer.state]: [null, signer.name],
    ...(signer.reason === null ? {} : { reason: [null, signer.reason] }),
    ...(before.row.state === after.row.state ? {} : { status: [before.row.state, after.row.state] }),
    ...(answer.at === undefined ? {} : { at: [null, signer.at] }),
    ...(notified.length === 0 ? {} : { notified: [null, notified] }),
  });
