import { type KontorError, notFoundError, refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { requireLinks } from '../link/existing.ts';
import { type LinkRow, lockAccounts } from '../link/repository.ts';
import { keyOfLink } from '../link/rules.ts';
import { addressKey } from '../text/comparison.ts';
import type { Draft } from './outcome.ts';
import { addressesOfLinks, type PlacedAddress } from './record.ts';
import { untouchedRow } from './rules.ts';

/** E-mails of a contact inside an account. */
export interface Selection {
  accountId: number;
  contactId: number;
  /** Some of them; all when absent. */
  addresses?: readonly string[] | undefined;
}

/** What was selected. */
export interface Selected<Input extends Selection> {
  input: Input;
  link: LinkRow;
  /** Those that were meant; the same draft wherever the same e-mail in the same account is selected. */
  drafts: Draft[];
  /** The contact has no e-mail there at all. */
  hasNoEmail: boolean;
}

/**
 * Locks the accounts and finds the e-mails that are meant. Throws NOT_LINKED, EMAIL_NOT_IN_ACCOUNT (exit 3) and NO_EMAIL
 * (exit 4). `lenient` is for selections made of whole accounts: contacts without e-mails, or without the ones named,
 * are passed over, as long as anybody has them.
 */
export async function selectEmails<Input extends Selection>(
  deps: Deps,
  inputs: readonly Input[],
  { lenient }: { lenient: boolean },
): Promise<Selected<Input>[]> {
  await lockAccounts(
    deps,
    inputs.map(({ accountId }) => accountId),
  );
  const links = await requireLinks(deps, inputs);
  const placed = await addressesOfLinks(deps, links);
  const known = new Map<string, Draft>();
  const draftOf = (link: LinkRow, place: PlacedAddress): Draft => {
    const key = `${keyOfLink(link)}/${place.addressKey}`;
    const before = place.row ?? untouchedRow({ ...link, ...place });
    const draft = known.get(key) ?? {
      link,
      address: place.address,
      source: place.source,
      before,
      after: before,
    };
    known.set(key, draft);
    return draft;
  };
  const selected = inputs.map((input, index): Selected<Input> => {
    const link = links[index] as LinkRow;
    const places = placed.get(keyOfLink(link)) ?? [];
    if (places.length === 0 && !lenient) throw noEmail(link);
    const meant = places.filter((place) => isMeant(place, input.addresses));
    for (const address of lenient ? [] : (input.addresses ?? [])) {
      if (!meant.some((place) => place.addressKey === addressKey(address))) {
        throw notTheirs(link, address, places);
      }
    }
    return {
      input,
      link,
      drafts: meant.map((place) => draftOf(link, place)),
      hasNoEmail: places.length === 0,
    };
  });
  const named = inputs.find(({ addresses }) => addresses !== undefined)?.addresses;
  if (named !== undefined && known.size === 0) throw nobodysEmail(named);
  return selected;
}

const isMeant = (place: PlacedAddress, addresses: readonly string[] | undefined): boolean =>
  addresses === undefined || addresses.some((address) => addressKey(address) === place.addressKey);

const noEmail = ({ contactId, contactName }: LinkRow): KontorError =>
  refusedError('NO_EMAIL', `Contact ${contactId} "${contactName}" has no e-mail.`, {
    hint: `kontor contact edit ${contactId} --email ADDRESS`,
    details: { contactId },
  });

const notTheirs = (
  { accountId, accountName, contactId, contactName }: LinkRow,
  email: string,
  places: readonly PlacedAddress[],
): KontorError =>
  notFoundError(
    'EMAIL_NOT_IN_ACCOUNT',
    `Contact ${contactId} "${contactName}" has no e-mail ${email.trim()} in account ${accountId} "${accountName}".`,
    {
      hint: `It has ${places.map(({ address }) => address).join(', ')}.`,
      details: { email: email.trim(), addresses: places.map(({ address }) => address) },
    },
  );

const nobodysEmail = (emails: readonly string[]): KontorError =>
  notFoundError('EMAIL_NOT_IN_ACCOUNT', `None of these contacts has the e-mail ${emails.join(', ')}.`, {
    hint: 'kontor account show ACCOUNT lists the e-mails of its contacts.',
    details: { emails: [...emails] },
  });
