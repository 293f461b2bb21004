import { type KontorError, refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../text/comparison.ts';
import { type EmailRow, emailTable, readAddressOwners } from './repository.ts';

/** The `source` of a contact's own address; further ones have the key of their field (C3). */
export const primarySource = 'primary';

/** One address of a contact that changes. */
export interface EmailChange {
  /** Which input of the operation it comes from. */
  index: number;
  contactId: number;
  /** `primary`, or the key of the field that holds it (C3). */
  source: string;
  before: EmailRow | undefined;
  address: string | null;
  /** The caller said that others may have it, too. */
  shared: boolean;
}

/** A contact that wants an address. */
export type AddressClaim = Omit<EmailChange, 'before' | 'address'> & { address: string };

/** What differs between the addresses of a contact and those that it is to have; another spelling does, too. */
export function emailChanges(
  {
    index,
    contactId,
    input,
  }: { index: number; contactId: number; input: { sharedEmail?: boolean | undefined } },
  before: ReadonlyMap<string, EmailRow> | undefined,
  after: ReadonlyMap<string, string>,
): EmailChange[] {
  const shared = input.sharedEmail === true;
  if (before === undefined) {
    const changes: EmailChange[] = [];
    for (const [source, address] of after)
      changes.push({ index, contactId, source, before, address, shared });
    return changes;
  }
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((source) => {
    const old = before.get(source);
    const address = after.get(source) ?? null;
    return address === (old?.address ?? null)
      ? []
      : [{ index, contactId, source, before: old, address, shared }];
  });
}

/** What became of a claim: whether others have the address, too, or why it cannot be had (C4). */
export type Decision =
  | { shared: boolean }
  | { owner: string; contact: { contactId: number; name: string } | null };

/** Decides who may have an address (C4): one contact, unless the caller says that it is shared. In the order of the claims. */
export async function decideAddresses(deps: Deps, claims: readonly AddressClaim[]): Promise<Decision[]> {
  if (claims.length === 0) return [];
  const keys = claims.map(({ address }) => addressKey(address));
  const owners = new Map<string, Owner[]>();
  for (const owner of await readAddressOwners(deps, keys)) {
    const list = owners.get(owner.addressKey);
    if (list === undefined) owners.set(owner.addressKey, [owner]);
    else list.push(owner);
  }
  const inBatch = new Map<string, number>();
  const decisions: Decision[] = [];
  for (const [index, claim] of claims.entries()) {
    const key = keys[index] ?? '';
    const decision = decide(claim, owners.get(key) ?? nobody, inBatch.get(key));
    if (!('owner' in decision)) inBatch.set(key, claim.contactId);
    decisions.push(decision);
  }
  return decisions;
}

type Owner = { contactId: number; name: string };
const nobody: readonly Owner[] = [];

/** `earlier` is the contact for whom the batch has claimed the address before. */
function decide(
  { contactId, shared }: AddressClaim,
  owners: readonly Owner[],
  earlier: number | undefined,
): Decision {
  if (owners.length === 0 && earlier === undefined) return notShared;
  const owner = owners.find((candidate) => candidate.contactId !== contactId);
  const taken = owner !== undefined || (earlier !== undefined && earlier !== contactId);
  if (!taken || shared) return { shared: taken };
  const whose =
    owner === undefined ? 'another contact of this batch' : `contact ${owner.contactId} "${owner.name}"`;
  return { owner: whose, contact: owner ?? null };
}

const notShared: Decision = { shared: false };

/** The addresses that are wanted by changes. */
export function claimsOf(changes: readonly EmailChange[]): AddressClaim[] {
  const claims: AddressClaim[] = [];
  for (const { index, contactId, source, address, shared } of changes) {
    if (address !== null) claims.push({ index, contactId, source, address, shared });
  }
  return claims;
}

/**
 * Rows for the addresses that are new, with ids of their own. Throws EMAIL_TAKEN (exit 4), naming the owner, with the
 * index of the input.
 */
export async function writableEmails(deps: Deps, changes: readonly EmailChange[]): Promise<EmailRow[]> {
  const claims = claimsOf(changes);
  const decisions = await decideAddresses(deps, claims);
  const ids =
    claims.length === 0 ? [] : await deps.dialect.reserveIds(deps.trx, emailTable.name, claims.length);
  const rows: EmailRow[] = [];
  for (const [at, claim] of claims.entries()) {
    const decision = decisions[at] ?? notShared;
    if ('owner' in decision) throw emailTaken(claim, decision);
    rows.push(emailRow(ids[at] ?? 0, claim.contactId, claim.source, claim.address, decision.shared));
  }
  return rows;
}

const emailTaken = (
  { index, source, address }: AddressClaim,
  { owner, contact }: Extract<Decision, { owner: string }>,
): KontorError =>
  refusedError('EMAIL_TAKEN', `The e-mail ${address} belongs to ${owner}.`, {
    hint: 'Use that contact, or say with --shared-email that several people share the address.',
    details: { index, field: inputOf(source), email: address, contact },
  });

/** The part of the input that an address comes from. */
const inputOf = (source: string): string => (source === primarySource ? 'email' : `fields.${source}`);

/** An address that is in two places of one contact, if there is any: the first place in words, and the second source. */
export function repeatedIn(
  addresses: ReadonlyMap<string, string>,
): { address: string; place: string; source: string } | undefined {
  if (addresses.size < 2) return undefined;
  const places = new Map<string, string>();
  for (const [source, address] of addresses) {
    const place = places.get(addressKey(address));
    if (place !== undefined) return { address, place: placeName(place), source };
    places.set(addressKey(address), source);
  }
  return undefined;
}

/** Refuses one address twice in one contact, naming the place that has it. Throws EMAIL_REPEATED (exit 4). */
export function requireDistinct(addresses: ReadonlyMap<string, string>, index: number): void {
  const repeated = repeatedIn(addresses);
  if (repeated === undefined) return;
  const { address, place, source } = repeated;
  throw refusedError(
    'EMAIL_REPEATED',
    `The e-mail ${address} is in the contact's ${place} already; it cannot be in the ${placeName(source)}, too.`,
    {
      hint: 'Leave it in one of the two; an empty value clears.',
      details: { index, field: inputOf(source), email: address, place },
    },
  );
}

const placeName = (source: string): string =>
  source === primarySource ? 'primary e-mail' : `field ${source}`;

/** The row of an address. */
const emailRow = (
  id: number,
  contactId: number,
  source: string,
  address: string,
  shared: boolean,
): EmailRow => ({
  id,
  contactId,
  source,
  address,
  addressKey: addressKey(address),
  shared: shared ? 1 : 0,
});

/** The rows of e-mails by contact and then by source. */
export function bySource(emails: readonly EmailRow[]): Map<number, Map<string, EmailRow>> {
  const found = new Map<number, Map<string, EmailRow>>();
  for (const email of emails) {
    const own = found.get(email.contactId) ?? new Map<string, EmailRow>();
    found.set(email.contactId, own.set(email.source, email));
  }
  return found;
}

/** Addresses by source. */
export const addressesOf = (emails: ReadonlyMap<string, EmailRow> | undefined): Map<string, string> =>
  new Map([...(emails ?? [])].map(([source, { address }]) => [source, address]));

export const primaryOf = (addresses: ReadonlyMap<string, string>): string | null =>
  addresses.get(primarySource) ?? null;

/** The addresses beside the primary one, in the order of their sources. */
export function furtherOf(addresses: ReadonlyMap<string, string>): string[] {
  if (addresses.size === (addresses.has(primarySource) ? 1 : 0)) return [];
  return [...addresses]
    .filter(([source]) => source !== primarySource)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, address]) => address);
}
