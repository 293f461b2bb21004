import type { Author } from '../../src/domain/activity/model.ts';
import type { Message, MessageOutcome, WholeThread } from '../../src/domain/message/model.ts';
import type { Block, Field, RecordView, ReportLine } from '../../src/output/view.ts';
import { minute } from '../times.ts';

const authorText = ({ name, side }: Author): string => `${name} (${side})`;

/** The fields of a message as lists show them. */
export const messageFields: Field<Message>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'at', heading: 'Written (UTC)', whole: true, text: ({ at }) => minute(at) },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  { key: 'thread', heading: 'Thread', text: ({ thread }) => `${thread.id} ${thread.subject}` },
  { key: 'from', heading: 'From', text: ({ from }) => authorText(from) },
  { key: 'text', heading: 'Message', text: ({ text }) => text.trim().replace(/\s+/g, ' ') },
];

/** A message that was written. Its thread is what other commands want to know the number of. */
export const writtenView: RecordView<MessageOutcome> = {
  kind: 'record',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'name', heading: 'Name' },
    ...(messageFields as Field<MessageOutcome>[]),
    { key: 'notified', heading: 'Notified' },
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ thread }) => thread.id,
};

/** What was written where, and who gets a mail about it. */
export const writtenReport = ({ id, thread, account, from, notified }: MessageOutcome): ReportLine[] => [
  {
    tone: 'done',
    text:
      (from.side === 'firm' ? 'wrote' : `recorded what ${from.name} wrote:`) +
      ` message ${id} in thread ${thread.id} "${thread.subject}" of account ${account.id} "${account.name}"` +
      (notified.length === 0 ? '' : `; notifies ${notified.join(', ')}`),
  },
];

export const threadFields: Field<WholeThread>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'subject', heading: 'Subject' },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  { key: 'startedAt', heading: 'Started' },
  { key: 'lastAt', heading: 'Last message' },
  {
    key: 'messages',
    heading: 'Messages',
    text: ({ messages }) => messages.map(({ text }) => text).join('\n'),
  },
];

/** The page of a thread: what was written, one below the other. */
export const threadPage = ({ id, subject, account, messages }: WholeThread): Block[] => [
  {
    kind: 'heading',
    title: `Thread ${id}: ${subject}`,
    facts: [
      { text: `account ${account.id} "${account.name}"` },
      { text: messages.length === 1 ? '1 message' : `${messages.length} messages` },
    ],
  },
  ...messages.map(({ from, at, text }) => ({
    kind: 'text' as const,
    title: `${minute(at)} UTC  ${authorText(from)}`,
    text: text.trim(),
  })),
];
