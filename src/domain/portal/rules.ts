import { type KontorError, refusedError } from '../../errors.ts';
import { shellWord } from '../text/shell.ts';
import type { KnownAddress, Place } from './addresses.ts';

/** Which of the accounts an address is looked at in; undefined for all. */
export type Scope = ReadonlySet<number> | undefined;

const within = (known: KnownAddress, scope: Scope): readonly Place[] =>
  scope === undefined ? known.places : known.places.filter(({ accountId }) => scope.has(accountId));

/** Whether an address opens an account: login is on, and the account is not archived (A9). */
const isOpen = ({ login, archived }: Place): boolean => login && !archived;

/** The places that an address opens. */
export const openPlaces = (known: KnownAddress | undefined): Place[] => (known?.places ?? []).filter(isOpen);

/** The accounts that an address opens. */
export const openAccounts = (known: KnownAddress | undefined): Array<{ id: number; name: string }> => [
  ...new Map(
    openPlaces(known).map(({ accountId, accountName }) => [accountId, { id: accountId, name: accountName }]),
  ).values(),
];

/** The person behind an address, where only one contact has it. */
export const onlyContact = ({ contacts }: KnownAddress): KnownAddress['contacts'][number] | undefined =>
  contacts.length === 1 ? contacts[0] : undefined;

/** The place that a link to an address speaks of, or why there can be none: login off (I1, I3), or archived (A9). */
export function placeOrRefusal(known: KnownAddress, scope: Scope, isActive: boolean): Place | KontorError {
  const places = within(known, scope);
  const open = places.find(isOpen);
  if (open !== undefined) return open;
  const archived = places.find(({ login }) => login);
  const possible = places.find((place) => !place.archived);
  if (archived !== undefined || possible === undefined) {
    const place = archived ?? places[0];
    return place === undefined ? notLinked(known) : accountArchived(known.address, place);
  }
  return loginOff(known.address, possible, isActive);
}

/** Where something is said about an address that may not be sent a link. */
export const shownPlace = (known: KnownAddress, scope: Scope): Place | undefined => {
  const places = within(known, scope);
  return places.find(isOpen) ?? places.find(({ login }) => login) ?? places[0];
};

const named = ({ accountId, accountName }: Place): string => `account ${accountId} "${accountName}"`;

const loginOff = (email: string, place: Place, isActive: boolean): KontorError =>
  refusedError('LOGIN_OFF', `Login is off for ${email} in ${named(place)}.`, {
    hint: `kontor contact access ${place.contactId} ${place.accountId} --email ${shellWord(email)} --login on${isActive ? '' : ' --invite'}`,
    details: { email, contactId: place.contactId, accountId: place.accountId },
  });

const accountArchived = (email: string, place: Place): KontorError =>
  refusedError('ACCOUNT_ARCHIVED', `${email}: ${named(place)} is archived; its portal access is suspended.`, {
    hint: `kontor account restore ${place.accountId}`,
    details: { email, accountId: place.accountId },
  });

const notLinked = ({ address, contacts }: KnownAddress): KontorError =>
  refusedError('LOGIN_OFF', `Login is on for ${address} nowhere: it belongs to no account.`, {
    hint: `kontor contact link ${contacts[0]?.id ?? 'CONTACT'} ACCOUNT --login on --invite`,
    details: { email: address },
  });
