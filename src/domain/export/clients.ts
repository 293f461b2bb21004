import { filteredAccounts } from '../account/list.ts';
import type { AccountQuery } from '../account/model.ts';
import type { Deps } from '../deps.ts';
import type { KnownField } from '../field/model.ts';
import { readAllTags } from '../tag/repository.ts';
import { compareNames } from '../text/collation.ts';
import { type ListedContact, listedContacts } from './contacts.ts';
import { type Client, contactTexts, type ListedAccount, type ListedRecord } from './model.ts';
import { inPages } from './pages.ts';
import { type AccountCells, accountsBehind, contactsOf, linkCounts, taggings } from './repository.ts';
import { listedValues } from './values.ts';

/**
 * The clients under a filter: accounts in the order of their numbers, each with its contacts, page by page in flat memory
 * (B5). Throws TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3).
 */
export async function* pagesOfClients(
  deps: Deps,
  fields: readonly KnownField[],
  query: AccountQuery,
): AsyncGenerator<Client[]> {
  const accounts = await filteredAccounts(deps, query);
  const tags = (await readAllTags(deps)).sort((a, b) => compareNames(a.name, b.name));
  const places = new Map(tags.map(({ id }, place) => [id, place]));
  const names = tags.map(({ name }) => name);
  yield* inPages(
    (page) => accountsBehind(deps, accounts('each'), page),
    async (rows) => {
      const listed = await listedAccounts(deps, fields, rows, { places, names });
      return clientsOf(deps, fields, listed);
    },
  );
}

/** All tags of the firm: their names in alphabetical order, and the place of each by its id. */
interface KnownTags {
  places: ReadonlyMap<number, number>;
  names: readonly string[];
}

async function listedAccounts(
  deps: Deps,
  fields: readonly KnownField[],
  rows: readonly AccountCells[],
  { places, names }: KnownTags,
): Promise<ListedAccount[]> {
  const ids = rows.map(([id]) => id);
  const carried = new Map<number, number[]>();
  for (const [accountId, tagId] of await taggings(deps, ids)) {
    const place = places.get(tagId) ?? 0;
    const list = carried.get(accountId);
    if (list === undefined) carried.set(accountId, [place]);
    else list.push(place);
  }
  const values = await listedValues(deps, 'account', fields, ids);
  return rows.map(([id, archived, ...texts]) => ({
    id,
    texts,
    isArchived: archived === 1,
    tags: (carried.get(id) ?? []).sort((a, b) => a - b).map((place) => names[place] ?? ''),
    values: values.get(id) ?? none,
  }));
}

const none: ListedRecord['values'] = new Map();

/** The accounts with their contacts, in the order of both. */
async function clientsOf(
  deps: Deps,
  fields: readonly KnownField[],
  accounts: readonly ListedAccount[],
): Promise<Client[]> {
  const links = (
    await contactsOf(
      deps,
      accounts.map(({ id }) => id),
    )
  ).sort((a, b) => a[2] - b[2]);
  const contacts = await listedContacts(
    deps,
    fields,
    links.map(([, , ...cells]) => cells),
  );
  const unclear = await unclearContacts(deps, contacts);
  const linked = new Map<number, Array<Omit<Client, 'account'> & { contact: ListedContact }>>();
  for (const [place, contact] of contacts.entries()) {
    const [accountId, description] = links[place] ?? [0, null];
    const list = linked.get(accountId);
    const client = { contact, description, isUnclear: unclear.has(contact.id) };
    if (list === undefined) linked.set(accountId, [client]);
    else list.push(client);
  }
  return accounts.flatMap((account) => {
    const clients = linked.get(account.id) ?? [];
    const namesakes = clients.length > 1 ? namesOfSeveral(clients.map(({ contact }) => contact)) : noNames;
    return clients.map((client) => ({
      account,
      ...client,
      isUnclear: client.isUnclear || namesakes.has(client.contact.nameKey),
    }));
  });
}

const [keyAt, emailAt] = [contactTexts.indexOf('key'), contactTexts.indexOf('email')];

/**
 * Contacts that nothing but the list can tell from others: those who share an e-mail, and those with neither key nor
 * e-mail who belong to several accounts.
 */
async function unclearContacts(deps: Deps, contacts: readonly ListedContact[]): Promise<ReadonlySet<number>> {
  const nameless = contacts.filter(({ texts }) => texts[keyAt] === null && texts[emailAt] === null);
  const counts =
    nameless.length === 0
      ? []
      : await linkCounts(
          deps,
          nameless.map(({ id }) => id),
        );
  return new Set([
    ...contacts.filter(({ hasSharedEmail }) => hasSharedEmail).map(({ id }) => id),
    ...counts.filter(([, links]) => links > 1).map(([id]) => id),
  ]);
}

const noNames: ReadonlySet<string> = new Set();

/** The names that several contacts of one account have: inside an account a name stands for a contact (B3). */
function namesOfSeveral(contacts: readonly ListedContact[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const { nameKey } of contacts) (seen.has(nameKey) ? several : seen).add(nameKey);
  return several;
}
