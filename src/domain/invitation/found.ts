import { standingsOf } from '../access/standing.ts';
import { readEmails } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import { knownAddresses } from '../portal/addresses.ts';
import { searchContacts } from '../search/contacts.ts';

/** An e-mail that may be invited, with the contact whose it is and how far it has come. */
export interface FoundEmail {
  address: string;
  about: string;
}

/** The e-mails of contacts in whose names or e-mails a text is found (T3). */
export async function findEmails(
  deps: Deps,
  text: string,
  { limit }: { limit: number },
): Promise<FoundEmail[]> {
  const contacts = await searchContacts(deps, { text, limit });
  const emails = await readEmails(
    deps,
    contacts.map(({ id }) => id),
  );
  const keys = emails.map(({ addressKey }) => addressKey);
  const known = await knownAddresses(deps, keys);
  const standings = await standingsOf(deps, keys);
  return contacts.flatMap(({ id, name }) =>
    emails
      .filter(({ contactId }) => contactId === id)
      .map(({ address, addressKey }) => {
        const mayEnter = known.get(addressKey)?.places.some(({ login, archived }) => login && !archived);
        return { address, about: `${name} · ${mayEnter ? standings.get(addressKey) : 'login is off'}` };
      }),
  );
}
