import type { LinkedOutcome, LinkOutcome } from '../../src/domain/link/operations.ts';
import type { BatchView } from '../../src/output/view.ts';
import { outcomeFields } from '../outcomes.ts';

/** What became of links, for the commands that change them. */
export const linkView: BatchView<LinkOutcome> = {
  kind: 'batch',
  fields: [
    ...outcomeFields<LinkOutcome>(),
    { key: 'account', heading: 'Account', text: ({ account }) => account.name },
    { key: 'description', heading: 'Description' },
  ],
  id: ({ id }) => id,
};

/** The same with the e-mails whose switches were to be set. */
export const linkedView: BatchView<LinkedOutcome> = {
  kind: 'batch',
  fields: [
    ...(linkView.fields as BatchView<LinkedOutcome>['fields']),
    {
      key: 'access',
      heading: 'Access',
      text: ({ access }) => access.flatMap(({ email }) => email ?? []).join(', '),
    },
  ],
  id: ({ id }) => id,
};

/** A link in a sentence. */
export const linkText = ({ id, name, account }: LinkOutcome): string =>
  `contact ${id} "${name}" and account ${account.id} "${account.name}"`;
