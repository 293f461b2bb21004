import type { DuplicateContact, Duplicates } from '../../src/domain/duplicate/model.ts';
import type { Field, ListView } from '../../src/output/view.ts';

const contactFields: Field<DuplicateContact>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Name' },
  { key: 'email', heading: 'E-mail' },
  { key: 'phone', heading: 'Phone' },
  { key: 'accounts', heading: 'Accounts', align: 'right' },
];

const idsOf = ({ contacts }: Duplicates): string => contacts.map(({ id }) => id).join(' ');

/** Contacts that may be one person: for people each group with its contacts below each other. */
export const duplicatesView: ListView<Duplicates> = {
  kind: 'list',
  fields: [
    { key: 'score', heading: 'Score', align: 'right' },
    {
      key: 'contacts',
      heading: 'Contacts',
      text: ({ contacts }) => contacts.map(({ id, name }) => `${id} ${name}`).join('; '),
    },
    { key: 'reasons', heading: 'Reasons' },
  ],
  id: idsOf,
  empty: 'No contacts look like one person.',
  page: (group) => [
    {
      kind: 'table',
      title: `${group.score}  ${group.reasons.join(', ')}`,
      fields: contactFields,
      rows: group.contacts,
      empty: '',
    },
  ],
};
