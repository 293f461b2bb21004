import type { Account } from '../src/domain/account/model.ts';
import type { Block } from '../src/output/view.ts';

/** What the heading says of an account; of its photo only whether there is one. */
type Headed = Pick<Account, 'id' | 'name' | 'type' | 'archivedAt'> & { photo: unknown };

/** Whose account it is: on top of everything that is shown about an account (A12). */
export const accountHeading = (account: Headed): Block => ({
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

/** The portal status; what is archived is suspended, and counts again when it is restored (A9). */
export const portalText = ({ portalStatus, archivedAt }: Account): string =>
  portalStatus === 'off' || archivedAt === null ? portalStatus : `${portalStatus}, suspended while archived`;
