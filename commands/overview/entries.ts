import type { Approval, ApprovalStatus } from '../../src/domain/approval/model.ts';
import type { Document } from '../../src/domain/document/model.ts';
import type { LastLogin } from '../../src/domain/login/model.ts';
import type { Thread, Written } from '../../src/domain/message/model.ts';
import type { Note } from '../../src/domain/note/model.ts';
import type { Signature, SignatureStatus } from '../../src/domain/signature/model.ts';
import type { Entry, Fact, Tone } from '../../src/output/view.ts';
import { relativeTime } from './relative-time.ts';

/** What entries of the page depend on beside their record. */
export interface Showing {
  /** The time that `3 days ago` counts from. */
  asOf: string;
  /** Everything is shown: texts whole. */
  whole: boolean;
}

export const documentEntry = (
  { id, name, from, addedAt, ...document }: Document,
  { asOf }: Showing,
): Entry => ({
  id: String(id),
  ...(document.new ? { mark: { text: 'NEW', tone: 'warning' } } : {}),
  title: name,
  aside: { text: from.contact?.name ?? from.name },
  at: relativeTime(addedAt, asOf),
});

export const threadEntry = (
  { id, subject, messages, lastAt, last, answer }: Thread,
  { asOf }: Showing,
): Entry => ({
  id: String(id),
  title: subject,
  aside: { text: messages === 1 ? '1 message' : `${messages} messages` },
  at: relativeTime(lastAt, asOf),
  below: [answer === null ? openThread(last) : { text: answeredBy(answer, last, asOf), tone: 'muted' }],
});

/** Nobody of the other side has answered; where a client began, it is the firm's turn. */
const openThread = (last: Written): Fact => ({
  text: `written by ${writer(last)}, no answer yet`,
  tone: last.side === 'client' ? 'warning' : 'muted',
});

function answeredBy(answer: Written, last: Written, asOf: string): string {
  const answered = `answered by ${writer(answer)} ${relativeTime(answer.at, asOf)}`;
  return answer.at === last.at && answer.name === last.name ? answered : `${answered}, then ${writer(last)}`;
}

const writer = ({ side, name }: Written): string => (side === 'firm' ? `${name} (firm)` : name);

const tones: Record<ApprovalStatus | SignatureStatus, Tone> = {
  pending: 'warning',
  open: 'warning',
  approved: 'good',
  complete: 'good',
  declined: 'bad',
  cancelled: 'muted',
};

export const approvalEntry = (
  { id, document, status, requestedAt, decidedAt, decidedBy, comment }: Approval,
  { asOf, whole }: Showing,
): Entry => {
  const decision =
    decidedAt === null || decidedBy === null
      ? ''
      : `${status} by ${decidedBy.contact?.name ?? writer({ ...decidedBy, at: decidedAt })} ${relativeTime(decidedAt, asOf)}`;
  const said = comment === null || comment.trim() === '' ? [] : textLines(comment, whole);
  return {
    id: String(id),
    title: document.name,
    isWhole: whole,
    aside: { text: status, tone: tones[status] },
    at: relativeTime(requestedAt, asOf),
    below: [...(decision === '' ? [] : [decision]), ...said.map((line) => `“${line}”`)].map((text) => ({
      text,
      tone: 'muted',
    })),
  };
};

export const signatureEntry = (
  { id, document, status, inOrder, requestedAt, signers, missing }: Signature,
  { asOf, whole }: Showing,
): Entry => {
  const when = (at: string | null) => (at === null ? '' : ` ${relativeTime(at, asOf)}`);
  const signed = signers.filter((signer) => signer.status === 'signed');
  const declined = signers.filter((signer) => signer.status === 'declined');
  return {
    id: String(id),
    title: document.name,
    isWhole: whole,
    aside: { text: status, tone: tones[status] },
    at: relativeTime(requestedAt, asOf),
    below: [
      ...(missing.length === 0
        ? []
        : [{ text: `still to sign: ${missing.join(inOrder && missing.length > 1 ? ', then ' : ', ')}` }]),
      ...(signed.length === 0
        ? []
        : [
            {
              text: `signed: ${signed.map(({ name, at }) => `${name}${when(at)}`).join(', ')}`,
              tone: 'muted' as const,
            },
          ]),
      ...declined.map(({ name, at, reason }) => ({
        text: `declined by ${name}${when(at)}${reason === null ? '' : `: ${textLines(reason, whole).join(' ')}`}`,
        tone: 'muted' as const,
      })),
    ],
  };
};

export const loginEntry = ({ contact, email, at }: LastLogin, { asOf }: Showing): Entry => ({
  id: '',
  title: contact.name,
  aside: { text: email, tone: 'muted' },
  at: relativeTime(at, asOf),
});

export const noteEntry = ({ id, text, author, updatedAt }: Note, { asOf, whole }: Showing): Entry => {
  const [title = '', ...rest] = textLines(text, whole);
  return {
    id: String(id),
    title,
    isWhole: whole,
    aside: { text: author },
    at: relativeTime(updatedAt, asOf),
    below: rest.map((line) => ({ text: line })),
  };
};

/** So much of what somebody wrote, and no more, stands on a page of the newest entries. */
const fewLetters = 160;

/** The lines of a text, or how it begins, with the mark of what is left out. */
function textLines(text: string, whole: boolean): string[] {
  const lines = text.trim().split(/\r?\n/);
  if (whole) return lines;
  const letters = [...(lines[0] ?? '').trimEnd()];
  const begin = letters.slice(0, fewLetters).join('');
  return [letters.length > fewLetters ? `${begin}…` : lines.length > 1 ? `${begin} …` : begin];
}
