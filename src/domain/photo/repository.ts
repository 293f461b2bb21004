import { queryByIds, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { Photo } from './model.ts';

export interface PhotoRow {
  accountId: number;
  sha256: string;
  mediaType: string;
  bytes: number;
  setBy: string;
  contactId: number | null;
  setAt: string;
}

export const photoTable = defineTable<PhotoRow>('account_photos', {
  accountId: ['account_id', 'integer'],
  sha256: ['sha256', 'text'],
  mediaType: ['media_type', 'text'],
  bytes: ['bytes', 'integer'],
  setBy: ['set_by', 'text'],
  contactId: ['contact_id', 'integer'],
  setAt: ['set_at', 'text'],
});

/** The photos of accounts (A6), by account id. */
export async function readPhotos(
  session: Session,
  accountIds: readonly number[],
): Promise<Map<number, Photo>> {
  const rows = await queryByIds<PhotoRow & { contactName: string | null }>(
    session,
    `select ${photoTable.select('p')}, c.display_name as "contactName"
     from account_photos p left join contacts c on c.id = p.contact_id where p.account_id in {ids}`,
    accountIds,
  );
  return new Map(
    rows.map(({ accountId, contactId, contactName, ...photo }) => [
      accountId,
      {
        sha256: photo.sha256,
        mediaType: photo.mediaType,
        bytes: photo.bytes,
        setBy: photo.setBy,
        contact: contactId === null || contactName === null ? null : { id: contactId, name: contactName },
        setAt: photo.setAt,
      },
    ]),
  );
}

export const deletePhotoRows = async (session: Session, accountIds: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from account_photos where account_id in {ids}', accountIds);
};
