import { insertRecords, updateRecords } from '../../db/table.ts';
import { usageError } from '../../errors.ts';
import { accessOfContacts, accessTable, deleteAccessRows } from '../access/repository.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween } from '../audit/rules.ts';
import type { Changes } from '../audit/schema.ts';
import { furtherOf, primaryOf } from '../contact/emails.ts';
import {
  contactTable,
  deleteContactRows,
  deleteEmails,
  type EmailRow,
  emailTable,
} from '../contact/repository.ts';
import { auditedContactFields, contactEntry, patchedRow } from '../contact/rules.ts';
import { type Deps, timestamp } from '../deps.ts';
import { auditedValues, writeValues } from '../field/values.ts';
import { readFirm } from '../firm/read.ts';
import { linksOfContacts, lockAccounts, updateDescriptions, updateSignerRanks } from '../link/repository.ts';
import { refreshSearch } from '../search/refresh.ts';
import { settleSignerRanks } from '../signer/operations.ts';
import { shellWord } from '../text/shell.ts';
import { type Decisions, mergeConflict, nameOf } from './conflicts.ts';
import { auditedEmails, decideEmails, type PlacedEmails } from './emails.ts';
import { accessEntries, goneEntries, linkEntries } from './entries.ts';
import { decideOwn, decideValues } from './fields.ts';
import { type UnitedAccess, type UnitedLink, uniteAccess, uniteLinks } from './links.ts';
import { holdMembers, type Member } from './members.ts';
import type { MergeInput, MergeOutcome } from './model.ts';
import { mergedAccess, mergedLinks } from './outcome.ts';
import { moveActivity, takeOverLinks } from './repository.ts';
import { emailFieldsNamed, takesByField } from './takes.ts';

/**
 * Makes one contact of several (L5): `keep` stays and gets what the others have: values, addresses, links, access, ranks,
 * and all that happened with them; then the others are gone. Where they hold different values, `take` says whose is kept.
 * Portal users belong to addresses, and no address is lost.
 *
 * Throws SAME_CONTACT, INVALID_TAKE, NO_EMAIL_FIELD (exit 2), CONTACT_NOT_FOUND, FIELD_NOT_FOUND (exit 3) and
 * MERGE_CONFLICT (exit 4), which lists every field that has to be decided.
 */
export async function mergeContacts(deps: Deps, input: MergeInput): Promise<MergeOutcome> {
  const ids = [input.keep, ...input.drop];
  requireDifferent(ids);
  const { members, fields } = await holdMembers(deps, ids);
  const [keep, ...drop] = members;
  if (keep === undefined) throw new Error('holdMembers gave nothing');
  // Held contacts get no new links, so that the accounts to be held are known; some may lose theirs while we wait.
  await lockAccounts(
    deps,
    (await linksOfContacts(deps, ids)).map(({ accountId }) => accountId),
  );
  const links = await linksOfContacts(deps, ids);
  const access = await accessOfContacts(deps, ids);

  const keepAs = emailFieldsNamed(fields, input.keepEmailAs ?? []);
  const takes = await takesByField(deps, input.take ?? [], fields, links);
  const decisions: Decisions = { members, takes, conflicts: [], needsFields: false, givenUp: [] };
  const patch = decideOwn(decisions);
  const placed = decideEmails(decisions, fields, keepAs);
  const values = decideValues(decisions, fields);
  const united = uniteLinks(decisions, links);
  if (decisions.conflicts.length > 0) throw mergeConflict(decisions, asGiven(input));

  const shared = uniteAccess(members, access);
  const addresses = new Map([...placed].map(([source, { address }]) => [source, address]));
  const { nameFormat } = await readFirm(deps);
  const after = patchedRow(
    keep.row,
    patch,
    primaryOf(addresses),
    { id: keep.row.id, now: timestamp(deps), format: nameFormat },
    furtherOf(addresses),
  );
  await writeLinks(deps, keep, united);
  await writeAccess(deps, shared, placed);
  const moved = await moveActivity(
    deps,
    keep.row.id,
    drop.map(({ row }) => row.id),
  );
  // Keys and addresses are free for the one that stays only when the others are gone.
  await deleteContactRows(
    deps,
    drop.map(({ row }) => row.id),
  );
  await updateRecords(deps, contactTable, [after]);
  await writeEmails(deps, members, placed);
  await writeValues(deps, 'contact', values);

  const changes: Changes = {
    ...changesBetween(keep.row, after, auditedContactFields),
    ...auditedEmails(keep.emails, placed),
    ...auditedValues(values),
  };
  await recordChanges(deps, [
    ...linkEntries(after, united, access),
    ...accessEntries(after, shared),
    ...(Object.keys(changes).length === 0 ? [] : [contactEntry(after, 'updated', changes)]),
    ...goneEntries(after, drop, moved),
  ]);
  const accountIds = links.map(({ accountId }) => accountId);
  await settleSignerRanks(
    deps,
    united.map(({ others }) => others[0]?.accountId ?? 0),
  );
  await refreshSearch(deps, [...new Set(accountIds)]);
  return {
    outcome: 'updated',
    id: after.id,
    name: after.displayName,
    warnings: [],
    merged: drop.map(nameOf),
    changes: Object.fromEntries(Object.entries(changes).map(([field, [from, to]]) => [field, { from, to }])),
    givenUp: decisions.givenUp,
    links: await mergedLinks(deps, keep.row.id, united),
    access: mergedAccess(members, shared),
    moved,
  };
}

function requireDifferent(ids: readonly number[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  throw usageError(
    'SAME_CONTACT',
    twice === ids[0] ? `Contact ${twice} cannot be merged with itself.` : `Contact ${twice} is named twice.`,
    { hint: 'Name the contact that stays first, then each of the others once.', details: { id: twice } },
  );
}

/** The options that were given, for a command line that completes them. */
const asGiven = ({ take = [], keepEmailAs = [] }: MergeInput): string[] => [
  ...take.map(({ field, from }) => `--take ${shellWord(field)}=${shellWord(from)}`),
  ...keepEmailAs.map((field) => `--keep-email-as ${shellWord(field)}`),
];

async function writeLinks(deps: Deps, keep: Member, united: readonly UnitedLink[]): Promise<void> {
  const contactId = keep.row.id;
  await takeOverLinks(
    deps,
    united.flatMap(({ before, others: [first], description, signerRank }) =>
      before !== undefined || first === undefined
        ? []
        : [{ accountId: first.accountId, contactId, description, signerRank, formerId: first.contactId }],
    ),
  );
  const standing = united.flatMap(({ before, description, signerRank }) =>
    before === undefined ? [] : [{ ...before, description, signerRank }],
  );
  await updateDescriptions(deps, standing);
  await updateSignerRanks(deps, standing);
}

/** Rows go over to the contact that stays; where several become one, the others go first. */
async function writeAccess(deps: Deps, united: readonly UnitedAccess[], placed: PlacedEmails): Promise<void> {
  const spelling = new Map([...placed.values()].map(({ addressKey, address }) => [addressKey, address]));
  await deleteAccessRows(
    deps,
    united.flatMap(({ rows }) => rows.slice(1).map(({ id }) => id)),
  );
  await updateRecords(
    deps,
    accessTable,
    united.map(({ after }) => ({ ...after, address: spelling.get(after.addressKey) ?? after.address })),
  );
}

/** An address that one of the contacts owned alone is owned by the one that stays (C4). */
async function writeEmails(deps: Deps, members: readonly Member[], placed: PlacedEmails): Promise<void> {
  const [keep] = members;
  if (keep === undefined) return;
  const all = members.flatMap(({ emails }) => [...emails.values()]);
  const wanted = [...placed].map(([source, row]): EmailRow => {
    const shared = Math.min(
      ...all.filter((email) => email.addressKey === row.addressKey).map((email) => email.shared),
    );
    return { ...row, contactId: keep.row.id, source, shared };
  });
  const stays = (row: EmailRow) => {
    const before = keep.emails.get(row.source);
    return before?.id === row.id && before.shared === row.shared;
  };
  const staying = new Set(wanted.filter(stays).map(({ id }) => id));
  await deleteEmails(
    deps,
    [...keep.emails.values()].map(({ id }) => id).filter((id) => !staying.has(id)),
  );
  const fresh = wanted.filter((row) => !stays(row));
  if (fresh.length === 0) return;
  const ids = await deps.dialect.reserveIds(deps.trx, emailTable.name, fresh.length);
  await insertRecords(
    deps,
    emailTable,
    fresh.map((row, index) => ({ ...row, id: ids[index] ?? 0 })),
  );
}
