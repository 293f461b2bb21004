import type { Account, AccountWithContacts } from '../../src/domain/account/model.ts';
import { fieldPairs } from '../../src/domain/field/values.ts';
import type { Photo } from '../../src/domain/photo/model.ts';
import type { Signer } from '../../src/domain/signer/model.ts';
import type { Block, Field } from '../../src/output/view.ts';
import { accountHeading, portalText } from '../account-heading.ts';
import { addressLine } from '../address-options.ts';
import { fieldLine } from '../field-options.ts';
import { fileSize } from '../file-size.ts';
import { contactTable } from './contact-lines.ts';

/** The fields of an account as lists show them. */
export const accountFields: Field<Account>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Name', tone: ({ archivedAt }) => (archivedAt === null ? undefined : 'muted') },
  { key: 'type', heading: 'Type' },
  { key: 'tags', heading: 'Tags' },
  { key: 'key', heading: 'Key' },
  { key: 'portalStatus', heading: 'Portal' },
  {
    key: 'archivedAt',
    heading: 'Archived',
    text: ({ archivedAt }) => archivedAt?.slice(0, 10) ?? '',
    tone: () => 'warning',
  },
  { key: 'companyName', heading: 'Company name', hidden: true },
  {
    key: 'companyAddress',
    heading: 'Company address',
    text: (row) => addressLine(row.companyAddress),
    hidden: true,
  },
  { key: 'fields', heading: 'Fields', text: ({ fields }) => fieldLine(fields), hidden: true },
  { key: 'photo', heading: 'Photo', text: ({ photo }) => (photo === null ? 'no' : 'yes'), hidden: true },
  { key: 'version', heading: 'Version', align: 'right', hidden: true },
  { key: 'createdAt', heading: 'Created', hidden: true },
  { key: 'updatedAt', heading: 'Updated', hidden: true },
];

/** The same with the contacts. */
export const accountWithContactsFields: Field<AccountWithContacts>[] = [
  ...(accountFields as Field<AccountWithContacts>[]),
  {
    key: 'contacts',
    heading: 'Contacts',
    text: ({ contacts }) => contacts.map(({ contact }) => contact.name).join('; '),
    hidden: true,
  },
];

/** The fields of those who may sign, in their order. */
export const signerFields: Field<Signer>[] = [
  { key: 'position', heading: 'No.', align: 'right' },
  { key: 'contact', heading: 'Contact', text: ({ contact }) => contact.name },
  {
    key: 'signerRank',
    heading: 'Order',
    text: ({ signerRank }) => (signerRank === null ? 'alphabetical' : 'set'),
    whole: true,
  },
  { key: 'description', heading: 'Description' },
];

const photoLine = (photo: Photo | null): string =>
  photo === null
    ? ''
    : `${photo.mediaType}, ${fileSize(photo.bytes)}, set by ${photo.setBy} on ${photo.setAt.slice(0, 10)}`;

/** The page about one account. */
export const accountPage = (account: AccountWithContacts): Block[] => [
  accountHeading(account),
  {
    kind: 'pairs',
    pairs: [
      ...(account.type === 'company'
        ? [
            { label: 'Company name', value: account.companyName ?? '' },
            { label: 'Company address', value: addressLine(account.companyAddress) },
          ]
        : []),
      { label: 'Tags', value: account.tags.join(', ') },
      { label: 'Key', value: account.key ?? '' },
      ...fieldPairs(account.fields),
      { label: 'Photo', value: photoLine(account.photo) },
      { label: 'Portal', value: portalText(account) },
      { label: 'Created', value: account.createdAt.slice(0, 10) },
      { label: 'Updated', value: account.updatedAt.slice(0, 10) },
    ].filter(({ value }) => value !== ''),
  },
  contactTable(account.contacts),
];
