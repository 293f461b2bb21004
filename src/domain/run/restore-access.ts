import { notificationKinds, switchNames } from '../access/model.ts';
import { changeNotifications } from '../access/notifications.ts';
import { changeAccess } from '../access/operations.ts';
import { addressesOfLinks, type PlacedAddress } from '../access/record.ts';
import type { AccessRow } from '../access/repository.ts';
import { addressOfLabel } from '../access/rules.ts';
import type { Deps } from '../deps.ts';
import { keyOfLink } from '../link/rules.ts';
import { addressKey } from '../text/comparison.ts';
import { type AccessBack, type AccessMove, accessBack, accessMove, type ChangeEntry } from './rules.ts';

/** Access that goes back only when the contacts have their e-mails again. */
export interface LaterAccess {
  /** Of addresses that their contact does not have yet, by place. */
  backs: Map<string, AccessBack>;
  /** Newest first. */
  moves: AccessMove[];
}

/** Gives access back, newest change first; what has to wait for e-mails is put into `later`. */
export async function restoreAccess(
  deps: Deps,
  entries: readonly ChangeEntry[],
  later: LaterAccess,
): Promise<void> {
  const backs = new Map<string, AccessBack>();
  for (const entry of entries) {
    const move = accessMove(entry);
    if (move !== undefined) later.moves.push(move);
    const back = accessBack(entry, addressOfLabel(entry.label));
    if (back !== undefined) add(backs, back);
  }
  for (const back of await applyAccess(deps, [...backs.values()])) add(later.backs, back);
}

/** Gives back what had to wait. */
export async function restoreLaterAccess(deps: Deps, { backs, moves }: LaterAccess): Promise<void> {
  for (const move of moves) await moveBack(deps, move);
  await applyAccess(deps, [...backs.values()]);
}

/** Access goes back with its e-mail, unless the contact has the other one as well: then it has stayed with that. */
async function moveBack(deps: Deps, { accountId, contactId, from, to }: AccessMove): Promise<void> {
  const places = (await addressesOfLinks(deps, [{ accountId, contactId }])).get(
    keyOfLink({ accountId, contactId }),
  );
  const place = (address: string) => places?.find((one) => one.addressKey === addressKey(address));
  const [here, there] = [place(to)?.row, place(from)];
  if (here === undefined || there === undefined || there.row !== undefined) return;
  const on = <Name extends keyof AccessRow & string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, here[name] === 1])) as Record<Name, boolean>;
  const back = {
    accountId,
    contactId,
    address: from,
    switches: on(switchNames),
    kinds: on(notificationKinds),
  };
  await applyAccess(deps, [back]);
  const off = { login: false, notify: false, sync: false };
  await changeAccess(deps, [{ accountId, contactId, addresses: [to], switches: off }]);
}

/** Adds what an older entry says to what newer ones say about the same e-mail. */
function add(backs: Map<string, AccessBack>, older: AccessBack): void {
  const key = `${keyOfLink(older)}/${addressKey(older.address)}`;
  const newer = backs.get(key);
  backs.set(key, {
    ...older,
    switches: { ...newer?.switches, ...older.switches },
    kinds: { ...newer?.kinds, ...older.kinds },
  });
}

/** Sets switches and kinds where the contact has the address; gives back those where it has not. */
async function applyAccess(deps: Deps, backs: readonly AccessBack[]): Promise<AccessBack[]> {
  if (backs.length === 0) return [];
  const before = await placesOf(deps, backs);
  const present = before.flatMap(({ back, place }) => (place === undefined ? [] : [back]));
  // Kinds can be chosen only while login and notify are on: that may be so now, or when the switches are back.
  const early = new Set(before.filter(({ place }) => mayChoose(place?.row)).map(({ back }) => back));
  await chooseKinds(deps, [...early]);
  await changeAccess(
    deps,
    present
      .filter(({ switches }) => Object.keys(switches).length > 0)
      .map(({ accountId, contactId, address, switches }) => ({
        accountId,
        contactId,
        addresses: [address],
        switches,
      })),
  );
  const after = await placesOf(deps, present);
  await chooseKinds(
    deps,
    after.flatMap(({ back, place }) => (!early.has(back) && mayChoose(place?.row) ? [back] : [])),
  );
  return before.flatMap(({ back, place }) => (place === undefined ? [back] : []));
}

/** Where the addresses stand in their accounts, as far as they do. */
async function placesOf(
  deps: Deps,
  backs: readonly AccessBack[],
): Promise<Array<{ back: AccessBack; place: PlacedAddress | undefined }>> {
  const placed = await addressesOfLinks(deps, backs);
  return backs.map((back) => {
    const key = addressKey(back.address);
    return { back, place: placed.get(keyOfLink(back))?.find((place) => place.addressKey === key) };
  });
}

const mayChoose = (row: AccessRow | undefined): boolean => row?.login === 1 && row.notify === 1;

const chooseKinds = async (deps: Deps, backs: readonly AccessBack[]): Promise<void> => {
  const chosen = (kinds: AccessBack['kinds'], isOn: boolean) =>
    Object.entries(kinds).flatMap(([kind, on]) => (on === isOn ? [kind as keyof typeof kinds] : []));
  await changeNotifications(
    deps,
    backs
      .filter(({ kinds }) => Object.keys(kinds).length > 0)
      .map(({ accountId, contactId, address, kinds }) => ({
        accountId,
        contactId,
        addresses: [address],
        on: chosen(kinds, true),
        off: chosen(kinds, false),
      })),
  );
};
