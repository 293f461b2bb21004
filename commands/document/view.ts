import type { Account } from '../../src/domain/account/model.ts';
import type { AddedDocument, Document, DocumentOutcome } from '../../src/domain/document/model.ts';
import type { Block, Field } from '../../src/output/view.ts';
import { accountHeading } from '../account-heading.ts';
import { fileSize } from '../file-size.ts';
import { outcomeFields } from '../outcomes.ts';
import { minute } from '../times.ts';

const senderText = ({ from }: Document): string => (from.side === 'firm' ? `${from.name} (firm)` : from.name);

/** The fields of a document. */
export const documentFields: Field<Document>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'new', heading: 'New', text: (row) => (row.new ? 'NEW' : ''), tone: () => 'warning' },
  { key: 'name', heading: 'Name' },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  { key: 'from', heading: 'From', text: senderText },
  { key: 'bytes', heading: 'Size', align: 'right', whole: true, text: ({ bytes }) => fileSize(bytes) },
  { key: 'mediaType', heading: 'Type', hidden: true },
  { key: 'addedAt', heading: 'Added (UTC)', whole: true, text: ({ addedAt }) => minute(addedAt) },
  { key: 'seenAt', heading: 'Seen (UTC)', hidden: true },
  { key: 'seenBy', heading: 'Seen by', hidden: true },
  { key: 'sha256', heading: 'SHA-256', hidden: true },
];

/** A document with all that is shown of its account. */
export interface ShownDocument extends Document {
  account: Account;
}

/** The page about one document. */
export const documentPage = (document: ShownDocument): Block[] => [
  accountHeading(document.account),
  {
    kind: 'heading',
    title: `Document ${document.id}: ${document.name}`,
    facts: document.new ? [{ text: 'NEW', tone: 'warning' }] : [],
  },
  {
    kind: 'pairs',
    pairs: [
      { label: 'From', value: senderText(document) },
      { label: 'Added', value: document.addedAt },
      { label: 'Seen', value: document.seenAt === null ? '' : `${document.seenAt} by ${document.seenBy}` },
      { label: 'Type', value: document.mediaType },
      { label: 'Size', value: `${fileSize(document.bytes)} (${document.bytes} bytes)` },
      { label: 'SHA-256', value: document.sha256 },
    ].filter(({ value }) => value !== ''),
  },
];

/** The fields of what became of a document. */
export const documentOutcomeFields = <Item extends DocumentOutcome>(): Field<Item>[] => [
  ...outcomeFields<Item>(),
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
];

/** `document 5 "Return 2025.pdf" of account 1 "Erika Müller"` */
export const documentText = ({ id, name, account }: Pick<Document, 'id' | 'name' | 'account'>): string =>
  `document ${id} "${name}" of account ${account.id} "${account.name}"`;

/** The fields of a document that was added. */
export const addedFields: Field<AddedDocument>[] = [
  ...documentOutcomeFields<AddedDocument>(),
  { key: 'mediaType', heading: 'Type' },
  { key: 'bytes', heading: 'Size', align: 'right' },
  { key: 'sha256', heading: 'SHA-256' },
  { key: 'addedAt', heading: 'Added' },
  { key: 'notified', heading: 'Notified' },
];
