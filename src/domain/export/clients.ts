import { filteredAccounts } from '../account/list.ts';
import type { AccountQuery } from '../account/model.ts';
import type { Deps } from '../deps.ts';
import type { KnownField } from '../field/model.ts';
import { readAllTags } from '../tag/repository.ts';
import { compareNames } from '../text/collation.ts';
import { listedContacts } from './contacts.ts';
import { type Client, contactTexts, type ListedAccount, type ListedRecord } from './model.ts';
import { inOrder, inPages } from './pages.ts';
import {
  accountAt,
  type ClientPage,
  contactAt,
  linkedToSeveral,
  readClients,
  sharedAddresses,
} from './repository.ts';
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
  yield* inPages(deps, async () => {
    const accounts = await filteredAccounts(deps, query);
    const tags = await knownTags(deps);
    const shared = new Set((await sharedAddresses(deps)).map(({ addressKey }) => addressKey));
    return {
      read: (page) => readClients(deps, accounts('each'), page),
      ids: idsOf,
      rows: (stored) =>
        clientsOf(
          deps,
          inOrder(listedAccounts(fields, stored, tags)),
          listedContacts(fields, stored, shared),
        ),
    };
  });
}

const idsOf = ({ accounts }: Pick<ClientPage, 'accounts'>) => accounts[accountAt.id] as number[];

/** All tags of the firm: their names in alphabetical order, and the place of each by its id. */
interface KnownTags {
  names: readonly string[];
  places: ReadonlyMap<number, number>;
}

async function knownTags(deps: Deps): Promise<KnownTags> {
  const tags = (await readAllTags(deps)).sort((a, b) => compareNames(a.name, b.name));
  return { names: tags.map(({ name }) => name), places: new Map(tags.map(({ id }, place) => [id, place])) };
}

function listedAccounts(
  fields: readonly KnownField[],
  { accounts, taggings, accountValues }: ClientPage,
  { places, names }: KnownTags,
): ListedAccount[] {
  const carried = new Map<number, number[]>();
  const [accountIds, tagIds] = taggings;
  for (const [at, accountId] of accountIds.entries()) {
    const place = places.get(tagIds[at] ?? 0) ?? 0;
    const list = carried.get(accountId);
    if (list === undefined) carried.set(accountId, [place]);
    else list.push(place);
  }
  const page = { columns: accounts, values: listedValues('account', fields, accountValues) };
  return idsOf({ accounts }).map((id, at) => {
    const own = carried.get(id);
    return {
      id,
      page,
      at,
      isArchived: accounts[accountAt.isArchived]?.[at] === 1,
      tags: own === undefined ? noTags : own.sort((a, b) => a - b).map((place) => names[place] ?? ''),
    };
  });
}

const noTags: string[] = [];

/** The accounts with their contacts, in the order of both. */
async function clientsOf(
  deps: Deps,
  accounts: readonly ListedAccount[],
  { contacts, sharing }: ReturnType<typeof listedContacts>,
): Promise<Client[]> {
  const scattered = await scatteredContacts(deps, contacts);
  const linked = new Map<number, ListedRecord[]>();
  for (const contact of contacts) {
    const accountId = cellOf(contact, contactAt.accountId) as number;
    const list = linked.get(accountId);
    if (list === undefined) linked.set(accountId, [contact]);
    else list.push(contact);
  }
  return accounts.flatMap((account) => {
    const own = linked.get(account.id) ?? [];
    const namesakes = own.length > 1 ? namesOfSeveral(own) : noNames;
    const clients = own.map((contact): Client => {
      const { id } = contact;
      return {
        account,
        contact,
        description: cellOf(contact, contactAt.description) as string | null,
        isUnclear: sharing.has(id) || scattered.has(id) || namesakes.has(cellOf(contact, contactAt.nameKey)),
      };
    });
    return clients.length > 1 ? clients.sort((a, b) => a.contact.id - b.contact.id) : clients;
  });
}

const cellOf = ({ page, at }: ListedRecord, column: number) => page.columns[column]?.[at] ?? null;

const [keyAt, emailAt] = [contactTexts.indexOf('key'), contactTexts.indexOf('email')];

/** Contacts of several accounts who have neither key nor e-mail: nothing but the list says that its rows are about one. */
async function scatteredContacts(
  deps: Deps,
  contacts: readonly ListedRecord[],
): Promise<ReadonlySet<number>> {
  const nameless = contacts.filter(
    (contact) => cellOf(contact, keyAt) === null && cellOf(contact, emailAt) === null,
  );
  if (nameless.length === 0) return noContacts;
  const found = await linkedToSeveral(deps, [...new Set(nameless.map(({ id }) => id))]);
  return new Set(found.map(({ id }) => id));
}

const noContacts: ReadonlySet<number> = new Set();
const noNames: ReadonlySet<unknown> = new Set();

/** The names that several contacts of one account have: inside an account a name stands for a contact (B3). */
function namesOfSeveral(contacts: readonly ListedRecord[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const several = new Set<unknown>();
  for (const contact of contacts) {
    const name = cellOf(contact, contactAt.nameKey);
    (seen.has(name) ? several : seen).add(name);
  }
  return several;
}
