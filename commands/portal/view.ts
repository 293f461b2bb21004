import type { PortalIdentity } from '../../src/domain/portal/model.ts';
import type { Field } from '../../src/output/view.ts';

/** The fields of a portal user. */
export const identityFields = <Row extends PortalIdentity>(): Field<Row>[] => [
  { key: 'userId', heading: 'User', align: 'right' },
  { key: 'email', heading: 'E-mail' },
  {
    key: 'accounts',
    heading: 'Accounts',
    text: ({ accounts }) => accounts.map(({ id, name }) => `${id} "${name}"`).join(', '),
  },
];

/** What is open to somebody, in a sentence. */
export const opened = ({ email, accounts }: PortalIdentity): string =>
  `${email} (${accounts.map(({ id, name }) => `account ${id} "${name}"`).join(', ')})`;
