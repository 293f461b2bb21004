import type { Login } from '../../src/domain/login/model.ts';
import type { Field } from '../../src/output/view.ts';
import { minute } from '../times.ts';

/** The fields of a login. */
export const loginFields: Field<Login>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'at', heading: 'When (UTC)', whole: true, text: ({ at }) => minute(at) },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  {
    key: 'contact',
    heading: 'Contact',
    text: ({ contact, name }) => contact?.name ?? `${name} (deleted)`,
    tone: ({ contact }) => (contact === null ? 'muted' : undefined),
  },
  { key: 'email', heading: 'E-mail' },
  { key: 'origin', heading: 'Origin' },
  { key: 'name', heading: 'Name then', hidden: true },
];
