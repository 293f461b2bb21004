import { insertRecords, updateRecords } from '../../db/table.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { endUnneededInvitations } from '../invitation/operations.ts';
import { endUnneededUsers } from '../portal/departure.ts';
import { settleSignerRanks } from '../signer/operations.ts';
import { type AccessRow, accessTable, deleteAccessRows } from './repository.ts';

/** What is to become of access rows. New ones have no id yet. */
export interface RowChanges {
  added?: readonly AccessRow[];
  changed?: readonly AccessRow[];
  removed?: readonly AccessRow[];
  entries: readonly AuditEntryInput[];
}

/** Writes access rows with their entries. What follows from taking login away is {@link settleLostLogins}. */
export async function storeAccess(
  deps: Deps,
  { added = [], changed = [], removed = [], entries }: RowChanges,
): Promise<void> {
  await deleteAccessRows(
    deps,
    removed.map(({ id }) => id),
  );
  await updateRecords(deps, accessTable, changed);
  if (added.length > 0) {
    const ids = await deps.dialect.reserveIds(deps.trx, accessTable.name, added.length);
    await insertRecords(
      deps,
      accessTable,
      added.map((row, index) => ({ ...row, id: ids[index] ?? 0 })),
    );
  }
  await recordChanges(deps, entries);
}

/**
 * What follows when login was taken away or gone with its link, account or address: those without any other login there
 * are no signers any more (L4), and invitations, sessions and portal users that no account needs end (T4). Rows as they
 * were.
 */
export async function settleLostLogins(deps: Deps, rows: readonly AccessRow[]): Promise<void> {
  const lost = rows.filter(({ login }) => login === 1);
  await settleSignerRanks(deps, [...new Set(lost.map(({ accountId }) => accountId))]);
  const keys = [...new Set(lost.map(({ addressKey }) => addressKey))];
  await endUnneededInvitations(deps, keys);
  await endUnneededUsers(deps, keys);
}
