import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { Signature, SignatureQuery } from './model.ts';
import { signatureRecords } from './record.ts';
import { type NamedRequestRow, namedColumns } from './repository.ts';

/** The requests that wait for a contact: where the order counts, those before them have all signed. */
const waitingFor = `signature_requests.state = 'open' and signature_requests.id in (
  select mine.request_id from signature_signers mine join signature_requests asked on asked.id = mine.request_id
  where mine.contact_id = ? and mine.state = 'pending' and (asked.in_order = 0 or not exists (
    select 1 from signature_signers earlier where earlier.request_id = mine.request_id
      and earlier.position < mine.position and earlier.state = 'pending')))`;

/** Signature requests under a filter, the latest first. */
export function listSignatures(
  deps: Deps,
  { accountId, status, waitingFor: contactId, ...paging }: SignatureQuery,
): Listing<Signature> {
  const wanted = () => {
    const requests = deps.trx('signature_requests');
    if (accountId !== undefined) requests.where('signature_requests.account_id', accountId);
    // Written out: only so the databases take the index of the open ones.
    if (status === 'open') requests.whereRaw(`signature_requests.state = 'open'`);
    else if (status !== undefined) requests.where('signature_requests.state', status);
    if (contactId !== undefined) requests.whereRaw(waitingFor, [contactId]);
    return requests;
  };
  return listing<NamedRequestRow, Signature>(deps, {
    filtered: () =>
      wanted()
        .leftJoin('accounts', 'accounts.id', 'signature_requests.account_id')
        .leftJoin('documents', 'documents.id', 'signature_requests.document_id'),
    counted: wanted,
    columns: namedColumns,
    table: 'signature_requests',
    sort: { column: 'requested_at' },
    descending: true,
    paging,
    finish: (rows) => signatureRecords(deps, rows),
  });
}
