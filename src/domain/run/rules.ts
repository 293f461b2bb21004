import { type NotificationKind, notificationKinds, type SwitchName, switchNames } from '../access/model.ts';
import type { AccountPatch } from '../account/schema.ts';
import type { AuditAction, Changes } from '../audit/schema.ts';
import type { ContactPatch } from '../contact/schema.ts';
import type { FieldInput, FieldInputs } from '../field/model.ts';
import { type AddressInput, addressParts } from '../text/address.ts';
import { addressKey, comparisonKey } from '../text/comparison.ts';

/** An entry about a record that a run changed, and that was there before. */
export interface ChangeEntry {
  id: number;
  record: 'account' | 'contact' | 'link' | 'access';
  recordId: number;
  contactId: number | null;
  label: string;
  action: AuditAction;
  changes: Changes;
}

/** What a record gets back, and what of that nobody else may have. */
export interface WayBack<Patch> {
  id: number;
  patch: Patch;
  /** The names, keys and e-mails that it gets back, as they are compared. */
  wants: string[];
  /** Those that it gives up for them. */
  gives: string[];
}

const fieldPrefix = 'fields.';

/** The field that an entry's key is about, if it is about one. */
export const fieldOf = (key: string): string | undefined =>
  key.startsWith(fieldPrefix) ? key.slice(fieldPrefix.length) : undefined;

/** What changes took away from a record: each key with what it had. */
const formerly = (changes: Changes): Array<[key: string, from: unknown]> =>
  Object.entries(changes).map(([key, [from]]) => [key, from]);

function formerFields(changes: Changes): { fields?: FieldInputs } {
  const fields = formerly(changes).flatMap(([key, from]) => {
    const field = fieldOf(key);
    return field === undefined ? [] : [[field, from as FieldInput] as const];
  });
  return fields.length === 0 ? {} : { fields: Object.fromEntries(fields) };
}

function formerAddress(changes: Changes): AddressInput | undefined {
  const parts = addressParts.filter((part) => changes[part] !== undefined);
  return parts.length === 0
    ? undefined
    : Object.fromEntries(parts.map((part) => [part, changes[part]?.[0] as string | null]));
}

/** Those of the texts that are not among the others. */
const without = (texts: unknown, others: unknown): string[] => {
  const left = new Set(Array.isArray(others) ? others : []);
  return Array.isArray(texts) ? texts.filter((text) => !left.has(text)) : [];
};

/** The tags that an entry put on an account and took off it. */
export const tagChange = ({ tags }: Changes): { added: string[]; removed: string[] } =>
  tags === undefined
    ? { added: [], removed: [] }
    : { added: without(tags[1], tags[0]), removed: without(tags[0], tags[1]) };

const plainOfAccount = ['type', 'name', 'key', 'companyName'] as const;
const plainOfContact = [
  'firstName',
  'middleName',
  'lastName',
  'companyName',
  'phone',
  'notes',
  'key',
  'email',
] as const;

const plain = (changes: Changes, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name][0]]])),
  );

/** What brings an account back to what it was before an entry. Archiving and photos are not part of it. */
export function accountBack({ recordId, changes }: ChangeEntry): WayBack<AccountPatch> {
  const address = formerAddress(changes);
  const { added, removed } = tagChange(changes);
  const patch = {
    ...plain(changes, plainOfAccount),
    ...formerFields(changes),
    ...(address === undefined ? {} : { companyAddress: address }),
    ...(removed.length === 0 ? {} : { addTags: removed }),
    ...(added.length === 0 ? {} : { removeTags: added }),
  } as AccountPatch;
  return { id: recordId, patch, ...identities(changes, { name: comparisonKey }) };
}

/** What brings a contact back to what it was before an entry. An address that others have as well was shared then, too. */
export function contactBack({ recordId, changes }: ChangeEntry): WayBack<ContactPatch> {
  const address = formerAddress(changes);
  const back = identities(changes, { email: addressKey });
  const patch = {
    ...plain(changes, plainOfContact),
    ...formerFields(changes),
    ...(address === undefined ? {} : { address }),
    ...(back.wants.some((identity) => identity.startsWith('email ')) ? { sharedEmail: true } : {}),
  } as ContactPatch;
  return { id: recordId, patch, ...back };
}

/** What records of a kind are known by, beside their number: the key, and what `own` says. */
function identities(
  changes: Changes,
  own: Readonly<Record<string, (text: string) => string>>,
): { wants: string[]; gives: string[] } {
  const compared: Record<string, (text: string) => string> = { key: (text) => text, ...own };
  const wants: string[] = [];
  const gives: string[] = [];
  for (const [key, [from, to]] of Object.entries(changes)) {
    // A field may hold an e-mail; what is none stands in nobody's way.
    const kind = fieldOf(key) !== undefined && own.email !== undefined ? 'email' : key;
    const keyOf = compared[kind];
    if (keyOf === undefined) continue;
    if (typeof from === 'string') wants.push(`${kind} ${keyOf(from)}`);
    if (typeof to === 'string') gives.push(`${kind} ${keyOf(to)}`);
  }
  return { wants, gives };
}

/** An identity taken apart. */
export const identityOf = (identity: string): { kind: string; value: string } => {
  const end = identity.indexOf(' ');
  return { kind: identity.slice(0, end), value: identity.slice(end + 1) };
};

/**
 * Ways back in sets that can be gone at once, one set behind the other: none holds a record twice, and what a record wants
 * back was given up by another one in an earlier set. They come, and are gone, newest first.
 */
export function* setsOf<Patch>(ways: readonly WayBack<Patch>[]): Generator<Array<WayBack<Patch>>> {
  let set: Array<WayBack<Patch>> = [];
  let ids = new Set<number>();
  let given = new Set<string>();
  for (const way of ways) {
    if (ids.has(way.id) || way.wants.some((identity) => given.has(identity))) {
      yield set;
      set = [];
      ids = new Set();
      given = new Set();
    }
    set.push(way);
    ids.add(way.id);
    for (const identity of way.gives) given.add(identity);
  }
  if (set.length > 0) yield set;
}

/** The switches and kinds of one e-mail in one account that go back. */
export interface AccessBack {
  accountId: number;
  contactId: number;
  address: string;
  switches: Partial<Record<SwitchName, boolean>>;
  kinds: Partial<Record<NotificationKind, boolean>>;
}

/** Access that went from one e-mail of a contact to another, as it follows a change of the address (T6). */
export interface AccessMove {
  accountId: number;
  contactId: number;
  from: string;
  to: string;
}

/** The move that an entry tells of, if it does. */
export const accessMove = ({
  recordId,
  contactId,
  changes: { email },
}: ChangeEntry): AccessMove | undefined =>
  email === undefined || contactId === null
    ? undefined
    : { accountId: recordId, contactId, from: String(email[0]), to: String(email[1]) };

/** What brings access back to what it was before an entry; nothing where it only followed an address. */
export function accessBack(
  { recordId, contactId, changes }: ChangeEntry,
  address: string | undefined,
): AccessBack | undefined {
  const former = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(
      names.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name][0] === true]])),
    ) as Partial<Record<Name, boolean>>;
  const switches = former(switchNames);
  const kinds = former(notificationKinds);
  const isNothing = Object.keys(switches).length + Object.keys(kinds).length === 0;
  if (isNothing || contactId === null || address === undefined) return undefined;
  return { accountId: recordId, contactId, address, switches, kinds };
}
