import type {
  RequestedSigner,
  Signature,
  SignatureOutcome,
  SignatureStatus,
} from '../../src/domain/signature/model.ts';
import type { BatchView, Field, Tone } from '../../src/output/view.ts';
import { minute } from '../times.ts';

const tones: Partial<Record<SignatureStatus, Tone>> = {
  open: 'warning',
  complete: 'good',
  declined: 'bad',
  cancelled: 'muted',
};

const signerText = ({ name, status }: RequestedSigner): string =>
  status === 'pending' ? name : `${name} (${status})`;

/** `declined by Jan Weiß`: one of them ended it. */
const statusText = ({ status, signers }: Signature): string => {
  const decliner = signers.find((signer) => signer.status === 'declined');
  return status === 'declined' && decliner !== undefined ? `declined by ${decliner.name}` : status;
};

/** The fields of a signature request as lists show them. */
export const signatureFields: Field<Signature>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'document', heading: 'Document', text: ({ document }) => document.name },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  { key: 'status', heading: 'Status', text: statusText, tone: ({ status }) => tones[status] },
  {
    key: 'requestedAt',
    heading: 'Requested (UTC)',
    whole: true,
    text: ({ requestedAt }) => minute(requestedAt),
  },
  { key: 'requestedBy', heading: 'Requested by', hidden: true },
  { key: 'endedAt', heading: 'Ended (UTC)', text: ({ endedAt }) => minute(endedAt), hidden: true },
  { key: 'inOrder', heading: 'In order', text: ({ inOrder }) => (inOrder ? 'yes' : 'no'), hidden: true },
  {
    key: 'signers',
    heading: 'Signers',
    text: ({ signers }) => signers.map(signerText).join(', '),
    hidden: true,
  },
  { key: 'missing', heading: 'Still to sign' },
];

/** What became of signature requests. */
export const signatureView: BatchView<SignatureOutcome> = {
  kind: 'batch',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'name', heading: 'Name' },
    ...(signatureFields as Field<SignatureOutcome>[]),
    { key: 'notified', heading: 'Notified' },
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ id }) => id,
};

/** A request in a sentence, with the account that it belongs to. */
export const signatureText = ({ id, document, account }: Signature): string =>
  `"${document.name}" (request ${id}) of account ${account.id} "${account.name}"`;

/** Who has still to sign, and who is told that it is their turn. */
export function progressText({ status, inOrder, missing, notified }: SignatureOutcome): string {
  if (status === 'complete') return 'all have signed';
  const mails = notified.length === 0 ? 'nobody is notified' : `notifies ${notified.join(', ')}`;
  return `still to sign${inOrder ? ', in this order' : ''}: ${missing.join(', ')}; ${mails}`;
}
