import type { Approval, ApprovalOutcome, ApprovalStatus } from '../../src/domain/approval/model.ts';
import type { BatchView, Field, Tone } from '../../src/output/view.ts';
import { minute } from '../times.ts';

const tones: Partial<Record<ApprovalStatus, Tone>> = {
  pending: 'warning',
  approved: 'good',
  declined: 'bad',
  cancelled: 'muted',
};

/** The fields of an approval as lists show them. */
export const approvalFields: Field<Approval>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'document', heading: 'Document', text: ({ document }) => document.name },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  { key: 'status', heading: 'Status', tone: ({ status }) => tones[status] },
  {
    key: 'requestedAt',
    heading: 'Requested (UTC)',
    whole: true,
    text: ({ requestedAt }) => minute(requestedAt),
  },
  { key: 'requestedBy', heading: 'Requested by', hidden: true },
  { key: 'decidedAt', heading: 'Decided (UTC)', text: ({ decidedAt }) => minute(decidedAt), hidden: true },
  { key: 'decidedBy', heading: 'Decided by', text: ({ decidedBy }) => decidedBy?.name ?? '' },
  {
    key: 'comment',
    heading: 'Comment',
    text: ({ comment }) => (comment ?? '').trim().replace(/\s+/g, ' '),
  },
];

/** What became of requests for approval. */
export const approvalView: BatchView<ApprovalOutcome> = {
  kind: 'batch',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'name', heading: 'Name' },
    ...(approvalFields as Field<ApprovalOutcome>[]),
    { key: 'notified', heading: 'Notified' },
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ id }) => id,
};

/** An approval in a sentence, with the account that it belongs to. */
export const approvalText = ({ id, document, account }: Approval): string =>
  `"${document.name}" (approval ${id}) of account ${account.id} "${account.name}"`;
