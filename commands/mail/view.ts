import type { Mail, MailState, WholeMail } from '../../src/domain/mail/model.ts';
import type { Letter } from '../../src/mail/templates.ts';
import type { Block, Field, Tone } from '../../src/output/view.ts';
import { minute } from '../times.ts';

const toneOf = (state: MailState): Tone | undefined =>
  state === 'failed' || state === 'uncertain' ? 'bad' : state === 'deferred' ? 'warning' : undefined;

/** When it ended; of one that a server put off, when it is tried next. */
const ended = ({ state, endedAt, dueAt }: Mail): string => {
  if (endedAt !== null) return minute(endedAt);
  return state === 'deferred' && dueAt !== null ? `next ${minute(dueAt)}` : '';
};

/** The fields of a mail as lists show them. */
export const mailFields: Field<Mail>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'state', heading: 'State', tone: ({ state }) => toneOf(state) },
  { key: 'kind', heading: 'Kind' },
  { key: 'recipient', heading: 'To' },
  { key: 'account', heading: 'Account', text: ({ account }) => account?.name ?? '', hidden: true },
  { key: 'attempts', heading: 'Tries', align: 'right' },
  { key: 'createdAt', heading: 'Created (UTC)', text: ({ createdAt }) => minute(createdAt), hidden: true },
  {
    key: 'endedAt',
    heading: 'Ended (UTC)',
    whole: true,
    text: ended,
  },
  {
    key: 'dueAt',
    heading: 'Next try (UTC)',
    text: ({ dueAt }) => (dueAt === null ? '' : minute(dueAt)),
    hidden: true,
  },
  { key: 'error', heading: 'Reason' },
];

/** A mail with what it says. */
export interface ShownMail extends WholeMail, Pick<Letter, 'subject' | 'text'> {}

export const shownMailFields: Field<ShownMail>[] = [
  ...(mailFields as Field<ShownMail>[]),
  { key: 'messageId', heading: 'Message-ID' },
  { key: 'linkId', heading: 'Link', align: 'right' },
  { key: 'facts', heading: 'Facts' },
  { key: 'subject', heading: 'Subject' },
  { key: 'text', heading: 'Text' },
];

/** The page about one mail. */
export const mailPage = (mail: ShownMail): Block[] => {
  const tone = toneOf(mail.state);
  const pairs = [
    { label: 'To', value: mail.recipient },
    { label: 'Account', value: mail.account === null ? '' : `${mail.account.id} ${mail.account.name}` },
    { label: 'Tries', value: String(mail.attempts) },
    { label: 'Created', value: mail.createdAt },
    { label: 'Next try', value: mail.dueAt ?? '' },
    { label: 'Ended', value: mail.endedAt ?? '' },
    { label: 'Reason', value: mail.error ?? '' },
    { label: 'Message-ID', value: mail.messageId },
    { label: 'Subject', value: mail.subject },
  ];
  return [
    {
      kind: 'heading',
      title: `Mail ${mail.id}: ${mail.kind}`,
      facts: [{ text: mail.state, ...(tone === undefined ? {} : { tone }) }],
    },
    { kind: 'pairs', pairs: pairs.filter(({ value }) => value !== '') },
    { kind: 'text', title: 'Text', text: mail.text.trimEnd() },
  ];
};
