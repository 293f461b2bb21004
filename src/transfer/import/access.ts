import { switchNames } from '../../domain/access/model.ts';
import { changeAccess } from '../../domain/access/operations.ts';
import type { Switches } from '../../domain/access/schema.ts';
import type { Deps } from '../../domain/deps.ts';
import { inviteUninvited } from '../../domain/invitation/operations.ts';
import { addressKey, tidyOrNull } from '../../domain/text/comparison.ts';
import type { Match } from './match.ts';
import type { Mismatch } from './report.ts';
import type { FileClaims } from './said.ts';

/** Switches that a row sets for an e-mail (T1). */
export interface RowAccess {
  address: string;
  /** Whether it is the contact's primary e-mail. */
  isPrimary: boolean;
  switches: Switches;
}

/** The e-mail that the switches of a row are about: its own, else the primary one of its contact. */
export const addressOf = ({ draft, contact }: Pick<Match, 'draft' | 'contact'>): string | undefined =>
  tidyOrNull(draft.contact.email) ?? contact?.email ?? undefined;

/** What a row says about access. An e-mail that is not there has nothing that could be switched off. */
export function accessOf(match: Match): RowAccess | undefined {
  const address = addressOf(match);
  const { access: switches } = match.draft;
  if (switches === undefined || address === undefined) return undefined;
  return { address, switches, isPrimary: match.contact?.otherAddresses.has(addressKey(address)) !== true };
}

/** Switches without an e-mail (NO_EMAIL), or others than an earlier line of the file has set (CONFLICTING_ROWS, B2). */
export function accessRefusal(match: Match, { access }: FileClaims): Mismatch | undefined {
  const { draft, account, contact } = match;
  if (draft.access === undefined) return undefined;
  const wanted = accessOf(match);
  if (wanted === undefined) {
    const on = switchNames.find((name) => draft.access?.[name]);
    if (on === undefined) return undefined;
    const reason = 'the contact has no e-mail for which it could be switched on';
    return { draft, field: `access.${on}`, code: 'NO_EMAIL', reason };
  }
  if (account === undefined || contact === undefined) return undefined;
  const place = placeOf(wanted, account.row.id, contact.row.id);
  const other = switchNames.find((name) => {
    const said = access.said(place, name);
    return said !== undefined && wanted.switches[name] === !said;
  });
  if (other === undefined) return undefined;
  const word = access.said(place, other) ? 'on' : 'off';
  const reason = `an earlier line of the file switches it ${word} for the same e-mail in the same account`;
  return { draft, field: `access.${other}`, code: 'CONFLICTING_ROWS', reason };
}

const placeOf = ({ address, isPrimary }: RowAccess, accountId: number, contactId: number) => ({
  ...{ accountId, contactId, isPrimary },
  addressKey: addressKey(address),
});

/** Notes what a row says about access. */
export function claimAccess(
  { access }: FileClaims,
  accountId: number,
  contactId: number,
  wanted: RowAccess | undefined,
): void {
  if (wanted !== undefined) access.add(placeOf(wanted, accountId, contactId), wanted.switches);
}

/** A row that sets switches, with the account and the contact that it stands for. */
export interface AccessPlace<Row> extends RowAccess {
  row: Row;
  accountId: number;
  contactId: number;
}

/** Sets the switches of rows; which of them changed something. */
export async function switchAccess<Row>(
  deps: Deps,
  places: ReadonlyArray<AccessPlace<Row>>,
): Promise<ReadonlySet<Row>> {
  if (places.length === 0) return new Set();
  const call = (accountId: number, contactId: number, address: string) =>
    `${accountId}/${contactId}/${addressKey(address)}`;
  const outcomes = await changeAccess(
    deps,
    places.map(({ accountId, contactId, address, switches }) => ({
      ...{ accountId, contactId, switches },
      addresses: [address],
    })),
  );
  const changed = new Set(
    outcomes.flatMap(({ outcome, account, contact, email }) =>
      outcome === 'updated' && email !== null ? [call(account.id, contact.id, email)] : [],
    ),
  );
  return new Set(
    places.flatMap(({ row, accountId, contactId, address }) =>
      changed.has(call(accountId, contactId, address)) ? [row] : [],
    ),
  );
}

/** Invites the e-mails of rows that login is on for and that were never invited (T4); how many. */
export async function inviteRows(
  deps: Deps,
  places: ReadonlyArray<{ accountId: number; address: string }>,
): Promise<number> {
  const invitees = places.map(({ accountId, address }) => ({ accountId, addressKey: addressKey(address) }));
  return (await inviteUninvited(deps, invitees)).length;
}
