import { notFoundError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { findLinks, type LinkKey, type LinkRow } from './repository.ts';
import { keyOfLink } from './rules.ts';

/** The links of accounts and contacts, in input order. Throws NOT_LINKED (exit 3) for the first that is not there. */
export async function requireLinks(deps: Deps, keys: readonly LinkKey[]): Promise<LinkRow[]> {
  const found = new Map((await findLinks(deps, keys)).map((link) => [keyOfLink(link), link]));
  return keys.map((key) => {
    const link = found.get(keyOfLink(key));
    if (link === undefined) {
      throw notFoundError(
        'NOT_LINKED',
        `Contact ${key.contactId} is not linked to account ${key.accountId}.`,
        {
          hint: `kontor account show id:${key.accountId} lists its contacts.`,
        },
      );
    }
    return link;
  });
}
