import { notificationKinds } from '../access/model.ts';
import type { Deps } from '../deps.ts';
import { findLinks } from '../link/repository.ts';
import { nameOf } from './conflicts.ts';
import type { UnitedAccess, UnitedLink } from './links.ts';
import type { Member } from './members.ts';
import type { MergedAccess, MergedLink } from './model.ts';

/** The links of the contact that stays as they are when all is done. */
export async function mergedLinks(
  deps: Deps,
  contactId: number,
  united: readonly UnitedLink[],
): Promise<MergedLink[]> {
  const accountIds = united.flatMap(({ others }) => others[0]?.accountId ?? []);
  const links = await findLinks(
    deps,
    accountIds.map((accountId) => ({ accountId, contactId })),
  );
  const now = new Map(links.map((link) => [link.accountId, link]));
  return united.flatMap(({ before, others }): MergedLink[] => {
    const link = now.get(others[0]?.accountId ?? 0);
    if (link === undefined) return [];
    const isSame = before?.description === link.description && before.signerRank === link.signerRank;
    return [
      {
        outcome: before === undefined ? 'created' : isSame ? 'unchanged' : 'updated',
        account: { id: link.accountId, name: link.accountName },
        description: link.description,
        signerRank: link.signerRank,
        links: others.length + (before === undefined ? 0 : 1),
      },
    ];
  });
}

/** The access that came from others. */
export const mergedAccess = (members: readonly Member[], united: readonly UnitedAccess[]): MergedAccess[] => {
  const names = new Map(members.map((member) => [member.row.id, nameOf(member)]));
  return united.flatMap(({ rows, after }) => {
    const [first] = rows;
    if (first === undefined) return [];
    return [
      {
        account: { id: first.accountId, name: first.accountName },
        email: after.address,
        from: rows.flatMap(({ contactId }) => names.get(contactId) ?? []),
        login: after.login === 1,
        notify: after.notify === 1,
        sync: after.sync === 1,
        notifications: after.notify === 1 ? notificationKinds.filter((kind) => after[kind] === 1) : [],
      },
    ];
  });
};
