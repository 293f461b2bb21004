import type { Contact } from '../../src/domain/contact/model.ts';
import { fieldPairs } from '../../src/domain/field/values.ts';
import type { Block, Field } from '../../src/output/view.ts';
import { addressLine } from '../address-options.ts';
import { fieldLine } from '../field-options.ts';

/** The fields of a contact. */
export const contactFields: Field<Contact>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Name' },
  { key: 'email', heading: 'E-mail' },
  { key: 'phone', heading: 'Phone' },
  { key: 'key', heading: 'Key' },
  { key: 'firstName', heading: 'First name', hidden: true },
  { key: 'middleName', heading: 'Middle name', hidden: true },
  { key: 'lastName', heading: 'Last name', hidden: true },
  { key: 'companyName', heading: 'Company name', hidden: true },
  { key: 'address', heading: 'Address', text: ({ address }) => addressLine(address), hidden: true },
  { key: 'notes', heading: 'Notes', hidden: true },
  { key: 'fields', heading: 'Fields', text: ({ fields }) => fieldLine(fields), hidden: true },
  { key: 'version', heading: 'Version', align: 'right', hidden: true },
  { key: 'createdAt', heading: 'Created', hidden: true },
  { key: 'updatedAt', heading: 'Updated', hidden: true },
  {
    key: 'accounts',
    heading: 'Accounts',
    text: ({ accounts }) => accounts.map(({ name }) => name).join('; '),
    hidden: true,
  },
];

const accountFields: Field<Contact['accounts'][number]>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Account' },
  { key: 'description', heading: 'Description' },
];

/** The page about one contact. */
export const contactPage = (contact: Contact): Block[] => [
  {
    kind: 'heading',
    title: contact.name,
    facts: [{ text: `contact ${contact.id}` }],
  },
  {
    kind: 'pairs',
    pairs: [
      { label: 'First name', value: contact.firstName ?? '' },
      { label: 'Middle name', value: contact.middleName ?? '' },
      { label: 'Last name', value: contact.lastName ?? '' },
      { label: 'Company name', value: contact.companyName ?? '' },
      { label: 'E-mail', value: contact.email ?? '' },
      { label: 'Phone', value: contact.phone ?? '' },
      { label: 'Address', value: addressLine(contact.address) },
      { label: 'Key', value: contact.key ?? '' },
      ...fieldPairs(contact.fields),
      { label: 'Created', value: contact.createdAt.slice(0, 10) },
      { label: 'Updated', value: contact.updatedAt.slice(0, 10) },
    ].filter(({ value }) => value !== ''),
  },
  ...(contact.notes === null ? [] : [{ kind: 'text' as const, title: 'Notes', text: contact.notes }]),
  {
    kind: 'table',
    title: 'Accounts',
    fields: accountFields,
    rows: contact.accounts,
    empty: 'Linked to no account.',
  },
];
