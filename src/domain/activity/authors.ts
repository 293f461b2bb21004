import type { Deps } from '../deps.ts';
import { requireLinks } from '../link/existing.ts';
import type { Side } from './model.ts';

/** Who is to be named: a contact of the account, or, without one, the firm's user who acts. */
export interface WantedAuthor {
  accountId: number;
  contactId?: number | undefined;
}

/** As records of activity store it. */
export interface StoredAuthor {
  side: Side;
  contactId: number | null;
  author: string;
}

/** Who acts, in input order. Throws NOT_LINKED (exit 3) for a contact that is not linked to the account. */
export async function authorsOf(deps: Deps, wanted: readonly WantedAuthor[]): Promise<StoredAuthor[]> {
  const clients = wanted.flatMap(({ accountId, contactId }) =>
    contactId === undefined ? [] : [{ accountId, contactId }],
  );
  const links = await requireLinks(deps, clients);
  let next = 0;
  return wanted.map(({ contactId }) =>
    contactId === undefined
      ? { side: 'firm', contactId: null, author: deps.actor }
      : { side: 'client', contactId, author: links[next++]?.contactName ?? '' },
  );
}
