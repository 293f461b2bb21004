import { queryByIds } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import { recordChanges } from '../audit/operations.ts';
import { deleteContacts } from '../contact/operations.ts';
import { contactTable } from '../contact/repository.ts';
import { contactEntry } from '../contact/rules.ts';
import type { Deps } from '../deps.ts';
import { removePhotos } from '../photo/operations.ts';
import { endUnneededUsers } from '../portal/departure.ts';
import type { OnProgress } from '../progress.ts';
import { accountsCalled, renameAccounts } from './accounts.ts';
import { activityTexts, blackOutContent, eraseContent, keptContent } from './content.ts';
import { eraseHistory } from './history.ts';
import { exclusive, identityOf, withMerged } from './identity.ts';
import { type ErasedCounts, type Erasure, type ErasureOptions, erasedName } from './model.ts';
import {
  blackOut,
  blackOutJson,
  eraseAuthors,
  eraseLogins,
  eraseMails,
  erasePortalLinks,
  mentionsIn,
  photosOf,
  type TextColumn,
  usersOf,
} from './repository.ts';
import { tracesOf } from './traces.ts';

/** Texts of the firm's own records, in which somebody may be spoken of. */
const recordTexts: readonly TextColumn[] = [
  { table: 'accounts', column: 'name', id: 'id', record: 'account' },
  { table: 'accounts', column: 'company_name', id: 'id', record: 'account' },
  { table: 'accounts', column: 'company_street', id: 'id', record: 'account' },
  { table: 'accounts', column: 'company_street2', id: 'id', record: 'account' },
  { table: 'account_field_values', column: 'value', id: 'account_id', record: 'account' },
  { table: 'account_contacts', column: 'description', id: 'account_id', record: 'account' },
  { table: 'contacts', column: 'notes', id: 'id', record: 'contact' },
  { table: 'contact_field_values', column: 'value', id: 'contact_id', record: 'contact' },
  { table: 'tags', column: 'name', id: 'id', record: 'tag' },
];

/**
 * Erases people: the contacts with all that is theirs, as `contact delete` does, and then what deleting leaves of them: their
 * names as authors, their logins, mails and invitations, the names of accounts that were called after them, and every value
 * about them in the record of changes, whose chain stays whole. What belongs to somebody else, too, as a shared address,
 * stays with them. Contacts that were merged into these are erased with them; those that were deleted before, by
 * what is still recorded of them; those that were erased are `unchanged`.
 *
 * Throws LAST_CONTACT_OF_ACCOUNTS (C5, exit 4), FILES_NOT_SET (exit 2), CHAIN_DAMAGED (exit 6).
 */
export async function eraseContacts(
  deps: Deps,
  ids: readonly number[],
  { withContent = false }: ErasureOptions = {},
  progress: OnProgress = () => {},
): Promise<Erasure> {
  const rows = await readRecords(deps, contactTable, ids, { lock: true });
  const done = await erasedBefore(deps, ids);
  const wanted = ids.filter((id) => rows.has(id) || !done.has(id));
  const results = ids.map((id) => ({
    outcome: wanted.includes(id) ? ('erased' as const) : ('unchanged' as const),
    id,
    name: rows.get(id)?.displayName ?? erasedName,
    warnings: [],
  }));
  const counts = noCounts();
  if (wanted.length === 0) return { results, counts, renamed: [], mentions: [], unsound: 0 };

  const all = await withMerged(deps, wanted);
  const known = await identityOf(deps, all, rows.values());
  const content = withContent ? await eraseContent(deps, all) : keptContent();
  counts.documents = content.documents;
  counts.authors = await eraseAuthors(deps, all, []);
  counts.logins = await eraseLogins(deps, all, []);
  const photos = await photosOf(deps, all, []);
  counts.portalUsers = (await usersOf(deps, known.addresses)).length;
  await deleteContacts(
    deps,
    wanted.filter((id) => rows.has(id)),
  );

  // Only now is it known what nobody else has.
  const identity = await exclusive(deps, known);
  const traces = tracesOf(identity);
  counts.authors += await eraseAuthors(deps, [], identity.names);
  counts.logins += await eraseLogins(deps, [], identity.addresses);
  counts.mails = await eraseMails(deps, identity.addresses);
  await blackOutJson(deps, { table: 'mails', column: 'facts' }, traces);
  await endUnneededUsers(deps, identity.addresses);
  counts.portalUsers -= (await usersOf(deps, known.addresses)).length;
  counts.portalLinks = await erasePortalLinks(deps, identity.addresses);
  await blackOut(deps, { table: 'runs', column: 'source' }, traces);

  const called = await accountsCalled(deps, identity.names);
  const renamed = await renameAccounts(deps, called, traces);
  const removed = await photosOf(deps, [], called);
  const faces = [...new Set([...photos, ...removed])].sort((a, b) => a - b);
  if (faces.length > 0) await removePhotos(deps, faces);
  if (withContent) counts.texts = content.texts + (await blackOutContent(deps, traces));
  const mentions = await mentionsIn(deps, [...recordTexts, ...activityTexts], traces);

  counts.photos = faces.length;
  counts.accountsRenamed = renamed.length;
  const history = await eraseHistory(
    deps,
    { contacts: new Set(all), addresses: new Set(identity.addresses), ...content },
    traces,
    progress,
  );
  counts.entries = history.entries;
  await recordChanges(
    deps,
    wanted.map((id) =>
      contactEntry({ id, displayName: erasedName }, 'erased', {
        content: [null, withContent ? 'erased' : 'kept'],
      }),
    ),
  );
  return { results, counts, renamed, mentions, unsound: history.unsound };
}

/** Those of the contacts that were erased before. */
async function erasedBefore(deps: Deps, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const entries = await queryByIds<{ id: number }>(
    deps,
    `select record_id as id from audit_entries where record = 'contact' and action = 'erased' and record_id in {ids}`,
    ids,
  );
  return new Set(entries.map(({ id }) => id));
}

const noCounts = (): ErasedCounts => ({
  entries: 0,
  authors: 0,
  logins: 0,
  mails: 0,
  portalLinks: 0,
  portalUsers: 0,
  photos: 0,
  accountsRenamed: 0,
  documents: 0,
  texts: 0,
});
