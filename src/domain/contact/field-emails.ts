import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { followAddressChanges } from '../access/addresses.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { readFirm } from '../firm/read.ts';
import {
  addressesOf,
  bySource,
  claimsOf,
  decideAddresses,
  type EmailChange,
  furtherOf,
  primaryOf,
  repeatedIn,
  writableEmails,
} from './emails.ts';
import { contactTable, deleteEmails, emailTable, readEmails } from './repository.ts';
import { contactEntry, derivedNames } from './rules.ts';
import { refreshSearchOfContacts } from './search.ts';

/** An address that a field of a contact gets, or loses (null), because the field itself changes (F3, F4). */
export interface FieldEmail {
  contactId: number;
  /** The key of the field. */
  source: string;
  address: string | null;
  /** What the record of changes says about it. */
  changes: Changes;
}

/**
 * Writes the e-mails of contacts that come and go with a field, one for each contact. Nothing is written when one of them
 * cannot be had (C4): then the reasons are returned, else what the user should know, by contact.
 */
export async function changeFieldEmails(
  deps: Deps,
  inputs: readonly FieldEmail[],
): Promise<{ refusals: Map<number, string>; warnings: string[] }> {
  const ids = inputs.map(({ contactId }) => contactId);
  const rows = await readRecords(deps, contactTable, ids, { lock: true });
  const emails = bySource(await readEmails(deps, ids));
  const { nameFormat } = await readFirm(deps);
  const refusals = new Map<number, string>();
  const edits = inputs.flatMap(({ contactId, source, address, changes }, index) => {
    const row = rows.get(contactId);
    if (row === undefined) return [];
    const own = emails.get(contactId);
    const addresses = addressesOf(own);
    if (address === null) addresses.delete(source);
    else addresses.set(source, address);
    const repeated = repeatedIn(addresses);
    if (repeated !== undefined) refusals.set(contactId, `it is in the contact's ${repeated.place} already`);
    const derived = derivedNames(row, primaryOf(addresses), nameFormat, furtherOf(addresses));
    const change: EmailChange = {
      index,
      contactId,
      source,
      before: own?.get(source),
      address,
      shared: false,
    };
    return [{ row: { ...row, ...derived }, change, changes }];
  });
  const changes = edits.map(({ change }) => change);
  const claims = claimsOf(changes);
  for (const [at, decision] of (await decideAddresses(deps, claims)).entries()) {
    const claim = claims[at];
    if (claim !== undefined && 'owner' in decision) {
      refusals.set(claim.contactId, `it belongs to ${decision.owner}`);
    }
  }
  if (refusals.size > 0) return { refusals, warnings: [] };
  const newEmails = await writableEmails(deps, changes);
  await updateRecords(
    deps,
    contactTable,
    edits.map(({ row }) => row),
  );
  await deleteEmails(
    deps,
    changes.flatMap(({ before }) => before?.id ?? []),
  );
  await insertRecords(deps, emailTable, newEmails);
  await recordChanges(
    deps,
    edits.flatMap((edit) =>
      Object.keys(edit.changes).length === 0 ? [] : [contactEntry(edit.row, 'updated', edit.changes)],
    ),
  );
  const told = await followAddressChanges(
    deps,
    changes.map(({ contactId, before, address }) => ({
      contactId,
      from: before?.address ?? null,
      to: address,
    })),
  );
  await refreshSearchOfContacts(deps, ids);
  return { refusals, warnings: told.flat() };
}
