import type { Account } from '../src/domain/account/model.ts';
import type { Block } from '../src/output/view.ts';

/** Whose account it is: on top of everything that is shown about an account (A12). */
export const accountHeading = (account: Account): Block => ({
  kind: 'heading',
  title: `#${account.id}  ${account.name}`,
  facts: [
    { text: account.type },
    { text: account.photo === null ? 'no photo' : 'photo' },
    account.archivedAt === null
      ? { text: 'not archived' }
      : { text: `ARCHIVED since ${account.archivedAt.slice(0, 10)}`, tone: 'warning' as const },
  ],
});
