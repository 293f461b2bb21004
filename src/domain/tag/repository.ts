import { insertRows, query, queryByIds, queryByTexts, queryWithRows, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';

export interface TagRow {
  id: number;
  name: string;
  nameKey: string;
  color: string;
  createdAt: string;
  updatedAt: string;
}

export const tagTable = defineTable<TagRow>('tags', {
  id: ['id', 'integer'],
  name: ['name', 'text'],
  nameKey: ['name_key', 'text'],
  color: ['color', 'text'],
  createdAt: ['created_at', 'text'],
  updatedAt: ['updated_at', 'text'],
});

/** Tags by comparison key (G1). Asked in one order: what a set of rows has asked before need not be read again. */
export const readTagsByKey = (session: Session, nameKeys: readonly string[]): Promise<TagRow[]> =>
  queryByTexts<TagRow>(
    session,
    `select ${tagTable.select()} from tags where name_key in {texts}`,
    [...nameKeys].sort(),
  );

/** All tags. A firm has dozens of them. */
export const readAllTags = (session: Session): Promise<TagRow[]> =>
  query<TagRow>(session, `select ${tagTable.select()} from tags order by id`);

/** How many accounts carry each tag; tags on none are not in the map. */
export async function countTagUses(session: Session): Promise<Map<number, number>> {
  const rows = await query<{ id: number; uses: number | string }>(
    session,
    'select tag_id as id, count(*) as uses from account_tags group by tag_id',
  );
  return new Map(rows.map((row) => [row.id, Number(row.uses)]));
}

export interface TaggedAccount {
  accountId: number;
  accountName: string;
  tagId: number;
  tagName: string;
}

const tagged = `select t.account_id as "accountId", a.name as "accountName", t.tag_id as "tagId", g.name as "tagName"
  from account_tags t join accounts a on a.id = t.account_id join tags g on g.id = t.tag_id`;

/** The tags on accounts. */
export const tagsOfAccounts = (session: Session, accountIds: readonly number[]): Promise<TaggedAccount[]> =>
  queryByIds<TaggedAccount>(session, `${tagged} where t.account_id in {ids}`, accountIds);

/** The accounts that carry tags. */
export const accountsOfTags = (session: Session, tagIds: readonly number[]): Promise<TaggedAccount[]> =>
  queryByIds<TaggedAccount>(
    session,
    `${tagged} where t.tag_id in {ids} order by t.account_id, t.tag_id`,
    tagIds,
  );

export interface Tagging {
  accountId: number;
  tagId: number;
}

const columns = { account_id: 'integer', tag_id: 'integer' } as const;

export const insertTaggings = (session: Session, taggings: readonly Tagging[]): Promise<void> =>
  insertRows(
    session,
    'account_tags',
    columns,
    taggings.map((tagging) => [tagging.accountId, tagging.tagId]),
  );

export const deleteTaggings = async (session: Session, taggings: readonly Tagging[]): Promise<void> => {
  await queryWithRows(
    session,
    'delete from account_tags where (account_id, tag_id) in (select account_id, tag_id from {rows} k)',
    columns,
    taggings.map((tagging) => [tagging.accountId, tagging.tagId]),
  );
};

export const deleteTagRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from tags where id in {ids}', ids);
};
