import { notFoundError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import type { RequestedSigner, Signature } from './model.ts';
import { type NamedRequestRow, type NamedSignerRow, readRequests, signersOfRequests } from './repository.ts';
import { missingSigners } from './rules.ts';

/** Requests as they are shown, in the order of their rows. */
export async function signatureRecords(deps: Deps, rows: readonly NamedRequestRow[]): Promise<Signature[]> {
  const signers = await signersOfRequests(
    deps,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => signatureOf(row, signers.get(row.id) ?? []));
}

const signatureOf = (row: NamedRequestRow, signers: readonly NamedSignerRow[]): Signature => ({
  id: row.id,
  document: { id: row.documentId, name: row.documentName },
  account: { id: row.accountId, name: row.accountName },
  status: row.state,
  inOrder: row.inOrder === 1,
  requestedAt: row.requestedAt,
  requestedBy: row.requestedBy,
  endedAt: row.endedAt,
  signers: signers.map(signerOf),
  missing: missingSigners(row, signers).map(({ name }) => name),
});

const signerOf = ({
  position,
  contactId,
  contactName,
  name,
  state,
  at,
  reason,
}: NamedSignerRow): RequestedSigner => ({
  position,
  contact: contactId === null ? null : { id: contactId, name: contactName ?? name },
  name,
  status: state,
  at,
  reason,
});

/** Requests by id, in the order of the ids. Throws SIGNATURE_NOT_FOUND (exit 3). */
export async function requireRequests(deps: Deps, ids: readonly number[]): Promise<NamedRequestRow[]> {
  const rows = new Map((await readRequests(deps, ids)).map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = rows.get(id);
    if (row !== undefined) return row;
    throw notFoundError('SIGNATURE_NOT_FOUND', `There is no signature request ${id}.`, {
      hint: 'kontor signature list',
      details: { id },
    });
  });
}
