import type { LinkOutcome } from '../../src/domain/link/operations.ts';
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

/** A link in a sentence. */
export const linkText = ({ id, name, account }: LinkOutcome): string =>
  `contact ${id} "${name}" and account ${account.id} "${account.name}"`;
