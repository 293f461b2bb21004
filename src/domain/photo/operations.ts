import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { type AccountRow, accountTable } from '../account/repository.ts';
import { authorsOf, type StoredAuthor } from '../activity/authors.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { keepFiles } from '../file/keep.ts';
import { goneError } from '../resolve.ts';
import type { AccountPhoto, NewPhoto, PhotoAccount, PhotoOutcome } from './model.ts';
import { deletePhotoRows, type PhotoRow, photoTable, readPhotos } from './repository.ts';
import { noPhoto, photoEntry, photoFileName, photoLimit, requirePhoto } from './rules.ts';

/**
 * Sets the photos of accounts (A6), by the firm or by a contact of the client; one that the account has already is
 * `unchanged`. Throws NOT_A_PHOTO, FILE_TOO_LARGE, INVALID_TIME and what else makes a file none (exit 2), ACCOUNT_NOT_FOUND,
 * NOT_LINKED, FILE_NOT_FOUND (exit 3), STORE_FAILED (exit 6). Each account once; results in input order.
 */
export async function setPhotos(deps: Deps, inputs: readonly NewPhoto[]): Promise<PhotoOutcome[]> {
  if (inputs.length === 0) return [];
  const ids = inputs.map(({ accountId }) => accountId);
  const accounts = await holdAccounts(deps, ids);
  const authors = await authorsOf(deps, inputs);
  const times = inputs.map(({ at }) => momentOf(deps, at));
  const contents = await keepFiles(
    deps,
    inputs.map(({ file }) => file),
    photoLimit,
    requirePhoto,
  );
  const before = await readPhotos(deps, ids);
  const rows = contents.map((content, index): PhotoRow => {
    const { author: setBy, contactId } = authors[index] as StoredAuthor;
    return { ...content, accountId: ids[index] ?? 0, setBy, contactId, setAt: times[index] ?? '' };
  });
  const changed = rows.filter(({ accountId, sha256 }) => before.get(accountId)?.sha256 !== sha256);
  const isNew = ({ accountId }: PhotoRow) => !before.has(accountId);
  await insertRecords(deps, photoTable, changed.filter(isNew));
  await updateRecords(
    deps,
    photoTable,
    changed.filter((row) => !isNew(row)),
  );
  for (const { accountId } of changed) dropContent(deps, before.get(accountId)?.sha256);
  const after = await readPhotos(deps, ids);
  const written = new Set(changed);
  const outcomes = rows.map((row, index): PhotoOutcome => {
    const outcome = !written.has(row) ? 'unchanged' : isNew(row) ? 'created' : 'updated';
    return { outcome, account: accounts[index] as PhotoAccount, photo: after.get(row.accountId) ?? null };
  });
  await recordChanges(
    deps,
    outcomes.flatMap(({ outcome, account, photo }, index) => {
      if (outcome === 'unchanged') return [];
      const at = inputs[index]?.at === undefined ? undefined : times[index];
      return [photoEntry(account, before.get(account.id) ?? null, photo, at)];
    }),
  );
  return outcomes;
}

/**
 * Removes the photos of accounts (A6); an account without one is `unchanged`. Throws ACCOUNT_NOT_FOUND (exit 3). Results in
 * the order of the ids.
 */
export async function removePhotos(deps: Deps, accountIds: readonly number[]): Promise<PhotoOutcome[]> {
  const accounts = await holdAccounts(deps, accountIds);
  const photos = await readPhotos(deps, accountIds);
  await deletePhotoRows(deps, [...photos.keys()]);
  for (const { sha256 } of photos.values()) dropContent(deps, sha256);
  const outcomes = accounts.map((account): PhotoOutcome => {
    const photo = photos.get(account.id) ?? null;
    return { outcome: photo === null ? 'unchanged' : 'deleted', account, photo };
  });
  await recordChanges(
    deps,
    outcomes.flatMap(({ account, photo }) => (photo === null ? [] : [photoEntry(account, photo, null)])),
  );
  return outcomes;
}

/** The photo of an account, and where it is kept. Throws ACCOUNT_NOT_FOUND, NO_PHOTO (exit 3), FILES_NOT_SET (exit 2). */
export async function showPhoto(deps: Deps, accountId: number): Promise<AccountPhoto> {
  const [account] = await accountsOf(deps, [accountId]);
  const photo = (await readPhotos(deps, [accountId])).get(accountId);
  if (account === undefined) throw goneError('account', accountId);
  if (photo === undefined) throw noPhoto(account);
  const store = await deps.files();
  return { account, ...photo, path: store.pathOf(photo.sha256) };
}

/** The bytes of a photo. Throws FILES_NOT_SET (exit 2), CONTENT_MISSING, CONTENT_DAMAGED (exit 6). */
export const photoBytes = async (deps: Deps, { sha256 }: Pick<AccountPhoto, 'sha256'>): Promise<Uint8Array> =>
  (await deps.files()).read(sha256);

/**
 * Writes the photo of an account to a file: the one that is named, else one that is called after the account's number.
 * Throws what {@link showPhoto} and `FileStore.copyTo` throw.
 */
export async function exportPhoto(
  deps: Deps,
  input: { accountId: number; file?: string | undefined; replace?: boolean | undefined },
): Promise<AccountPhoto & { file: string }> {
  const photo = await showPhoto(deps, input.accountId);
  const file = input.file ?? photoFileName(photo);
  await (await deps.files()).copyTo(photo.sha256, file, { replace: input.replace ?? false });
  return { ...photo, file };
}

/** Nobody else changes the photo of an account meanwhile. */
const holdAccounts = (deps: Deps, ids: readonly number[]): Promise<PhotoAccount[]> =>
  accountsOf(deps, ids, { lock: true });

async function accountsOf(
  deps: Deps,
  ids: readonly number[],
  options?: { lock: boolean },
): Promise<PhotoAccount[]> {
  const rows = await readRecords<AccountRow>(deps, accountTable, ids, options);
  return ids.map((id) => {
    const row = rows.get(id);
    if (row === undefined) throw goneError('account', id);
    return { id, name: row.name, type: row.type, archivedAt: row.archivedAt };
  });
}

const dropContent = (deps: Deps, sha256: string | undefined): void => {
  if (sha256 !== undefined) deps.contents.dropped.add(sha256);
};
